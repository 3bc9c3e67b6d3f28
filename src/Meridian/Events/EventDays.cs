using Meridian.Foundation.Database;
using Meridian.Foundation.Log;
using Meridian.Profiles;
using Meridian.Resolve;

namespace Meridian.Events;

/// <summary>Daily roll-ups: what each record did on a day. A batch adds rows, which are read as sums; a record whose events changed owner is rolled up anew.</summary>
public static class EventDays
{
    /// <summary>Days back that labels look: 12 weeks, and a day for clocks that run ahead.</summary>
    private const int DaysLooked = 84;

    private static readonly Table Rolled = new("batch_day");

    /// <summary>Rolls up the events of a batch, for <see cref="Touched"/> and <see cref="Add"/>; after they are attributed, in the same transaction.</summary>
    public static void Roll(ISession session, EntryRange range) =>
        session.Execute(session.Dialect.CreateTemporary(Rolled, RollUps($"entry between {range.First} and {range.Last}")));

    /// <summary>Adds what <see cref="Roll"/> made.</summary>
    public static void Add(ISession session) => session.Execute($"insert into {EventTables.Day} select * from {Rolled}");

    /// <summary>
    /// Whose events <see cref="Roll"/> rolled up, before they are added: a query (profile_id, marketing_consent, made, turns). <c>turns</c> is false where no label can be another than it was: most
    /// messages are of somebody who did something on the same day already. Then the days, the weeks and the first thing done stay, and of the latest thing done no label asks for more than its
    /// day, unless a file's column says that there was a later one. Messages that customers write are counted, and other days than today may stand at a label's limit.
    /// </summary>
    /// <param name="at">The instant as of which labels hold.</param>
    public static Sql Touched(DateTime at)
    {
        var today = DateOnly.FromDateTime(at);
        // Grouped before the profiles are looked up: in a large store the engine would join all records with all profiles first.
        return $"""
            select p.profile_id, p.marketing_consent, p.made, coalesce(w.turns or w.last_at < greatest(p.last_seen_at, p.last_order_at), false) as turns
            from (
                select r.profile_id, bool_or(d.name = {EventNames.MessageReceived} or (d.own and (o.day is null or d.first_at < o.first_at))) as turns, min(case when d.own then o.last_at end) as last_at
                from {Rolled} d join {ResolveTables.Record} r on r.record_id = d.owner_id
                left join (
                    select e.owner_id, e.day, min(e.first_at) as first_at, max(e.last_at) as last_at from {EventTables.Day} e
                    where e.own and e.day = {today} and e.owner_id in (select b.owner_id from {Rolled} b)
                    group by e.owner_id, e.day) o on o.owner_id = d.owner_id and o.day = d.day
                group by r.profile_id) w
            join {ProfileTables.Profile} p on p.profile_id = w.profile_id
            """;
    }

    /// <summary>Makes the roll-ups of records anew.</summary>
    /// <param name="records">A query of record ids.</param>
    public static void Remake(ISession session, Sql records)
    {
        session.Execute($"delete from {EventTables.Day} where record_id in ({records})");
        session.Execute($"insert into {EventTables.Day} {RollUps($"record_id in ({records})")}");
    }

    public static bool Any(ISession session) => session.Count($"select count(*) from (select 1 from {EventTables.Day} limit 1) d") > 0;

    /// <summary>
    /// A row source of profiles (columns of the profile table), with what events say of each as of an instant: <c>event_seen</c>, the latest thing that the customer did;
    /// <c>event_days</c>, active days among the last 30; <c>event_weeks</c>, active weeks among the last 12; <c>event_inbound</c>, messages they wrote
    /// within 30 days; <c>event_began</c>, the first thing they did. Null or 0 where no event is known.
    /// </summary>
    public static Sql Facts(ISession session, Sql profiles, DateTime at)
    {
        if (!Any(session))
        {
            return $"""
                (select p.*, cast(null as timestamp) as event_seen, cast(null as timestamp) as event_began, 0 as event_days, 0 as event_weeks, 0 as event_inbound
                from {profiles} p) profile_with_events
                """;
        }

        var today = DateOnly.FromDateTime(at);
        // What lies further ahead than a day of clock skew is no proof of anything; it can only be in events of files.
        return $"""
            (select p.*, f.seen as event_seen, f.began as event_began, coalesce(f.days, 0) as event_days, coalesce(f.weeks, 0) as event_weeks, coalesce(f.inbound, 0) as event_inbound
            from {profiles} p
            left join (
                select r.profile_id, max(case when d.own and d.last_at <= {at.AddDays(1)} then d.last_at end) as seen, min(case when d.own then d.first_at end) as began,
                    count(distinct case when d.own and d.day > {today.AddDays(-30)} and d.day <= {today.AddDays(1)} then d.day end) as days,
                    count(distinct case when d.own and d.day > {today.AddDays(-DaysLooked)} and d.day <= {today} then floor(({today} - d.day) / 7.0) end) as weeks,
                    sum(case when d.name = {EventNames.MessageReceived} and d.day > {today.AddDays(-30)} and d.day <= {today.AddDays(1)} then d.events end) as inbound
                from {EventTables.Day} d join {ResolveTables.Record} r on r.record_id = d.owner_id
                where r.profile_id in (select q.profile_id from {profiles} q)
                group by r.profile_id) f on f.profile_id = p.profile_id) profile_with_events
            """;
    }

    private static Sql RollUps(Sql condition) => $"""
        select record_id, owner_id, cast(occurred_at as date) as day, name, {EventNames.ByCustomer} as own, count(*) as events, sum(total) as total, min(occurred_at) as first_at, max(occurred_at) as last_at
        from {EventTables.Event} where name is not null and {condition} group by record_id, owner_id, cast(occurred_at as date), name
        """;
}
