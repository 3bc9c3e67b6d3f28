using Meridian.Foundation.Database;
using Meridian.Foundation.Governance;
using Meridian.Ingest;
using Meridian.Profiles;
using Meridian.Resolve;

namespace Meridian.Consents;

/// <summary>An address or a handle of a customer.</summary>
public sealed record ContactTarget(Guid ProfileId, string Kind, string Value);

/// <summary>
/// Who may be contacted: the one place that says so, and whoever sends anything must ask it. A customer may be contacted at an identifier if consent was granted for it, for this channel and
/// purpose, and nobody withdrew: not for the identifier, and not for any record of the customer, unless the person's own grant came later. What is on the suppression list is never
/// contacted. No consent is no.
/// </summary>
public static class ContactPermission
{
    /// <summary>Those of some profiles who may be contacted, as a query (profile_id, kind, value), one row for each identifier.</summary>
    /// <param name="profiles">A query of profile ids.</param>
    /// <param name="channel">One of <see cref="Channels.All"/>.</param>
    /// <param name="asOf">Only what was stated by then counts; null for everything. Suppression holds whenever it was said.</param>
    /// <exception cref="ArgumentException">The channel is none.</exception>
    public static Sql MayContact(ISession session, Sql profiles, string channel, string purpose, DateTime? asOf = null)
    {
        if (!Channels.All.Contains(channel, StringComparer.Ordinal))
            throw new ArgumentException($"'{channel}' is no channel.", nameof(channel));
        var kinds = Sql.Join(", ", Channels.Kinds(channel).Select(k => (Sql)$"{k}"));
        Sql by = asOf is { } then ? $"where stated_at <= {then}" : Sql.Empty;
        return $"""
            with {ConsentTables.Asked} as (
                select distinct r.profile_id, i.kind, i.space, i.value, i.match_key, {Targets.OfIdentifier} as target
                from {ResolveTables.Record} r join {ResolveTables.Identifier} i on i.record_id = r.record_id
                where r.profile_id in ({profiles}) and i.kind in ({kinds}) and {Imports.Whole($"i.entry")}),
            {ConsentTables.Said} as (
                select s.target, max(case when s.granted then 1 else 0 end) as granted, max(case when s.granted and s.own then s.stated_at end) as own_at,
                    max(case when not s.granted then s.stated_at end) as withdrawn_at
                from ({Statements.OfTargets(ConsentTables.Asked, channel, purpose)}) s {by} group by s.target),
            {ConsentTables.Refused} as (
                select w.profile_id, max(w.stated_at) as withdrawn_at from ({Statements.Withdrawn(profiles, channel, purpose)}) w {by} group by w.profile_id)
            select distinct a.profile_id, a.kind, a.value from {ConsentTables.Asked} a
            join {ConsentTables.Said} g on g.target = a.target
            left join {ConsentTables.Refused} p on p.profile_id = a.profile_id
            where g.granted = 1 and (g.withdrawn_at is null or g.own_at > g.withdrawn_at) and (p.withdrawn_at is null or g.own_at > p.withdrawn_at)
              and not ({Suppressions.Holds(session.Dialect, channel, $"a.kind", $"a.value", $"a.match_key")})
            """;
    }

    /// <summary>The first of all customers who may be contacted, by identifier, and how many identifiers there are.</summary>
    public static (List<ContactTarget> First, long All) First(ISession session, string channel, string purpose, int limit)
    {
        var may = MayContact(session, $"select p.profile_id from {ProfileTables.Profile} p where {SeenProfiles.By(Scope.Whole)}", channel, purpose);
        return (
            session.List($"select m.profile_id, m.kind, m.value from ({may}) m order by m.value, m.kind, m.profile_id limit {limit}", r => new ContactTarget(r.Id(0), r.Text(1)!, r.Text(2)!)),
            session.Count($"select count(*) from ({may}) m"));
    }

    /// <summary>The same as a list.</summary>
    public static List<ContactTarget> List(ISession session, Sql profiles, string channel, string purpose) =>
        session.List($"{MayContact(session, profiles, channel, purpose)} order by 1, 2, 3", r => new ContactTarget(r.Id(0), r.Text(1)!, r.Text(2)!));
}
