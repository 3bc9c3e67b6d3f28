using System.Text;
using Meridian.Foundation.Log;
using Meridian.Resolve.Decisions;

namespace Meridian.Privacy;

/// <summary>Takes people out of log entries of decisions about doubtful merges; other pairs keep their places. Doing it again finds nothing left to do.</summary>
internal static class DecisionScrub
{
    /// <summary>The entry without them; null where nothing of it is theirs.</summary>
    /// <param name="isTheirs">Whether a record is.</param>
    public static ReadOnlyMemory<byte>? Without(LogEntry entry, Func<Guid, bool> isTheirs)
    {
        var order = DecisionOrder.FromJson(entry.Text);
        var pairs = order.Pairs.Select(p => p is not null && (isTheirs(p.A) || isTheirs(p.B)) ? null : p).ToList();
        var stays = order.Stays?.Where(s => !isTheirs(s.Record)).ToList();
        if (pairs.SequenceEqual(order.Pairs) && stays?.Count == order.Stays?.Count)
            return null;
        return Encoding.UTF8.GetBytes((order with { Pairs = pairs, Stays = stays }).ToJson());
    }
}
