using Meridian.Consents;
using Meridian.Foundation.Database;
using Meridian.Foundation.Log;
using Meridian.Ingest.Messages;
using Meridian.Profiles;
using Meridian.Resolve;
using Meridian.Tags;

namespace Meridian.Changes;

/// <summary>
/// Writes what a transaction changed of customers, at its end and inside it, behind the cursor's move: so a change is told if and only if it is so. What one step gave and another took within the
/// transaction is not told.
/// </summary>
public static class Outbox
{
    /// <param name="entry">Of the log; of a batch the last.</param>
    /// <param name="at">Its time.</param>
    /// <param name="erased">How many people it erased.</param>
    public static void Write(ISession session, long entry, DateTime at, long erased = 0)
    {
        TagChanges.Prepare(session);
        ConsentChanges.Prepare(session);
        var (last, prunedAt, any) = session.First(
            $"""
            select h.last_position, h.pruned_at, exists (select 1 from {TagChanges.Noted}) or exists (select 1 from {ConsentChanges.Noted})
                or exists (select 1 from {ResolveTables.ProfileChange} c where c.entry = {entry})
            from {ChangeTables.Head} h
            """,
            r => (r.Long(0), r.Time(1), r.Bool(2)));
        if (prunedAt.Date < at.Date)
            ChangeRetention.Prune(session, last, at);
        if (!any && erased == 0)
            return;
        session.Execute(session.Dialect.CreateTemporary(ChangeTables.Pending, Collected(entry, erased)));
        session.Execute($"delete from {TagChanges.Noted}");
        session.Execute($"delete from {ConsentChanges.Noted}");
        if (session.Count($"select count(*) from {ChangeTables.Pending}") > TagChanges.Most)
            Shorten(session);
        var cursor = Reached(LogCursor.Position(session));
        var rank = Sql.Join(" ", ChangeKinds.All.Select((kind, i) => (Sql)$"when {kind} then {i}"));
        var written = session.Execute($"""
            insert into {ChangeTables.Change} (position, entry, number, applied_to, messages_to, changed_at, what, profile_id, other_id, tag, value, origin, version, many)
            select {last} + n.number, cast({entry} as bigint), n.number, cast({cursor.Applied} as bigint), cast({cursor.Messages} as bigint), cast({at} as timestamp),
                n.what, n.profile_id, n.other_id, n.tag, n.value, n.origin, n.version, n.many
            from (
                select p.*, row_number() over (order by case p.what {rank} end, p.profile_id, p.tag, p.value, p.other_id) as number from {ChangeTables.Pending} p) n
            """);
        session.Execute($"update {ChangeTables.Head} set last_position = last_position + {written}");
    }

    /// <summary>How much of the log is applied where the cursor stands.</summary>
    internal static AppliedTo Reached(LogPosition at) => new(at.Done ? at.Entry : at.Entry - 1, at.NextMessages - 1);

    private static Sql Collected(long entry, long erased) => $"""
        select case when sum(t.side) > 0 then {ChangeKinds.Entered} else {ChangeKinds.Left} end as what, t.profile_id, cast(null as uuid) as other_id, t.tag, t.value,
            max(t.origin) as origin, max(t.version) as version, cast(null as bigint) as many
        from {TagChanges.Noted} t where t.profile_id is not null group by t.profile_id, t.tag, t.value having sum(t.side) <> 0
        union all
        select case when t.side > 0 then {ChangeKinds.Entered} else {ChangeKinds.Left} end, cast(null as uuid), cast(null as uuid), t.tag, cast(null as varchar),
            max(t.origin), max(t.version), cast(sum(t.many) as bigint)
        from {TagChanges.Noted} t where t.profile_id is null group by t.tag, t.side
        union all
        select distinct case when c.kind = 'merge' then {ChangeKinds.Merged} else {ChangeKinds.Split} end, c.from_profile, c.into_profile, cast(null as varchar), cast(null as varchar),
            cast(null as varchar), cast(null as integer), cast(null as bigint)
        from {ResolveTables.ProfileChange} c where c.entry = {entry}
        union all
        select distinct {ChangeKinds.Consent}, s.profile_id, cast(null as uuid), cast(null as varchar), p.marketing_consent, cast(null as varchar), cast(null as integer), cast(null as bigint)
        from {ConsentChanges.Noted} s join {ProfileTables.Profile} p on p.profile_id = s.profile_id
        union all
        select {ChangeKinds.Erased}, cast(null as uuid), cast(null as uuid), cast(null as varchar), cast(null as varchar), cast(null as varchar), cast(null as integer), cast({erased} as bigint)
        where {erased} > 0
        """;

    /// <summary>Of what so many are that who follows had better read anew, one row is left.</summary>
    private static void Shorten(ISession session)
    {
        session.Execute(session.Dialect.CreateTemporary(ChangeTables.Wide, $"""
            select p.what, p.tag, max(p.origin) as origin, max(p.version) as version, cast(sum(coalesce(p.many, 1)) as bigint) as many
            from {ChangeTables.Pending} p group by p.what, p.tag having count(*) > {TagChanges.Most}
            """));
        session.Execute($"""
            delete from {ChangeTables.Pending} where exists (
                select 1 from {ChangeTables.Wide} w where w.what = {ChangeTables.Pending}.what and coalesce(w.tag, '') = coalesce({ChangeTables.Pending}.tag, ''))
            """);
        session.Execute($"""
            insert into {ChangeTables.Pending} (what, profile_id, other_id, tag, value, origin, version, many)
            select w.what, cast(null as uuid), cast(null as uuid), w.tag, cast(null as varchar), w.origin, w.version, w.many from {ChangeTables.Wide} w
            """);
    }
}
