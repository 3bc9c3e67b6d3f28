using Meridian.Foundation.Database;
using Meridian.Foundation.Governance;
using Meridian.Foundation.Log;
using Meridian.Ingest.Messages;

namespace Meridian.Events;

/// <summary>A file of events as lists tell it; times UTC. Received = applied + duplicate + rejected, as it was when the file came in.</summary>
/// <param name="Entry">Of its first messages, by which it is called.</param>
/// <param name="LastEntry">Of the last so far; entries between may be others'.</param>
/// <param name="State">"applied"; "applying" while more of it comes; "unfinished" where no more came for a while.</param>
/// <param name="Rows">Of tables of orders and chats; 0 of messages as apps send them.</param>
/// <param name="PassedOver">Orders that were not paid or were cancelled.</param>
/// <param name="LeftOut">Values that could not be read.</param>
/// <param name="Broken">Why it could not be read to its end, for a person; null for a whole file.</param>
public sealed record EventFileLine(
    long Entry, long LastEntry, string Source, string File, string State, DateTime At, long Rows, long Received, long Applied, long Duplicate, long Rejected, long PassedOver, long LeftOut, string? Broken);

/// <summary>Files of events that came in.</summary>
public static class EventFiles
{
    /// <summary>A file whose next part does not come for so long is not being read any more: its program was stopped.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    /// <summary>All of them, in the log's order; none for who is limited to countries, whose own they are not.</summary>
    /// <param name="now">UTC.</param>
    public static List<EventFileLine> All(ISession session, Scope scope, DateTime now) => scope.IsLimited ? [] : Read(session, Sql.Constant("1 = 1"), now);

    /// <summary>One; null where there is none that may be seen.</summary>
    public static EventFileLine? Find(ISession session, Scope scope, long entry, DateTime now) => scope.IsLimited ? null : Read(session, $"entry = {entry}", now).FirstOrDefault();

    private static List<EventFileLine> Read(ISession session, Sql condition, DateTime now) => session.List(
        $"""
        select entry, last_entry, source, file_name, ended, started_at, last_at, rows, received, duplicate, rejected, passed_over, left_out, broken
        from {EventTables.File} where {condition} order by entry
        """,
        r => new EventFileLine(
            r.Long(0), r.Long(1), r.Text(2)!, r.Text(3)!, r.Bool(4) ? "applied" : now - r.Time(6) < Patience ? "applying" : "unfinished", r.Time(5), r.Long(7), r.Long(8), r.Long(8) - r.Long(9) - r.Long(10),
            r.Long(9), r.Long(10), r.Long(11), r.Long(12), r.Text(13)));

    /// <summary>Writes what became of the parts of files in a batch; inside its transaction.</summary>
    internal static void Note(ISession session, IReadOnlyList<(LogEntry Entry, EventsOrder Order)> parts, SortedMessages sorted)
    {
        if (parts.Count == 0)
            return;
        var applied = sorted.Applied.CountBy(m => m.Entry).ToDictionary();
        var rejected = sorted.Rejected.Where(r => r.Kind != RejectedKinds.Conflict).CountBy(r => r.Message.Entry).ToDictionary();
        foreach (var file in parts.GroupBy(p => p.Order.Of ?? p.Entry.Entry))
        {
            var (first, last) = (file.First(), file.Last());
            var received = file.Sum(p => (long)p.Order.Messages);
            var refused = file.Sum(p => (long)rejected.GetValueOrDefault(p.Entry.Entry));
            var known = received - refused - file.Sum(p => (long)applied.GetValueOrDefault(p.Entry.Entry));
            var end = last.Order.End;
            var updated = session.Execute($"""
                update {EventTables.File} set last_entry = {last.Entry.Entry}, last_at = {last.Entry.At}, received = received + {received}, duplicate = duplicate + {known}, rejected = rejected + {refused},
                    ended = {end is not null}, rows = {end?.Rows ?? 0}, passed_over = {end?.PassedOver ?? 0}, left_out = {end?.LeftOut ?? 0}, broken = {end?.Broken}
                where entry = {file.Key}
                """);
            if (updated > 0)
                continue;
            session.Execute($"""
                insert into {EventTables.File} (entry, last_entry, source, file_name, started_at, last_at, received, duplicate, rejected, ended, rows, passed_over, left_out, broken)
                values ({file.Key}, {last.Entry.Entry}, {first.Order.Source}, {first.Order.File}, {first.Entry.At}, {last.Entry.At}, {received}, {known}, {refused}, {end is not null},
                    {end?.Rows ?? 0}, {end?.PassedOver ?? 0}, {end?.LeftOut ?? 0}, {end?.Broken})
                """);
        }
    }
}
