using Meridian.Foundation.Database;
using Meridian.Foundation.Governance;

namespace Meridian.Events;

/// <summary>What became of a source's messages: received = applied + duplicates + rejected; conflicts are among the duplicates.</summary>
/// <param name="Dead">Of the rejected, those on which the program failed and that nobody has given up.</param>
/// <param name="LastAt">When its last message came, UTC; null where none is left.</param>
/// <param name="LastDay">Messages that were applied within the day before the instant asked for.</param>
public sealed record SourceCounts(string Source, long Received, long Applied, long Duplicates, long Conflicts, long Rejected, long Dead, DateTime? LastAt, long LastDay);

/// <summary>How many messages were not applied for one reason.</summary>
/// <param name="Kind">Of <see cref="RejectedKinds"/>.</param>
/// <param name="Reason">Without the place in a file.</param>
public sealed record ReasonCount(string Kind, string Reason, long Messages, DateTime First, DateTime Last);

/// <summary>How messages fare. No country is known of what was not applied: who is limited to countries is told nothing.</summary>
public static class EventHealth
{
    /// <param name="now">UTC.</param>
    public static List<SourceCounts> Sources(ISession session, Scope scope, DateTime now) => scope.IsLimited ? [] : session.List(
        $"""
        select c.source, c.received, c.applied, c.duplicate, c.conflict, c.rejected, coalesce(d.dead, 0), l.last_at, coalesce(l.last_day, 0)
        from {EventTables.Count} c
        left join (select source, count(*) as dead from {EventTables.Rejected} where kind = {RejectedKinds.Dead} group by source) d on d.source = c.source
        left join (
            select source, max(received_at) as last_at, count(case when received_at > {now.AddDays(-1)} then 1 end) as last_day from {EventTables.Event} group by source) l on l.source = c.source
        order by c.received desc, c.source
        """,
        r => new SourceCounts(r.Text(0)!, r.Long(1), r.Long(2), r.Long(3), r.Long(4), r.Long(5), r.Long(6), r.IsNull(7) ? null : r.Time(7), r.Long(8)));

    /// <summary>The commonest first.</summary>
    public static List<ReasonCount> Reasons(ISession session, Scope scope, int limit) => scope.IsLimited ? [] : session.List(
        $"""
        select n.kind, n.why, count(*), min(n.received_at), max(n.received_at)
        from (select kind, {EventFeed.WithoutPlace($"reason")} as why, received_at from {EventTables.Rejected}) n
        group by n.kind, n.why order by case when n.kind = {RejectedKinds.Dead} then 0 else 1 end, count(*) desc, n.kind, n.why limit {limit}
        """,
        r => new ReasonCount(r.Text(0)!, r.Text(1)!, r.Long(2), r.Time(3), r.Time(4)));

    /// <summary>How many messages there are of each kind that was not applied.</summary>
    public static IReadOnlyDictionary<string, long> Kinds(ISession session, Scope scope) => scope.IsLimited
        ? new Dictionary<string, long>(StringComparer.Ordinal)
        : session.List($"select kind, count(*) from {EventTables.Rejected} group by kind", r => (Kind: r.Text(0)!, Count: r.Long(1))).ToDictionary(k => k.Kind, k => k.Count, StringComparer.Ordinal);
}
