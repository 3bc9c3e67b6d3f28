using Meridian.Events;
using Meridian.Foundation.Database;
using Meridian.Foundation.Governance;
using Meridian.Ingest;
using Meridian.Profiles;
using Meridian.Resolve;
using Meridian.Tags;
using Meridian.Tags.Labels;

namespace Meridian.Segments;

/// <summary>Customers who may be seen, in figures.</summary>
/// <param name="High">Of activity "high".</param>
/// <param name="Medium">Of activity "medium".</param>
/// <param name="Consented">Who granted marketing on some channel and withdrew nothing.</param>
/// <param name="New">Of life stage "new": known for 30 days or less.</param>
public sealed record OverviewFigures(long Customers, long High, long Medium, long Consented, long New)
{
    /// <summary>Seen within 30 days.</summary>
    public long Active => High + Medium;
}

/// <summary>Customers of a country and platform; who has several platforms counts for each. Null where nothing is known.</summary>
/// <param name="Active">Of activity "high" or "medium".</param>
/// <param name="Written">Who were written to within the days asked for.</param>
/// <param name="Answered">Of those, who wrote back after the first of these messages.</param>
public sealed record PlatformRates(string? Country, string? Platform, long Customers, long Active, long Consented, long Written, long Answered);

/// <summary>Customers of a country and activity, each once. Null where no country is known.</summary>
public sealed record CountryActivity(string? Country, string Activity, long Customers);

/// <summary>How many customers became known in a month.</summary>
/// <param name="Month">Its first day.</param>
/// <param name="Known">How many there were at its end, of those who are there now.</param>
public sealed record GrowthMonth(DateOnly Month, long New, long Known);

/// <summary>How many customers got a value of a tag in a stretch of time, and how many lost it.</summary>
public sealed record TagChange(string Tag, string Value, long Entered, long Left);

/// <summary>The figures of the first page.</summary>
public static class CustomerFigures
{
    /// <summary>A condition on <c>p</c>: marketing is granted.</summary>
    private static Sql Consented => $"p.marketing_consent = 'granted'";

    public static OverviewFigures Figures(ISession session, Scope scope) => session.First(
        $"""
        select count(*), count(case when t.value = 'high' then 1 end), count(case when t.value = 'medium' then 1 end), count(case when {Consented} then 1 end),
            count(case when l.value = 'new' then 1 end)
        from {ProfileTables.Profile} p
        left join {TagTables.Assignment} t on t.profile_id = p.profile_id and t.tag = {Activity.Tag}
        left join {TagTables.Assignment} l on l.profile_id = p.profile_id and l.tag = {LifeStage.Tag}
        where {SeenProfiles.By(scope)}
        """,
        r => new OverviewFigures(r.Long(0), r.Long(1), r.Long(2), r.Long(3), r.Long(4)))!;

    /// <summary>Each customer once, which the sums of the matrix's rows are not: there who has several platforms counts for each.</summary>
    public static List<CountryActivity> Countries(ISession session, Scope scope) => session.List(
        $"""
        select p.country, coalesce(t.value, 'unknown'), count(*) from {ProfileTables.Profile} p
        left join {TagTables.Assignment} t on t.profile_id = p.profile_id and t.tag = {Activity.Tag}
        where {SeenProfiles.By(scope)} group by p.country, coalesce(t.value, 'unknown') order by p.country nulls last, 2
        """,
        r => new CountryActivity(r.Text(0), r.Text(1)!, r.Long(2)));

    /// <param name="today">UTC.</param>
    /// <param name="days">How far back messages count.</param>
    public static List<PlatformRates> Rates(ISession session, Scope scope, DateOnly today, int days = 30) => session.List(
        $"""
        select p.country, f.value, count(*), count(case when t.value in ('high', 'medium') then 1 end), count(case when {Consented} then 1 end),
            count(case when m.sent is not null then 1 end), count(case when m.answered >= m.sent then 1 end)
        from {ProfileTables.Profile} p
        left join {TagTables.Assignment} f on f.profile_id = p.profile_id and f.tag = {LabelRefresher.Platform}
        left join {TagTables.Assignment} t on t.profile_id = p.profile_id and t.tag = {Activity.Tag}
        left join (
            select r.profile_id, min(case when d.name = {EventNames.MessageSent} then d.first_at end) as sent, max(case when d.name = {EventNames.MessageReceived} then d.last_at end) as answered
            from {EventTables.Day} d join {ResolveTables.Record} r on r.record_id = d.owner_id
            where d.day > {today.AddDays(-days)} and d.name in ({EventNames.MessageSent}, {EventNames.MessageReceived}) group by r.profile_id) m on m.profile_id = p.profile_id
        where {SeenProfiles.By(scope)}
        group by p.country, f.value order by 3 desc, p.country nulls last, f.value nulls last
        """,
        r => new PlatformRates(r.Text(0), r.Text(1), r.Long(2), r.Long(3), r.Long(4), r.Long(5), r.Long(6)));

    /// <summary>
    /// Month by month, from the first customer to the last; months without a new one are left out. A customer is known since the earliest of what is said of them (registered, first order) and of when they came
    /// into the store.
    /// </summary>
    public static List<GrowthMonth> Growth(ISession session, Scope scope)
    {
        var known = 0L;
        return session.List(
            $"""
            select g.month, count(*) from (
                select cast(date_trunc('month', least(p.created_at, p.first_order_at, {Arrivals.At})) as date) as month
                from {ProfileTables.Profile} p join {ResolveTables.Record} r on r.record_id = p.profile_id {Arrivals.Join}
                where {SeenProfiles.By(scope)}) g
            where g.month is not null group by g.month order by g.month
            """,
            r => new GrowthMonth(r.Date(0), r.Long(1), 0)).ConvertAll(m => m with { Known = known += m.New });
    }

    /// <summary>What changed since an instant; facts (country, language, time zone, platform) are no changes that somebody acts on, and left out.</summary>
    /// <param name="since">UTC.</param>
    public static List<TagChange> Changes(ISession session, Scope scope, DateTime since)
    {
        string[] facts = [Region.Country, Region.Language, Region.TimeZone, LabelRefresher.Platform];
        var notFacts = Sql.Join(", ", facts.Select(f => (Sql)$"{f}"));
        return session.List(
            $"""
            select c.tag, c.value, cast(sum(c.entered) as bigint), cast(sum(c.gone) as bigint) from (
                select a.profile_id as record_id, a.tag, a.value, 1 as entered, 0 as gone from {TagTables.Assignment} a where a.since >= {since} and a.tag not in ({notFacts})
                union all
                select h.profile_id, h.tag, h.value, case when h.since >= {since} then 1 else 0 end, 1 from {TagTables.History} h where h.until >= {since} and h.tag not in ({notFacts})) c
            join {ResolveTables.Record} r on r.record_id = c.record_id join {ProfileTables.Profile} p on p.profile_id = r.profile_id
            where {SeenProfiles.By(scope)}
            group by c.tag, c.value order by sum(c.entered) + sum(c.gone) desc, c.tag, c.value
            """,
            r => new TagChange(r.Text(0)!, r.Text(1)!, r.Long(2), r.Long(3)));
    }
}
