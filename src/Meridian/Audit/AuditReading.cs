using Meridian.Foundation;
using Meridian.Foundation.Database;
using Meridian.Foundation.Journal;
using Meridian.Foundation.Log;

namespace Meridian.Audit;

/// <summary>The first row of the audit that does not fit, and how.</summary>
public sealed record AuditFault(long Seq, string What);

/// <summary>What a look at the whole audit found.</summary>
/// <param name="Fault">Null where all fits.</param>
public sealed record AuditVerdict(long Rows, int Anchors, AuditFault? Fault);

/// <summary>Reads the audit, and finds out whether it is what was written.</summary>
public static class AuditReading
{
    /// <summary>Everybody who ever did something, keys and people by what the log calls them.</summary>
    public static List<string> Actors(ISession session) => session.List($"select distinct actor from {AuditTables.Audit} order by actor", r => r.Text(0)!);

    /// <summary>Rows, the latest first.</summary>
    /// <param name="find">Stands in what was done, or in what it was done to.</param>
    public static List<AuditRow> List(ISession session, string? actor, DateTime? since, int limit, string? find = null)
    {
        var parts = new List<Sql> { Sql.Constant("true") };
        if (actor is not null)
            parts.Add($"actor = {actor}");
        if (since is { } from)
            parts.Add($"done_at >= {from}");
        if (find is not null)
            parts.Add($"(strpos(lower(action), {find.ToLowerInvariant()}) > 0 or strpos(lower(subject), {find.ToLowerInvariant()}) > 0)");
        return session.List($"select {Columns} from {AuditTables.Audit} where {Sql.Join(" and ", parts)} order by seq desc limit {limit}", Read);
    }

    /// <summary>
    /// Looks at every row: whether it says what it said (its hash), follows the one before, and is what the log's entry did; then whether the end is there, and whether each past day ends
    /// as its anchor says.
    /// </summary>
    public static AuditVerdict Verify(ISession session, ILog log, DataFolder folder)
    {
        var head = AuditTrail.Head(session);
        var anchors = new AuditAnchors(folder).Read();
        var rows = 0L;
        var fault = Walk(session, log, head, anchors.GroupBy(a => a.Seq).ToDictionary(g => g.Key, g => g.Last()), ref rows);
        return new AuditVerdict(rows, anchors.Count, fault);
    }

    private static AuditFault? Walk(ISession session, ILog log, (long Entry, long Seq, string Hash) head, Dictionary<long, AuditAnchor> anchors, ref long rows)
    {
        var (previous, lost) = (AuditRow.Beginning, new HashSet<long>());
        using var acts = Acts(log, head.Entry, lost).GetEnumerator();
        var more = acts.MoveNext();
        // Read to the end beforehand: a stream that is left in the middle holds the session.
        foreach (var row in session.List($"select {Columns} from {AuditTables.Audit} order by seq, hash", Read))
        {
            if (row.Seq != rows + 1)
                return row.Seq > rows + 1 ? Missing(rows + 1) : new AuditFault(row.Seq, "there is another row with this number");
            if (!row.IsSound || row.Previous != previous)
                return new AuditFault(row.Seq, row.IsSound ? "it does not follow the row before it" : "it does not say what it said when it was written");
            if (anchors.TryGetValue(row.Seq, out var anchor) && anchor.Hash != row.Hash)
                return new AuditFault(row.Seq, $"it is not the row with which {anchor.Day:yyyy-MM-dd} ended, as that day's anchor says");
            rows = row.Seq;
            previous = row.Hash;
            if (more && acts.Current == row.Act)
                more = acts.MoveNext();
            // What an entry did that cannot be read any more, nobody can say again.
            else if (!lost.Contains(row.Act.Entry))
                return new AuditFault(row.Seq, more ? $"the log says otherwise in entry {acts.Current.Entry}" : "the log has no entry that did it");
        }

        if (head.Seq > rows || anchors.Keys.Any(s => s > head.Seq))
            return Missing(rows + 1);
        if (head.Seq < rows || (rows > 0 && head.Hash != previous))
            return new AuditFault(rows, "it is not the row with which the audit ended");
        return more ? Missing(rows + 1) : null;
    }

    private static AuditFault Missing(long seq) => new(seq, "it is missing");

    private static IEnumerable<AuditAct> Acts(ILog log, long last, HashSet<long> lost)
    {
        foreach (var entry in log.Read(1).TakeWhile(e => e.Entry <= last))
        {
            if (entry.Kind == JournalEntry.Erased)
                lost.Add(entry.Entry);
            foreach (var act in AuditActs.Of(entry))
                yield return act;
        }
    }

    private static Sql Columns => $"seq, done_at, actor, action, subject, entry, before, after, previous, hash";

    private static AuditRow Read(IRow r) =>
        new(r.Long(0), new AuditAct(r.Time(1), r.Text(2)!, r.Text(3)!, r.Text(4)!, r.Long(5), r.Text(6), r.Text(7)), r.Text(8)!, r.Text(9)!);
}
