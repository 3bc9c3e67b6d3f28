using Meridian.Foundation.Database;
using Meridian.Ingest;
using Meridian.Profiles;
using Meridian.Resolve;
using Meridian.Tags;
using Meridian.Tags.Labels;

namespace Meridian.Segments;

/// <summary>
/// One customer in a list. Phone and e-mail are the best to reach them by: without a note (a number that is assigned, an address neither of a role nor
/// disposable) before one with, then the most recently stated.
/// </summary>
public sealed record CustomerLine(
    Guid ProfileId, string? Name, string? Country, string? Language, string? TimeZone, IReadOnlyList<string> Platforms, string Activity, string? LifeStage,
    string? Phone, string? Email, long Records);

/// <summary>One cell of the matrix; null where nothing is known.</summary>
public sealed record MatrixCell(string? Country, string? Platform, string Activity, long Customers);

/// <summary>Lists and counts of customers.</summary>
public static class Customers
{
    public static long Count(ISession session, CustomerFilter filter) =>
        session.Count($"select count(*) from {ProfileTables.Profile} p where {filter.Where()}");

    /// <summary>Customers ordered by the time they were last seen, then id.</summary>
    public static List<CustomerLine> List(ISession session, CustomerFilter filter, int limit)
    {
        var page = new Table("page_customer");
        session.Execute(session.Dialect.CreateTemporary(page, $"""
            select p.profile_id, p.name, p.records, greatest(p.last_seen_at, p.last_order_at) as seen
            from {ProfileTables.Profile} p where {filter.Where()}
            order by greatest(p.last_seen_at, p.last_order_at) desc nulls last, p.profile_id limit {limit}
            """));
        return session.List(
            $"""
            select p.profile_id, p.name, p.records,
                max(case when a.tag = {Region.Country} then a.value end), max(case when a.tag = {Region.Language} then a.value end),
                max(case when a.tag = {Region.TimeZone} then a.value end),
                string_agg(case when a.tag = {LabelRefresher.Platform} then a.value end, ',' order by a.value),
                max(case when a.tag = {Activity.Tag} then a.value end), max(case when a.tag = {LifeStage.Tag} then a.value end),
                max(i.phone), max(i.email)
            from {page} p
            left join {TagTables.Assignment} a on a.profile_id = p.profile_id
            left join (
                select d.profile_id, {session.Dialect.FirstBy($"case when d.kind = 'phone' then d.value end", $"d.best")} as phone,
                    {session.Dialect.FirstBy($"case when d.kind = 'email' then d.value end", $"d.best")} as email
                from (
                    select r.profile_id, n.kind, n.value, row_number() over (partition by r.profile_id
                        order by case when n.note is null then 0 else 1 end, n.entry desc, n.row_no desc, n.value) as best
                    from {page} g join {ResolveTables.Record} r on r.profile_id = g.profile_id join {ResolveTables.Identifier} n on n.record_id = r.record_id
                    where n.kind in ('phone', 'email') and {Imports.Whole($"n.entry")}) d
                group by d.profile_id) i on i.profile_id = p.profile_id
            group by p.profile_id, p.name, p.records, p.seen
            order by p.seen desc nulls last, p.profile_id
            """,
            r => new CustomerLine(
                r.Id(0), r.Text(1), r.Text(3), r.Text(4), r.Text(5), r.Text(6)?.Split(',') ?? [], r.Text(7) ?? "unknown", r.Text(8), r.Text(9), r.Text(10), r.Long(2)));
    }

    /// <summary>Region × platform × activity with counts; a customer counts once for each platform they have.</summary>
    public static List<MatrixCell> Matrix(ISession session, CustomerFilter filter) =>
        session.List(
            $"""
            select c.value, f.value, coalesce(t.value, 'unknown'), count(*)
            from {ProfileTables.Profile} p
            left join {TagTables.Assignment} c on c.profile_id = p.profile_id and c.tag = {Region.Country}
            left join {TagTables.Assignment} f on f.profile_id = p.profile_id and f.tag = {LabelRefresher.Platform}
            left join {TagTables.Assignment} t on t.profile_id = p.profile_id and t.tag = {Activity.Tag}
            where {filter.Where()}
            group by c.value, f.value, coalesce(t.value, 'unknown')
            order by c.value nulls last, f.value nulls last, 3
            """,
            r => new MatrixCell(r.Text(0), r.Text(1), r.Text(2)!, r.Long(3)));
}
