using Meridian.Foundation.Database;
using Meridian.Foundation.Log;
using Meridian.Ingest;
using Meridian.Normalise;
using Meridian.Resolve;

namespace Meridian.Profiles;

/// <summary>Makes the profiles anew whose records or statements changed.</summary>
public static class ProfileRefresher
{
    /// <summary>
    /// The ranks of the statements of profiles that have several: <c>best</c> for traits, <c>latest</c> for the country's evidence. Keys and ranks only:
    /// sorting whole statements, 60 columns wide, took three times as long as sorting keys and looking the statements up.
    /// </summary>
    private static readonly Table Ranked = new("batch_rank");

    /// <summary>The profiles that were made anew and that were there before.</summary>
    public static readonly Table Known = new("batch_known_profile");

    /// <summary>
    /// Makes the profiles of an entry: those of <see cref="BatchTables.Touched"/> anew from all statements of their records (those without a record left go), and
    /// one from each other statement of the entry, which stands alone.
    /// </summary>
    public static void Make(ISession session, LogEntry entry)
    {
        var dialect = session.Dialect;
        session.Execute(dialect.CreateTemporary(Known, $"select p.profile_id from {ProfileTables.Profile} p join {BatchTables.Touched} t on t.profile_id = p.profile_id"));
        session.Execute($"delete from {ProfileTables.Profile} where profile_id in (select profile_id from {Known})");
        session.Execute($"insert into {ProfileTables.Profile} {AsTheyAre(entry)}");
        session.Execute(dialect.CreateTemporary(Ranked, Rank));
        session.Execute($"insert into {ProfileTables.Profile} {Survivors(dialect, entry)}");
    }

    /// <summary>Where labels find the profiles that the entry made: all of them, or only those that were, or were not, there before.</summary>
    public static Sql Made(LogEntry entry, bool before) => before
        ? (Sql)$"(select * from {ProfileTables.Profile} where made = {entry.Entry} and profile_id in (select profile_id from {Known})) made_profile"
        : $"(select * from {ProfileTables.Profile} where made = {entry.Entry} and profile_id not in (select profile_id from {Known})) made_profile";

    private static Sql Rank => $"""
        select s.profile_id, s.record_id, s.entry, s.row_no,
            row_number() over (partition by s.profile_id order by s.trust desc, s.stated_at desc, s.completeness desc, s.record_id, s.entry desc, s.row_no desc) as best,
            row_number() over (partition by s.profile_id order by s.stated_at desc, s.trust desc, s.record_id, s.entry desc, s.row_no desc) as latest
        from (
            select r.profile_id, coalesce(o.trust, 50) as trust, v.record_id, v.entry, v.row_no, v.stated_at, v.completeness
            from {BatchTables.Touched} t
            join {ResolveTables.Record} r on r.profile_id = t.profile_id
            join {StatementTables.RecordVersion} v on v.record_id = r.record_id
            left join {IngestTables.Source} o on o.name = r.source) s
        """;

    /// <summary>Profiles of several statements: for each trait the statement that survives.</summary>
    private static Sql Survivors(IDialect dialect, LogEntry entry)
    {
        Sql Best(Sql column) => dialect.FirstBy(column, $"best");
        Sql Latest(Sql column) => dialect.FirstBy(column, $"latest");
        var traits = Sql.Join(", ", TraitColumns.All.Select(t => t.Survivor switch
        {
            Survivor.Earliest => (Sql)$"min({t.Column}) as {t.Column}",
            Survivor.Latest => (Sql)$"max({t.Column}) as {t.Column}",
            _ => (Sql)$"{Best($"{t.Column}")} as {t.Column}",
        }));
        return Settled(entry, $"""
            select k.profile_id, cast(count(distinct v.record_id) as integer) as records,
                {Latest($"country")} as c1, {Latest($"address_country")} as c2, {Latest($"phone_country")} as c3,
                {Latest($"locale_country")} as c4, {Latest($"zone_country")} as c5,
                least(min(country), min(address_country), min(phone_country)) as lowest,
                greatest(max(country), max(address_country), max(phone_country)) as highest,
                {Latest($"language")} as l1, {Latest($"locale_language")} as l2,
                {Latest($"time_zone")} as z1, {Latest($"phone_zone")} as z2,
                {traits}, {dialect.MergeJson($"custom", $"best")} as custom, string_agg(distinct v.platforms, ',') as platforms
            from {Ranked} k join {StatementTables.RecordVersion} v on v.record_id = k.record_id and v.entry = k.entry and v.row_no = k.row_no
            group by k.profile_id
            """);
    }

    /// <summary>Profiles of one statement: nothing to choose, so nothing to rank and group. Four fifths of a first import are such.</summary>
    private static Sql AsTheyAre(LogEntry entry)
    {
        var traits = Sql.Join(", ", TraitColumns.All.Select(t => (Sql)$"v.{t.Column}"));
        return Settled(entry, $"""
            select v.record_id as profile_id, 1 as records,
                v.country as c1, v.address_country as c2, v.phone_country as c3, v.locale_country as c4, v.zone_country as c5,
                least(v.country, v.address_country, v.phone_country) as lowest, greatest(v.country, v.address_country, v.phone_country) as highest,
                v.language as l1, v.locale_language as l2, v.time_zone as z1, v.phone_zone as z2,
                {traits}, v.custom, v.platforms
            from {StatementTables.RecordVersion} v where v.entry = {entry.Entry} and v.record_id not in (select record_id from {BatchTables.Joined})
            """);
    }

    /// <summary>The highest-ranked kind of evidence that anybody stated wins; among statements of that kind, the latest.</summary>
    private static Sql Settled(LogEntry entry, Sql profiles) => $"""
        select p.profile_id, p.records,
            coalesce(c1, c2, c3, c4, c5) as country,
            case when c1 is not null then 'country' when c2 is not null then 'address' when c3 is not null then 'phone'
                 when c4 is not null then 'locale' when c5 is not null then 'time zone' end as country_because,
            coalesce(lowest <> highest, false) as country_conflict,
            coalesce(l1, l2, g.main_language) as language,
            case when l1 is not null then 'language' when l2 is not null then 'locale' when g.main_language is not null then 'country' end as language_because,
            coalesce(z1, z2, g.only_zone) as time_zone,
            case when z1 is not null then 'time zone' when z2 is not null then 'phone' when g.only_zone is not null then 'country' end as time_zone_because,
            {TraitColumns.Names}, custom, platforms, {entry.Entry} as made
        from ({profiles}) p
        left join {ProfileTables.CountryReference} g on g.code = coalesce(c1, c2, c3, c4, c5)
        """;
}
