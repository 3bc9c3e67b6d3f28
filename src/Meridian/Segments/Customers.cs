using Meridian.Foundation.Database;
using Meridian.Foundation.Governance;
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

/// <summary>A customer's place in the order of lists: when they were last seen (UTC, null for never), then their id.</summary>
public sealed record CustomerPlace(DateTime? Seen, Guid Id);

/// <summary>How many customers have a label.</summary>
public sealed record TagCount(string Tag, string Value, long Customers);

/// <summary>One cell of the matrix; null where nothing is known.</summary>
public sealed record MatrixCell(string? Country, string? Platform, string Activity, long Customers);

/// <summary>Lists and counts of customers.</summary>
public static class Customers
{
    public static long Count(ISession session, Scope scope, CustomerFilter filter) =>
        session.Count($"select count(*) from {ProfileTables.Profile} p where {filter.Where(session.Dialect, scope)}");

    /// <summary>Customers ordered by the time they were last seen, then id.</summary>
    /// <param name="after">Where the page before ended; null for the first.</param>
    public static List<CustomerLine> List(ISession session, Scope scope, CustomerFilter filter, int limit, CustomerPlace? after = null) =>
        [.. Page(session, scope, filter, limit, after).Select(c => c.Line)];

    /// <summary>The same, each with its place in the order.</summary>
    public static List<(CustomerLine Line, CustomerPlace Place)> Page(ISession session, Scope scope, CustomerFilter filter, int limit, CustomerPlace? after) =>
        Lines(session, $"{filter.Where(session.Dialect, scope)} and {After(after)}", limit);

    /// <summary>Some of the customers in the same order, from a place in it on: what a window of a long list shows.</summary>
    /// <param name="skip">How many stand before.</param>
    public static List<CustomerLine> Window(ISession session, Scope scope, CustomerFilter filter, long skip, int limit) =>
        Lines(session, filter.Where(session.Dialect, scope), limit, skip).ConvertAll(c => c.Line);

    /// <summary>
    /// Customers whom a text names: by an identifier as <see cref="CustomerViews.Find"/> reads it, then by a part of their name.
    /// </summary>
    public static List<CustomerLine> Search(ISession session, Scope scope, string text, int limit)
    {
        var named = CustomerViews.Find(session, scope, text);
        var found = named.Count == 0 ? [] : Lines(session, $"p.profile_id in ({Sql.Join(", ", named.Select(p => (Sql)$"{p}"))})", limit).ConvertAll(c => c.Line);
        if (found.Count >= limit || string.IsNullOrWhiteSpace(text))
            return found;
        var known = found.Select(c => c.ProfileId).ToHashSet();
        var byName = Lines(session, $"{new CustomerFilter().Where(session.Dialect, scope)} and {CustomerSearch.ByName(session.Dialect, text)}", limit).Select(c => c.Line).Where(c => !known.Contains(c.ProfileId));
        return [.. found.Concat(byName).Take(limit)];
    }

    private static Sql After(CustomerPlace? after) => after switch
    {
        null => Sql.Constant("1 = 1"),
        { Seen: { } seen } => $"""
            (greatest(p.last_seen_at, p.last_order_at) < {seen} or greatest(p.last_seen_at, p.last_order_at) is null
                or (greatest(p.last_seen_at, p.last_order_at) = {seen} and p.profile_id > {after.Id}))
            """,
        _ => $"(greatest(p.last_seen_at, p.last_order_at) is null and p.profile_id > {after.Id})",
    };

    private static List<(CustomerLine Line, CustomerPlace Place)> Lines(ISession session, Sql condition, int limit, long skip = 0)
    {
        var page = new Table("page_customer");
        session.Execute(session.Dialect.CreateTemporary(page, $"""
            select p.profile_id, p.name, p.records, greatest(p.last_seen_at, p.last_order_at) as seen
            from {ProfileTables.Profile} p where {condition}
            order by greatest(p.last_seen_at, p.last_order_at) desc nulls last, p.profile_id limit {limit} offset {skip}
            """));
        // A bare kind would be looked at before whose the identifier is, for all identifiers of the store: half as long again.
        return session.List(
            $"""
            select p.profile_id, p.name, p.records,
                max(case when a.tag = {Region.Country} then a.value end), max(case when a.tag = {Region.Language} then a.value end),
                max(case when a.tag = {Region.TimeZone} then a.value end),
                string_agg(case when a.tag = {LabelRefresher.Platform} then a.value end, ',' order by a.value),
                max(case when a.tag = {Activity.Tag} then a.value end), max(case when a.tag = {LifeStage.Tag} then a.value end),
                max(i.phone), max(i.email), p.seen
            from {page} p
            left join {TagTables.Assignment} a on a.profile_id = p.profile_id
            left join (
                select d.profile_id, {session.Dialect.FirstBy($"case when d.kind = 'phone' then d.value end", $"d.best")} as phone,
                    {session.Dialect.FirstBy($"case when d.kind = 'email' then d.value end", $"d.best")} as email
                from (
                    select r.profile_id, n.kind, n.value, row_number() over (partition by r.profile_id
                        order by case when n.note is null then 0 else 1 end, n.entry desc, n.row_no desc, n.value) as best
                    from {page} g join {ResolveTables.Record} r on r.profile_id = g.profile_id join {ResolveTables.Identifier} n on n.record_id = r.record_id
                    where n.kind || '' in ('phone', 'email') and {Imports.Whole($"n.entry")}) d
                group by d.profile_id) i on i.profile_id = p.profile_id
            group by p.profile_id, p.name, p.records, p.seen
            order by p.seen desc nulls last, p.profile_id
            """,
            r => (new CustomerLine(
                r.Id(0), r.Text(1), r.Text(3), r.Text(4), r.Text(5), r.Text(6)?.Split(',') ?? [], r.Text(7) ?? "unknown", r.Text(8), r.Text(9), r.Text(10), r.Long(2)),
                new CustomerPlace(r.IsNull(11) ? null : r.Time(11), r.Id(0))));
    }

    /// <summary>Region × platform × activity with counts; a customer counts once for each platform they have.</summary>
    public static List<MatrixCell> Matrix(ISession session, Scope scope, CustomerFilter filter) =>
        session.List(
            $"""
            select c.value, f.value, coalesce(t.value, 'unknown'), count(*)
            from {ProfileTables.Profile} p
            left join {TagTables.Assignment} c on c.profile_id = p.profile_id and c.tag = {Region.Country}
            left join {TagTables.Assignment} f on f.profile_id = p.profile_id and f.tag = {LabelRefresher.Platform}
            left join {TagTables.Assignment} t on t.profile_id = p.profile_id and t.tag = {Activity.Tag}
            where {filter.Where(session.Dialect, scope)}
            group by c.value, f.value, coalesce(t.value, 'unknown')
            order by c.value nulls last, f.value nulls last, 3
            """,
            r => new MatrixCell(r.Text(0), r.Text(1), r.Text(2)!, r.Long(3)));

    /// <summary>How many customers have each label; one who has several values of a tag counts once for each.</summary>
    public static List<TagCount> Tags(ISession session, Scope scope, CustomerFilter filter) =>
        session.List(
            $"""
            select t.tag, t.value, count(*) from {ProfileTables.Profile} p join {TagTables.Assignment} t on t.profile_id = p.profile_id
            where {filter.Where(session.Dialect, scope)} group by t.tag, t.value order by t.tag, count(*) desc, t.value
            """,
            r => new TagCount(r.Text(0)!, r.Text(1)!, r.Long(2)));
}
