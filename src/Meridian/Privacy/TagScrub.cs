using System.Text;
using Meridian.Foundation.Log;
using Meridian.Segments;
using Meridian.Tags.Manual;

namespace Meridian.Privacy;

/// <summary>Takes people out of log entries of tags given by hand and of segments' members; the others keep their places. Doing it again finds nothing left to do.</summary>
internal static class TagScrub
{
    /// <summary>The entry without them; null where nothing of it is theirs.</summary>
    /// <param name="isTheirs">Whether a record is.</param>
    /// <param name="reason">Whether the reason goes too, because it names them.</param>
    public static ReadOnlyMemory<byte>? Without(LogEntry entry, Func<Guid, bool> isTheirs, bool reason = false)
    {
        if (entry.Kind == SnapshotOrder.Kind)
        {
            var snapshot = SnapshotOrder.FromJson(entry.Text);
            return snapshot.Members.Any(m => m is { } member && isTheirs(member))
                ? Body((snapshot with { Members = [.. snapshot.Members.Select(m => m is { } member && isTheirs(member) ? null : m)] }).ToJson())
                : null;
        }

        var order = TaggingOrder.FromJson(entry.Text);
        if (!reason && !order.Customers.Any(c => c?.Any(isTheirs) == true))
            return null;
        return Body((order with { Reason = reason ? null : order.Reason, Customers = [.. order.Customers.Select(c => Others(c, isTheirs))] }).ToJson());
    }

    /// <summary>Records that are somebody else's by now keep what was said.</summary>
    private static IReadOnlyList<Guid>? Others(IReadOnlyList<Guid>? records, Func<Guid, bool> isTheirs) =>
        records?.Any(isTheirs) != true ? records : records.Where(r => !isTheirs(r)).ToList() is { Count: > 0 } others ? others : null;

    // Nullable already: of an array and null the compiler makes an empty body, and not none.
    private static ReadOnlyMemory<byte>? Body(string json) => Encoding.UTF8.GetBytes(json);
}
