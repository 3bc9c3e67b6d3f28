using Meridian.Foundation.Database;
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

    /// <summary>Profiles of several statements, shaped like the profile table.</summary>
    private static readonly Table Grouped = new("batch_profile");

    /// <summary>What labels are made from, of the profiles that were just made.</summary>
    public static readonly Table Made = new("batch_profile_made");

    /// <summary>(profile_id, platforms) of every statement of the profiles that were just made.</summary>
    public static readonly Table Platforms = new("batch_platforms");

    /// <summary>The profiles that were just made anew and that were there before.</summary>
    public static readonly Table Known = new("batch_known");

    /// <summary>The columns that labels are made from.</summary>
    private static Sql LabelColumns => $"""
        p.profile_id, p.country, p.country_because, p.country_conflict, p.language, p.language_because, p.time_zone, p.time_zone_because,
        p.name, p.created_at, p.last_seen_at, p.last_order_at, p.first_order_at, p.messages_in, p.messages_count, p.active_days_30
        """;

    /// <summary>Makes the wholly new profiles of <see cref="BatchTables.Touched"/>, from the batch alone, and notes the others as pending.</summary>
    /// <param name="batch">The statements that the batch wrote: <see cref="StatementTables.Batch"/>.</param>
    public static void MakeNew(ISession session, Sql batch)
    {
        var dialect = session.Dialect;
        session.Execute(dialect.CreateTemporary(Ranked, Rank($"{BatchTables.Touched} t join {BatchTables.Record} r on r.profile_id = t.profile_id and t.fresh and not t.single", batch)));
        // A profile's id is its oldest record's, so one statement and its profile have the same id.
        var single = (Sql)$"{batch} v join {BatchTables.Touched} t on t.profile_id = v.record_id and t.single";
        session.Execute(dialect.CreateTemporary(Grouped, Survivors(dialect, batch)));
        session.Execute($"insert into {ProfileTables.Profile} {AsTheyAre(single)} union all select * from {Grouped}");
        session.Execute(dialect.CreateTemporary(Made, $"select {LabelColumns} from ({AsTheyAre(single)}) p union all select {LabelColumns} from {Grouped} p"));
        session.Execute(dialect.CreateTemporary(Platforms, $"""
            select v.record_id as profile_id, v.platforms from {single} where v.platforms is not null
            union all
            select profile_id, platforms from {Ranked} where platforms is not null
            """));
        NotePending(session);
    }

    /// <summary>Notes the touched profiles that were there before.</summary>
    public static void NotePending(ISession session) =>
        session.Execute($"insert into {ProfileTables.Pending} select profile_id from {BatchTables.Touched} where not fresh");

    /// <summary>How many changes of profiles are pending; one profile may count several times.</summary>
    public static long Pending(ISession session) => session.Count($"select count(*) from {ProfileTables.Pending}");

    /// <summary>Makes the pending profiles anew from all statements of their records; those without a record left go.</summary>
    public static void MakeAgain(ISession session)
    {
        var dialect = session.Dialect;
        session.Execute(dialect.CreateTemporary(Known, $"select distinct profile_id from {ProfileTables.Pending}"));
        var statements = (Sql)$"{StatementTables.RecordVersion}";
        session.Execute(dialect.CreateTemporary(Ranked, Rank($"{Known} t join {ResolveTables.Record} r on r.profile_id = t.profile_id", statements)));
        session.Execute(dialect.CreateTemporary(Grouped, Survivors(dialect, statements)));
        session.Execute($"delete from {ProfileTables.Profile} where profile_id in (select profile_id from {Known})");
        session.Execute($"insert into {ProfileTables.Profile} select * from {Grouped}");
        session.Execute(dialect.CreateTemporary(Made, $"select {LabelColumns} from {Grouped} p"));
        session.Execute(dialect.CreateTemporary(Platforms, $"select profile_id, platforms from {Ranked} where platforms is not null"));
        session.Execute($"delete from {ProfileTables.Pending}");
    }

    private static Sql Rank(Sql records, Sql statements) => $"""
        select s.profile_id, s.record_id, s.entry, s.row_no, s.platforms,
            row_number() over (partition by s.profile_id order by s.trust desc, s.stated_at desc, s.completeness desc, s.record_id, s.entry desc, s.row_no desc) as best,
            row_number() over (partition by s.profile_id order by s.stated_at desc, s.trust desc, s.record_id, s.entry desc, s.row_no desc) as latest
        from (
            select r.profile_id, coalesce(o.trust, 50) as trust, v.record_id, v.entry, v.row_no, v.stated_at, v.completeness, v.platforms
            from {records}
            join {statements} v on v.record_id = r.record_id
            left join {IngestTables.Source} o on o.name = r.source) s
        """;

    /// <summary>Profiles of several statements: for each trait the statement that survives.</summary>
    private static Sql Survivors(IDialect dialect, Sql statements)
    {
        Sql Best(Sql column) => dialect.FirstBy(column, $"best");
        Sql Latest(Sql column) => dialect.FirstBy(column, $"latest");
        var traits = Sql.Join(", ", TraitColumns.All.Select(t => t.Survivor switch
        {
            Survivor.Earliest => (Sql)$"min({t.Column}) as {t.Column}",
            Survivor.Latest => (Sql)$"max({t.Column}) as {t.Column}",
            _ => (Sql)$"{Best($"{t.Column}")} as {t.Column}",
        }));
        return Settled($"""
            select k.profile_id, cast(count(distinct v.record_id) as integer) as records,
                {Latest($"country")} as c1, {Latest($"address_country")} as c2, {Latest($"phone_country")} as c3,
                {Latest($"locale_country")} as c4, {Latest($"zone_country")} as c5,
                least(min(country), min(address_country), min(phone_country)) as lowest,
                greatest(max(country), max(address_country), max(phone_country)) as highest,
                {Latest($"language")} as l1, {Latest($"locale_language")} as l2,
                {Latest($"time_zone")} as z1, {Latest($"phone_zone")} as z2,
                {traits}, {dialect.MergeJson($"custom", $"best")} as custom
            from {Ranked} k join {statements} v on v.record_id = k.record_id and v.entry = k.entry and v.row_no = k.row_no
            group by k.profile_id
            """);
    }

    /// <summary>Profiles of one statement: nothing to choose, so nothing to rank and group. Four fifths of a first import are such.</summary>
    private static Sql AsTheyAre(Sql statements)
    {
        var traits = Sql.Join(", ", TraitColumns.All.Select(t => (Sql)$"v.{t.Column}"));
        return Settled($"""
            select v.record_id as profile_id, 1 as records,
                v.country as c1, v.address_country as c2, v.phone_country as c3, v.locale_country as c4, v.zone_country as c5,
                least(v.country, v.address_country, v.phone_country) as lowest, greatest(v.country, v.address_country, v.phone_country) as highest,
                v.language as l1, v.locale_language as l2, v.time_zone as z1, v.phone_zone as z2,
                {traits}, v.custom
            from {statements}
            """);
    }

    /// <summary>The highest-ranked kind of evidence that anybody stated wins; among statements of that kind, the latest.</summary>
    private static Sql Settled(Sql profiles) => $"""
        select p.profile_id, p.records,
            coalesce(c1, c2, c3, c4, c5) as country,
            case when c1 is not null then 'country' when c2 is not null then 'address' when c3 is not null then 'phone'
                 when c4 is not null then 'locale' when c5 is not null then 'time zone' end as country_because,
            coalesce(lowest <> highest, false) as country_conflict,
            coalesce(l1, l2, g.main_language) as language,
            case when l1 is not null then 'language' when l2 is not null then 'locale' when g.main_language is not null then 'country' end as language_because,
            coalesce(z1, z2, g.only_zone) as time_zone,
            case when z1 is not null then 'time zone' when z2 is not null then 'phone' when g.only_zone is not null then 'country' end as time_zone_because,
            {TraitColumns.Names}, custom
        from ({profiles}) p
        left join {ProfileTables.CountryReference} g on g.code = coalesce(c1, c2, c3, c4, c5)
        """;
}
