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
    /// <param name="evaluated">To what instant labels are evaluated, which says how far the log is applied; null for nowhere.</param>
    public static List<EventFileLine> All(ISession session, Scope scope, DateTime? evaluated) => scope.IsLimited ? [] : Read(session, Sql.Constant("1 = 1"), evaluated);

    /// <summary>One; null where there is none that may be seen.</summary>
    public static EventFileLine? Find(ISession session, Scope scope, long entry, DateTime? evaluated) => scope.IsLimited ? null : Read(session, $"entry = {entry}", evaluated).FirstOrDefault();

    /// <summary>A query of a file's entries.</summary>
    internal static Sql Parts(long file) => $"select p.entry from {EventTables.FilePart} p where p.file = {file}";

    private static List<EventFileLine> Read(ISession session, Sql condition, DateTime? evaluated) => session.List(
        $"""
        select entry, last_entry, source, file_name, ended, started_at, last_at, rows, received, duplicate, rejected, passed_over, left_out, broken
        from {EventTables.File} where {condition} order by entry
        """,
        // A part that came in time would be there once the log is applied so far.
        r => new EventFileLine(
            r.Long(0), r.Long(1), r.Text(2)!, r.Text(3)!, r.Bool(4) ? "applied" : evaluated - r.Time(6) > Patience ? "unfinished" : "applying", r.Time(5), r.Long(7), r.Long(8),
            r.Long(8) - r.Long(9) - r.Long(10), r.Long(9), r.Long(10), r.Long(11), r.Long(12), r.Text(13)));

    /// <summary>Writes what became of the parts of files in a batch; inside its transaction.</summary>
    /// <param name="received">How many messages of each entry were read: of who was erased none are, when the log is replayed.</param>
    internal static void Note(ISession session, IReadOnlyList<(LogEntry Entry, EventsOrder Order)> parts, IReadOnlyDictionary<long, int> received, SortedMessages sorted)
    {
        // Entries of programs that did not tell parts are no file that could be put together.
        var told = parts.Where(p => p.Order.Part > 0).ToList();
        if (told.Count == 0)
            return;
        var applied = sorted.Applied.CountBy(m => m.Entry).ToDictionary();
        var rejected = sorted.Rejected.Where(r => r.Kind != RejectedKinds.Conflict).CountBy(r => r.Message.Entry).ToDictionary();
        using (var writer = session.Append(EventTables.FilePart))
        {
            foreach (var (entry, order) in told)
            {
                writer.Add(order.Of ?? entry.Entry).Add(entry.Entry);
                writer.EndRow();
            }

            writer.Complete();
        }

        foreach (var file in told.GroupBy(p => p.Order.Of ?? p.Entry.Entry))
        {
            var (first, last) = (file.First(), file.Last());
            var all = file.Sum(p => (long)received.GetValueOrDefault(p.Entry.Entry));
            var refused = file.Sum(p => (long)rejected.GetValueOrDefault(p.Entry.Entry));
            var known = all - refused - file.Sum(p => (long)applied.GetValueOrDefault(p.Entry.Entry));
            var end = last.Order.End;
            var updated = session.Execute($"""
                update {EventTables.File} set last_entry = {last.Entry.Entry}, last_at = {last.Entry.At}, received = received + {all}, duplicate = duplicate + {known}, rejected = rejected + {refused},
                    ended = {end is not null}, rows = {end?.Rows ?? 0}, passed_over = {end?.PassedOver ?? 0}, left_out = {end?.LeftOut ?? 0}, broken = {end?.Broken}
                where entry = {file.Key}
                """);
            if (updated > 0)
                continue;
            session.Execute($"""
                insert into {EventTables.File} (entry, last_entry, source, file_name, started_at, last_at, received, duplicate, rejected, ended, rows, passed_over, left_out, broken)
                values ({file.Key}, {last.Entry.Entry}, {first.Order.Source}, {first.Order.File}, {first.Entry.At}, {last.Entry.At}, {all}, {known}, {refused}, {end is not null},
                    {end?.Rows ?? 0}, {end?.PassedOver ?? 0}, {end?.LeftOut ?? 0}, {end?.Broken})
                """);
        }
    }

    /// <summary>Brings the counts down to what is left when messages are erased, as if they had never come; inside the caller's transaction.</summary>
    /// <param name="gone">How many of each entry are taken out of the log.</param>
    /// <param name="applied">How many of them became events, by entry.</param>
    /// <param name="rejected">How many of them were rejected, by entry.</param>
    internal static void TakeOut(ISession session, IReadOnlyDictionary<long, int> gone, ILookup<long, long> applied, ILookup<long, long> rejected)
    {
        foreach (var some in gone.Keys.Chunk(1_000))
        {
            var these = Sql.Join(", ", some.Select(e => (Sql)$"{e}"));
            var parts = session.List($"select file, entry from {EventTables.FilePart} where entry in ({these})", r => (File: r.Long(0), Entry: r.Long(1)));
            foreach (var file in parts.GroupBy(p => p.File))
            {
                var all = file.Sum(p => (long)gone[p.Entry]);
                var refused = file.Sum(p => rejected[p.Entry].Sum());
                var known = Math.Max(0, all - refused - file.Sum(p => applied[p.Entry].Sum()));
                session.Execute($"update {EventTables.File} set received = received - {all}, duplicate = duplicate - {known}, rejected = rejected - {refused} where entry = {file.Key}");
            }
        }
    }
}
