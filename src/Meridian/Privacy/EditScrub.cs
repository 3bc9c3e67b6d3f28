using System.Text;
using Meridian.Foundation.Log;
using Meridian.Profiles.Edits;

namespace Meridian.Privacy;

/// <summary>Takes people out of log entries of edits; what is somebody else's by now keeps its number. Doing it again finds nothing left to do.</summary>
internal static class EditScrub
{
    /// <summary>The entry without them; null where nothing of it is theirs.</summary>
    /// <param name="isTheirs">Whether a record is.</param>
    /// <param name="names">Whether a text names them, though it was said of another.</param>
    public static ReadOnlyMemory<byte>? Without(LogEntry entry, Func<Guid, bool> isTheirs, Func<string, bool> names)
    {
        var order = EditOrder.FromJson(entry.Text);
        var records = order.Records.Where(r => !isTheirs(r)).ToList();
        var items = order.Items.Select(i => i is null || records.Count == 0 || (i.Value is { } value && names(value)) ? null : i).ToList();
        var reason = order.Reason is { } why && !names(why) && records.Count > 0 ? why : null;
        if (records.Count == order.Records.Count && items.SequenceEqual(order.Items) && reason == order.Reason)
            return null;
        return Encoding.UTF8.GetBytes((order with { Reason = reason, Records = records, Items = items }).ToJson());
    }
}
