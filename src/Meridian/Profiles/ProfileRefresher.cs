using Meridian.Foundation.Database;
using Meridian.Foundation.Log;
using Meridian.Ingest;
using Meridian.Normalise;
using Meridian.Profiles.Edits;
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

    // What country, language and time zone are settled from.
    internal static readonly Column Country = new("country");
    private static readonly Column AddressCountry = new("address_country");
    private static readonly Column PhoneCountry = new("phone_country");
    private static readonly Column LocaleCountry = new("locale_country");
    private static readonly Column ZoneCountry = new("zone_country");
    internal static readonly Column Language = new("language");
    private static readonly Column LocaleLanguage = new("locale_language");
    internal static readonly Column TimeZone = new("time_zone");
    private static readonly Column PhoneZone = new("phone_zone");
    private static readonly Column Custom = new("custom");

    /// <summary>The columns of statements that profiles are made of.</summary>
    internal static IReadOnlyList<Column> Columns { get; } =
        [Country, AddressCountry, PhoneCountry, LocaleCountry, ZoneCountry, Language, LocaleLanguage, TimeZone, PhoneZone, Custom, .. TraitColumns.All.Select(t => t.Column)];

    /// <summary>Why a profile has its country, language or time zone, where a person said so.</summary>
    internal const string Edited = "edit";

    /// <summary>The profiles that were made anew and that were there before: (profile_id, marketing_consent as it was, turns: whether their labels may be others now).</summary>
    public static readonly Table Known = new("batch_known_profile");

    /// <summary>
    /// Makes the profiles of an entry: those of <see cref="BatchTables.Touched"/> anew from all statements of their records (those without a record left go), and
    /// one from each other statement of the entry, which stands alone.
    /// </summary>
    public static void Make(ISession session, EntryRange range)
    {
        Clear(session);
        // These statements are wide, and planning them costs as much as a micro-batch: not for nothing.
        if (session.Count($"select count(*) from (select 1 from {Alone(range)} limit 1) v") > 0)
            session.Execute($"insert into {ProfileTables.Profile} {AsTheyAre(session.Dialect, range)}");
        MakeTouched(session, range, StatedColumns.Of);
    }

    /// <summary>Makes the profiles of a batch of messages: all of them are in <see cref="BatchTables.Touched"/>, because of so few one way for all is quicker than two.</summary>
    internal static void Make(ISession session, EntryRange range, StatedColumns stated)
    {
        Clear(session);
        MakeTouched(session, range, s => stated.With(s, range));
    }

    /// <summary>No profile was made anew.</summary>
    internal static void MakeNone(ISession session) =>
        session.Execute(session.Dialect.CreateTemporary(Known, $"select profile_id, marketing_consent, true as turns from {ProfileTables.Profile} limit 0"));

    /// <summary>Notes the touched profiles that are there, and takes them away.</summary>
    private static void Clear(ISession session)
    {
        session.Execute(session.Dialect.CreateTemporary(Known, $"select p.profile_id, p.marketing_consent, true as turns from {ProfileTables.Profile} p join {BatchTables.Touched} t on t.profile_id = p.profile_id"));
        session.Execute($"delete from {ProfileTables.Profile} where profile_id in (select profile_id from {Known})");
    }

    private static void MakeTouched(ISession session, EntryRange range, Func<ISession, IReadOnlySet<string>> stated)
    {
        if (session.Count($"select count(*) from {BatchTables.Touched}") > 0)
        {
            session.Execute(session.Dialect.CreateTemporary(Ranked, Rank));
            session.Execute($"insert into {ProfileTables.Profile} {Settled(session.Dialect, range, Survivors(session, Ranked, stated(session)))}");
        }

        EditOverlay.Apply(session, ProfileTables.Profile, $"r.profile_id in (select m.profile_id from {ProfileTables.Profile} m where m.made = {range.Last})", range);
    }

    /// <summary>Statements of an entry that are a profile each.</summary>
    private static Sql Alone(EntryRange range) =>
        $"{StatementTables.RecordVersion} v where v.entry between {range.First} and {range.Last} and not exists (select 1 from {BatchTables.Joined} j where j.record_id = v.record_id)";

    /// <summary>Where labels find the profiles that the entry made.</summary>
    public static Sql Made(EntryRange range) => $"(select * from {ProfileTables.Profile} where made = {range.Last})";

    /// <summary>Those of <see cref="Known"/> whose labels may be others now.</summary>
    public static Sql Turning => $"(select * from {ProfileTables.Profile} where profile_id in (select profile_id from {Known} where turns))";

    /// <summary>Those of them that were not there before.</summary>
    public static Sql MadeNew(EntryRange range) =>
        $"(select p.* from {ProfileTables.Profile} p where p.made = {range.Last} and not exists (select 1 from {Known} k where k.profile_id = p.profile_id))";

    /// <summary>
    /// Profiles as they would be had nothing been stated behind an instant, under today's identities; those of whom nothing was are not among them. A temporary table shaped like the profile
    /// table.
    /// </summary>
    public static void MakeAsOf(ISession session, Table temporary, DateTime at)
    {
        session.Execute(session.Dialect.CreateTemporary(Ranked, RankOf($"""
            {ResolveTables.Record} r join {StatementTables.RecordVersion} v on v.record_id = r.record_id and {PastStatements.MadeBy(at)}
            """)));
        var range = new EntryRange(0, 0, at);
        session.Execute(session.Dialect.CreateTemporary(temporary, Settled(session.Dialect, range, Survivors(session, Ranked, StatedColumns.Of(session)))));
        EditOverlay.Apply(session, temporary, $"r.profile_id in (select m.profile_id from {temporary} m)", range, at);
    }

    /// <summary>One profile as its sources alone have it, whatever people said; a temporary table shaped like the profile table.</summary>
    public static void MakeOfSources(ISession session, Table temporary, Guid profile)
    {
        session.Execute(session.Dialect.CreateTemporary(Ranked, RankOf($"""
            (select record_id, source, profile_id from {ResolveTables.Record} where profile_id = {profile}) r join {StatementTables.RecordVersion} v on v.record_id = r.record_id
            """)));
        session.Execute(session.Dialect.CreateTemporary(temporary, Settled(session.Dialect, new EntryRange(0, 0, DateTime.UnixEpoch), Survivors(session, Ranked, StatedColumns.Of(session)))));
    }

    private static Sql Rank => RankOf($"""
        {BatchTables.Touched} t join {ResolveTables.Record} r on r.profile_id = t.profile_id join {StatementTables.RecordVersion} v on v.record_id = r.record_id
        """);

    /// <remarks>
    /// Ranks go on through all profiles: within one they say the same, and a partition for each profile costs a micro-batch more than anything else does (measured: 33 ms of 210, without 6;
    /// an import of 1 M rows takes 0.1 s longer).
    /// </remarks>
    internal static Sql RankOf(Sql statements) => $"""
        select s.profile_id, s.record_id, s.entry, s.row_no,
            row_number() over (order by s.trust desc, s.stated_at desc, s.completeness desc, s.record_id, s.message desc, s.entry desc, s.row_no desc) as best,
            row_number() over (order by s.stated_at desc, s.trust desc, s.record_id, s.message desc, s.entry desc, s.row_no desc) as latest
        from (
            select r.profile_id, coalesce(o.trust, 50) as trust, v.record_id, v.entry, v.row_no, v.stated_at, v.completeness, coalesce(v.message, 0) as message
            from {statements}
            left join {IngestTables.Source} o on o.name = r.source) s
        """;

    /// <summary>
    /// Profiles of several statements: for each trait the statement that survives. What no statement of the store says is not looked for: of fifty columns a team's
    /// files fill perhaps fifteen, and an aggregate costs as much for nothing (measured: half the time).
    /// </summary>
    /// <param name="stated">Names of the columns that hold anything.</param>
    internal static Sql Survivors(ISession session, Table ranked, IReadOnlySet<string> stated)
    {
        var dialect = session.Dialect;
        Sql Missing(Sql type) => $"cast(null as {type})";
        Sql Latest(Column column) => stated.Contains(column.Name) ? dialect.FirstBy($"{column}", $"latest") : Missing($"varchar");
        Sql Evidence(Column column, Sql name) => $"{Latest(column)} as {name}";
        var traits = Sql.Join(", ", TraitColumns.All.Select(t => !stated.Contains(t.Column.Name) ? (Sql)$"{Missing(t.Type)} as {t.Column}" : t.Survivor switch
        {
            Survivor.Earliest => $"min({t.Column}) as {t.Column}",
            Survivor.Latest => $"max({t.Column}) as {t.Column}",
            // "withdrawn" sorts behind "granted".
            Survivor.Withdrawal => $"max({t.Column}) as {t.Column}",
            _ => $"{dialect.FirstBy($"{t.Column}", $"best")} as {t.Column}",
        }));
        var custom = stated.Contains(Custom.Name) ? dialect.MergeJson($"custom", $"best") : Missing($"varchar");
        return $"""
            select k.profile_id, cast(count(distinct v.record_id) as integer) as records,
                {Evidence(Country, $"c1")}, {Evidence(AddressCountry, $"c2")}, {Evidence(PhoneCountry, $"c3")},
                {Evidence(LocaleCountry, $"c4")}, {Evidence(ZoneCountry, $"c5")},
                least(min(country), min(address_country), min(phone_country)) as lowest,
                greatest(max(country), max(address_country), max(phone_country)) as highest,
                {Evidence(Language, $"l1")}, {Evidence(LocaleLanguage, $"l2")},
                {Evidence(TimeZone, $"z1")}, {Evidence(PhoneZone, $"z2")},
                {traits}, {custom} as custom, string_agg(distinct v.platforms, ',') as platforms, bool_and(coalesce(v.anonymous, false)) as anonymous
            from {ranked} k join {StatementTables.RecordVersion} v on v.record_id = k.record_id and v.entry = k.entry and v.row_no = k.row_no
            group by k.profile_id
            """;
    }

    /// <summary>Profiles of one statement: nothing to choose, so nothing to rank and group. Four fifths of a first import are such.</summary>
    private static Sql AsTheyAre(IDialect dialect, EntryRange range)
    {
        var traits = Sql.Join(", ", TraitColumns.All.Select(t => (Sql)$"v.{t.Column}"));
        return Settled(dialect, range, $"""
            select v.record_id as profile_id, 1 as records,
                v.country as c1, v.address_country as c2, v.phone_country as c3, v.locale_country as c4, v.zone_country as c5,
                least(v.country, v.address_country, v.phone_country) as lowest, greatest(v.country, v.address_country, v.phone_country) as highest,
                v.language as l1, v.locale_language as l2, v.time_zone as z1, v.phone_zone as z2,
                {traits}, v.custom, v.platforms, coalesce(v.anonymous, false) as anonymous
            from {Alone(range)}
            """);
    }

    /// <summary>The highest-ranked kind of evidence that anybody stated wins; among statements of that kind, the latest. What a person said (<c>e1</c> to <c>e3</c>) stands above all.</summary>
    /// <param name="edited">Whether the profiles have what people said.</param>
    internal static Sql Settled(IDialect dialect, EntryRange range, Sql profiles, bool edited = false)
    {
        Sql If(Sql sql) => edited ? sql : Sql.Empty;
        var country = (Sql)$"coalesce({If($"e1, ")}c1, c2, c3, c4, c5)";
        return $"""
            select p.profile_id, p.records,
                {country} as country,
                case {If($"when e1 is not null then {Edited}")} when c1 is not null then 'country' when c2 is not null then 'address' when c3 is not null then 'phone'
                     when c4 is not null then 'locale' when c5 is not null then 'time zone' end as country_because,
                coalesce(lowest <> highest, false) {If($"or coalesce(e1 <> lowest, false)")} as country_conflict,
                coalesce({If($"e2, ")}l1, l2, g.main_language) as language,
                case {If($"when e2 is not null then {Edited}")} when l1 is not null then 'language' when l2 is not null then 'locale' when g.main_language is not null then 'country' end as language_because,
                coalesce({If($"e3, ")}z1, z2, g.only_zone) as time_zone,
                case {If($"when e3 is not null then {Edited}")} when z1 is not null then 'time zone' when z2 is not null then 'phone' when g.only_zone is not null then 'country' end as time_zone_because,
                {TraitColumns.Names}, custom, platforms, {range.Last} as made, p.anonymous, {dialect.FoldCase($"name")} as {ProfileTables.FoldedName}
            from ({profiles}) p
            left join {ProfileTables.CountryReference} g on g.code = {country}
            """;
    }
}
