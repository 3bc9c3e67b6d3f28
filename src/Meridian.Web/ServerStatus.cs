using System.Text.Json.Serialization;
using Meridian.Events;
using Meridian.Foundation.Database;
using Meridian.Foundation.Governance;
using Meridian.Foundation.Log;
using Meridian.Segments;
using Meridian.Tags;

namespace Meridian.Web;

/// <summary>How a store stands: how far its log is applied, what became of all messages, and how many customers there are. Times UTC.</summary>
/// <param name="Waiting">Entries of the log that are not applied yet.</param>
/// <param name="Received">Null, like the other counts of messages, for who is limited to countries: messages are of all countries.</param>
public sealed record ServerStatus(
    [property: JsonPropertyName("version")] string Version,
    [property: JsonPropertyName("pid")] int? Pid,
    [property: JsonPropertyName("log_last")] long LogLast,
    [property: JsonPropertyName("log_applied")] long LogApplied,
    [property: JsonPropertyName("waiting")] long Waiting,
    [property: JsonPropertyName("received")] long? Received,
    [property: JsonPropertyName("applied")] long? Applied,
    [property: JsonPropertyName("duplicate")] long? Duplicate,
    [property: JsonPropertyName("conflict")] long? Conflict,
    [property: JsonPropertyName("rejected")] long? Rejected,
    [property: JsonPropertyName("events")] long Events,
    [property: JsonPropertyName("customers")] long Customers,
    [property: JsonPropertyName("evaluated_to")] DateTime? EvaluatedTo)
{
    public static ServerStatus Of(ISession session, Scope scope, ILog log, int? pid)
    {
        // First: what is applied while this is asked may be in the counts already, and whoever is told that nothing waits is told of all.
        var position = LogCursor.Position(session);
        var counts = scope.IsLimited ? null : EventQueries.Counts(session);
        var applied = Math.Max(position.Done ? position.Entry : position.Entry - 1, position.Messages);
        return new ServerStatus(
            typeof(ServerStatus).Assembly.GetName().Version?.ToString(3) ?? "", pid, log.Last, applied, Math.Max(0, log.Last - applied), counts?.Received, counts?.Applied, counts?.Duplicates, counts?.Conflicts,
            counts?.Rejected, EventQueries.Count(session, scope, null, null), Segments.Customers.Count(session, scope, new CustomerFilter()), LabelRefresher.EvaluatedTo(session));
    }
}
