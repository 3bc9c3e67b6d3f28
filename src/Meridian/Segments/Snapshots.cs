using Meridian.Foundation.Database;
using Meridian.Foundation.Governance;
using Meridian.Foundation.Log;
using Meridian.Profiles;
using Meridian.Resolve;

namespace Meridian.Segments;

/// <summary>When a segment's members were kept, and how many they were.</summary>
public sealed record SnapshotLine(string Segment, DateTime TakenAt, int Version, long Customers);

/// <summary>How a segment changed from one snapshot to the next.</summary>
/// <param name="From">The snapshot before; null for the first.</param>
/// <param name="Customers">Who were in it and may be seen, as customers are told apart now.</param>
public sealed record SegmentChange(DateTime? From, DateTime To, long Customers, long Entered, long Left);

/// <summary>Keeps who is in a segment, and tells who came and who went between.</summary>
public static class Snapshots
{
    /// <summary>Members of one log entry.</summary>
    private const int MostMembers = 50_000;

    /// <summary>Writes the entries that keep the members as they are; nothing is applied here.</summary>
    /// <param name="members">A query of their profile ids.</param>
    /// <returns>When it is of, and how many they are.</returns>
    public static SnapshotLine Take(ISession session, ILog log, string segment, int version, Sql members, DateTime now)
    {
        // A snapshot is known by its time.
        var at = now;
        while (session.Count($"select count(*) from {SegmentTables.Snapshot} where segment = {segment} and taken_at = {at}") > 0)
            at = at.AddMicroseconds(1);
        var ids = session.List($"select distinct m.profile_id from ({members}) m order by 1", r => (Guid?)r.Id(0));
        var parts = ids.Count == 0 ? [[]] : ids.Chunk(MostMembers).ToList();
        for (var i = 0; i < parts.Count; i++)
            log.Append(SnapshotOrder.Kind, now, new SnapshotOrder(segment, version, at, i == parts.Count - 1 ? ids.Count : null, parts[i]).ToJson());
        return new SnapshotLine(segment, at, version, ids.Count);
    }

    /// <summary>Applies one of the entries; inside the caller's transaction.</summary>
    /// <param name="erased">People of whom no data is taken in; they are passed over, and taken out of the log later.</param>
    internal static void Apply(ISession session, LogEntry entry, Suppression? erased)
    {
        var order = SnapshotOrder.FromJson(entry.Text);
        var refused = false;
        using (var writer = session.Append(SegmentTables.Member))
        {
            foreach (var member in order.Members.OfType<Guid>())
            {
                if (erased?.Holds(member) == true)
                {
                    refused = true;
                    continue;
                }

                writer.Add(order.Segment).Add(order.At).Add(member);
                writer.EndRow();
            }

            writer.Complete();
        }

        if (refused)
            session.Execute($"insert into {GovernanceTables.ScrubDue} values ({entry.Entry})");
        if (order.Customers is { } customers)
            session.Execute($"insert into {SegmentTables.Snapshot} (segment, taken_at, version, customers, entry) values ({order.Segment}, {order.At}, {order.Version}, {customers}, {entry.Entry})");
    }

    /// <summary>The snapshots of a segment, the latest first.</summary>
    public static List<SnapshotLine> Of(ISession session, string segment) => session.List(
        $"select segment, taken_at, version, customers from {SegmentTables.Snapshot} where segment = {segment} order by taken_at desc",
        r => new SnapshotLine(r.Text(0)!, r.Time(1), (int)r.Long(2), r.Long(3)));

    /// <summary>The snapshots that a customer is in.</summary>
    internal static List<(string Segment, DateTime TakenAt)> OfCustomer(ISession session, Guid profile) => session.List(
        $"""
        select distinct m.segment, m.taken_at from {SegmentTables.Member} m join {ResolveTables.Record} r on r.record_id = m.record_id
        where r.profile_id = {profile} order by m.taken_at, m.segment
        """,
        r => (r.Text(0)!, r.Time(1)));

    /// <summary>How a segment changed from each snapshot to the next, the first one first. Customers are told apart as they are now: two who became one are one in all of them.</summary>
    public static List<SegmentChange> Flow(ISession session, Scope scope, string segment)
    {
        var members = (Sql)$"""
            select distinct m.taken_at, r.profile_id from {SegmentTables.Member} m
            join {ResolveTables.Record} r on r.record_id = m.record_id join {ProfileTables.Profile} p on p.profile_id = r.profile_id
            where m.segment = {segment} and {scope.Sees($"p.country")}
            """;
        return session.List(
            $"""
            with {Times} as (
                select s.taken_at, lag(s.taken_at) over (order by s.taken_at) as before from {SegmentTables.Snapshot} s where s.segment = {segment}),
            {Seen} as ({members})
            select t.before, t.taken_at, cast(sum(c.now_in) as bigint), cast(sum(case when c.was_in = 0 then c.now_in else 0 end) as bigint),
                cast(sum(case when c.now_in = 0 then c.was_in else 0 end) as bigint)
            from {Times} t
            left join (
                select x.taken_at, x.profile_id, max(x.now_in) as now_in, max(x.was_in) as was_in from (
                    select n.taken_at, n.profile_id, 1 as now_in, 0 as was_in from {Seen} n
                    union all
                    select u.taken_at, w.profile_id, 0, 1 from {Times} u join {Seen} w on w.taken_at = u.before) x
                group by x.taken_at, x.profile_id) c on c.taken_at = t.taken_at
            group by t.before, t.taken_at order by t.taken_at
            """,
            r => new SegmentChange(r.IsNull(0) ? null : r.Time(0), r.Time(1), r.IsNull(2) ? 0 : r.Long(2), r.IsNull(3) ? 0 : r.Long(3), r.IsNull(4) ? 0 : r.Long(4)));
    }

    private static readonly Table Times = new("page_snapshot_time");
    private static readonly Table Seen = new("page_snapshot_member");
}
