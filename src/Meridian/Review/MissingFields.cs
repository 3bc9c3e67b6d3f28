using Meridian.Events;
using Meridian.Foundation.Database;
using Meridian.Foundation.Governance;
using Meridian.Ingest;
using Meridian.Normalise;
using Meridian.Profiles;
using Meridian.Resolve;

namespace Meridian.Review;

/// <summary>By what missing values are counted.</summary>
public enum MissingBy
{
    Source,
    Country,
    Month,
}

/// <summary>Records of one source, country or month, and how many of them lack each field.</summary>
/// <param name="Key">The source, the country's code (null where it is not known), or the month as yyyy-MM.</param>
/// <param name="Missing">In the order of <see cref="MissingFields.Names"/>.</param>
public sealed record MissingRow(string? Key, long Records, IReadOnlyList<long> Missing);

/// <summary>What sources leave out: of each record (a customer as one source knows them) whether any of its statements has the field.</summary>
public static class MissingFields
{
    private static readonly (string Name, Sql Of)[] Fields =
    [
        ("name", Stated($"name is not null")),
        ("phone", Sql.Constant("i.phone")),
        ("email", Sql.Constant("i.email")),
        ("country", Stated($"coalesce(country, address_country, phone_country, locale_country, zone_country) is not null")),
        ("language", Stated($"coalesce(language, locale_language) is not null")),
        ("time_zone", Stated($"coalesce(time_zone, phone_zone) is not null")),
        ("gender", Stated($"gender is not null")),
        ("birth_date", Stated($"birth_date is not null or age is not null")),
        ("consent", Stated($"marketing_consent is not null")),
    ];

    /// <summary>Of the fields, in the order in which they are told.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Fields.Select(f => f.Name)];

    /// <summary>Sources of customers who may be seen.</summary>
    public static List<string> Sources(ISession session, Scope scope) => session.List(
        $"select r.source from {ResolveTables.Record} r join {ProfileTables.Profile} p on p.profile_id = r.profile_id where {SeenProfiles.By(scope)} group by r.source order by r.source", r => r.Text(0)!);

    /// <param name="source">Only of this source; null for all.</param>
    /// <param name="country">Only of this country's customers; null for all.</param>
    /// <param name="limit">Months: the last so many; else those with the most records.</param>
    public static List<MissingRow> Of(ISession session, Scope scope, MissingBy by, string? source, string? country, int limit)
    {
        Sql key = by switch { MissingBy.Source => $"r.source", MissingBy.Country => $"p.country", _ => $"substr(cast(cast({Arrivals.At} as date) as varchar), 1, 7)" };
        Sql join = by == MissingBy.Month ? Arrivals.Join : Sql.Empty;
        Sql ofSource = source is null ? Sql.Empty : $"and r.source = {source}";
        Sql ofCountry = country is null ? Sql.Empty : $"and p.country = {country}";
        var stated = Fields.Select((f, i) => (Field: f, i)).Where(f => f.Field.Name is not ("phone" or "email")).ToList();
        var missing = Sql.Join(", ", Fields.Select((f, i) => (Sql)$"count(case when coalesce({(f.Name is "phone" or "email" ? f.Of : Of(i))}, 0) = 0 then 1 end)"));
        var rows = session.List(
            $"""
            select {key}, count(*), {missing}
            from {ResolveTables.Record} r join {ProfileTables.Profile} p on p.profile_id = r.profile_id {join}
            left join (
                select record_id, {Sql.Join(", ", stated.Select(f => (Sql)$"max({f.Field.Of}) as {new Numbered("f", f.i)}"))}
                from {StatementTables.RecordVersion} where {Imports.Whole($"entry")} group by record_id) v on v.record_id = r.record_id
            left join (
                select record_id, max(case when kind = 'phone' then 1 else 0 end) as phone, max(case when kind = 'email' then 1 else 0 end) as email
                from {ResolveTables.Identifier} where kind in ('phone', 'email') and {Imports.Whole($"entry")} group by record_id) i on i.record_id = r.record_id
            where {SeenProfiles.By(scope)} {ofSource} {ofCountry}
            group by 1 order by {(by == MissingBy.Month ? Sql.Constant("1 desc nulls last") : Sql.Constant("2 desc, 1 nulls last"))} limit {limit}
            """,
            r => new MissingRow(r.Text(0), r.Long(1), [.. Fields.Select((_, i) => r.Long(i + 2))]));
        if (by == MissingBy.Month)
            rows.Reverse();
        return rows;
    }

    private static Sql Of(int field) => $"v.{new Numbered("f", field)}";

    private static Sql Stated(Sql condition) => $"case when {condition} then 1 else 0 end";
}
