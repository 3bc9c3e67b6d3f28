using Meridian.Foundation.Database;
using Meridian.Foundation.Governance;
using Meridian.Profiles;
using Meridian.Resolve;
using Meridian.Tags.Manual;

namespace Meridian.Tags;

/// <summary>A stretch of time in which a customer had a tag.</summary>
/// <param name="Until">UTC; null where they have it still.</param>
/// <param name="Origin">One of <see cref="TagOrigins"/>.</param>
/// <param name="Version">Of the definition; null for a built-in label.</param>
public sealed record TagSpell(string Tag, string Value, DateTime Since, DateTime? Until, string Because, string Origin, int? Version);

/// <summary>What a person said of a customer's tag.</summary>
/// <param name="Said">"given", "taken" or "released".</param>
/// <param name="Value">Of a given tag.</param>
/// <param name="Until">UTC; null for no end.</param>
public sealed record TagStatement(DateTime At, string Tag, string Said, string? Value, DateTime? Until, string? Reason, string? By, long Entry);

/// <summary>All that was ever so of a customer's tags, as it was recorded, and what people said of them.</summary>
public sealed record TagHistory(IReadOnlyList<TagSpell> Spells, IReadOnlyList<TagStatement> Statements);

/// <summary>How many customers had a value of a tag.</summary>
public sealed record TagCountAsOf(string Tag, string Value, long Customers);

/// <summary>How many customers got a value of a tag on a day (UTC), and how many lost it.</summary>
public sealed record TagFlow(DateOnly Day, string Value, long Entered, long Left);

/// <summary>How many customers got a tag on a day (UTC), whatever its value, and how many lost it; a change from one value to another is both.</summary>
public sealed record TagTrend(string Tag, DateOnly Day, long Entered, long Left);

/// <summary>A customer of whom a person says one thing of a tag, and its rule another.</summary>
/// <param name="ByHand">The value that the person gave; null where they took the tag.</param>
/// <param name="ByRule">What the rule would give; null for nothing.</param>
public sealed record TagConflict(Guid ProfileId, string Tag, string? ByHand, string? ByRule, DateTime Since, DateTime? Until, string? By, string? Reason);

/// <summary>Reads tags as they were. All is told of customers as they are told apart now: what was recorded of a profile that went into another is that one's.</summary>
public static class TagQueries
{
    /// <summary>All assignments that there are or were: (record_id, tag, value, since, until, because, origin, version); a profile's id is that of one of its records.</summary>
    private static Sql Spells(Sql condition) => $"""
        select a.profile_id as record_id, a.tag, a.value, a.since, cast(null as timestamp) as until, a.because, a.origin, a.version from {TagTables.Assignment} a where {condition}
        union all
        select a.profile_id, a.tag, a.value, a.since, a.until, a.because, a.origin, a.version from {TagTables.History} a where {condition}
        """;

    /// <param name="tag">Null for all.</param>
    public static TagHistory Of(ISession session, Guid profile, string? tag)
    {
        var records = ProfileRecords.Of(session, profile);
        var ofTag = tag is null ? Sql.Empty : (Sql)$"and a.tag = {tag}";
        var spells = session.List(
            $"select h.tag, h.value, h.since, h.until, h.because, h.origin, h.version from ({Spells($"{records.Are($"a.profile_id")} {ofTag}")}) h order by h.since, h.tag, h.value, h.until nulls last", ReadSpell);
        var statements = session.List(
            $"""
            select distinct a.since, a.tag, a.given, a.value, a.until, a.reason, a.by_whom, a.entry, a.row_no from {TagTables.Manual} a
            where {records.Are($"a.record_id")} {ofTag} order by a.entry, a.row_no
            """,
            r => new TagStatement(
                r.Time(0), r.Text(1)!, r.IsNull(2) ? "released" : r.Bool(2) ? "given" : "taken", r.Text(3) is { Length: > 0 } value ? value : null, r.IsNull(4) ? null : r.Time(4), r.Text(5), r.Text(6), r.Long(7)));
        return new TagHistory(spells, statements);
    }

    /// <summary>What was recorded of a customer at an instant.</summary>
    public static List<TagSpell> AsOf(ISession session, Guid profile, DateTime at) => session.List(
        $"""
        select h.tag, h.value, h.since, h.until, h.because, h.origin, h.version from ({Spells(ProfileRecords.Of(session, profile).Are($"a.profile_id"))}) h
        where h.since <= {at} and (h.until is null or h.until > {at}) order by h.tag, h.value, h.since
        """, ReadSpell);

    /// <summary>How many customers had each value of a tag at an instant.</summary>
    /// <param name="tag">Null for all.</param>
    public static List<TagCountAsOf> CountsAsOf(ISession session, Scope scope, string? tag, DateTime at) => session.List(
        $"""
        select h.tag, h.value, count(distinct r.profile_id) from ({Spells(tag is null ? Sql.Constant("1 = 1") : $"a.tag = {tag}")}) h
        join {ResolveTables.Record} r on r.record_id = h.record_id join {ProfileTables.Profile} p on p.profile_id = r.profile_id
        where h.since <= {at} and (h.until is null or h.until > {at}) and {SeenProfiles.By(scope)}
        group by h.tag, h.value order by h.tag, 3 desc, h.value
        """,
        r => new TagCountAsOf(r.Text(0)!, r.Text(1)!, r.Long(2)));

    /// <summary>How many customers got and lost each value of a tag, day by day; days on which nothing happened are left out.</summary>
    /// <param name="from">The first day, UTC.</param>
    /// <param name="to">The last day.</param>
    public static List<TagFlow> Flow(ISession session, Scope scope, string tag, DateOnly from, DateOnly to)
    {
        var (begin, end) = (from.ToDateTime(TimeOnly.MinValue), to.AddDays(1).ToDateTime(TimeOnly.MinValue));
        return session.List(
            $"""
            select f.day, f.value, cast(sum(f.entered) as bigint), cast(sum(f.gone) as bigint) from (
                select cast(h.since as date) as day, h.value, h.record_id, 1 as entered, 0 as gone from ({Spells($"a.tag = {tag}")}) h where h.since >= {begin} and h.since < {end}
                union all
                select cast(h.until as date), h.value, h.record_id, 0, 1 from ({Spells($"a.tag = {tag}")}) h where h.until >= {begin} and h.until < {end}) f
            join {ResolveTables.Record} r on r.record_id = f.record_id join {ProfileTables.Profile} p on p.profile_id = r.profile_id
            where {SeenProfiles.By(scope)}
            group by f.day, f.value order by f.day, f.value
            """,
            r => new TagFlow(r.Date(0), r.Text(1)!, r.Long(2), r.Long(3)));
    }

    /// <summary>The same of all tags at once, without their values: what the lines beside a list of tags show. Days on which nothing happened are left out.</summary>
    /// <param name="from">The first day, UTC.</param>
    public static List<TagTrend> Trends(ISession session, Scope scope, DateOnly from)
    {
        var begin = from.ToDateTime(TimeOnly.MinValue);
        return session.List(
            $"""
            select f.tag, f.day, cast(sum(f.entered) as bigint), cast(sum(f.gone) as bigint) from (
                select h.tag, cast(h.since as date) as day, h.record_id, 1 as entered, 0 as gone from ({Spells($"a.since >= {begin}")}) h
                union all
                select a.tag, cast(a.until as date), a.profile_id, 0, 1 from {TagTables.History} a where a.until >= {begin}) f
            join {ResolveTables.Record} r on r.record_id = f.record_id join {ProfileTables.Profile} p on p.profile_id = r.profile_id
            where {SeenProfiles.By(scope)}
            group by f.tag, f.day order by f.tag, f.day
            """,
            r => new TagTrend(r.Text(0)!, r.Date(1), r.Long(2), r.Long(3)));
    }

    private static TagSpell ReadSpell(IRow r) =>
        new(r.Text(0)!, r.Text(1)!, r.Time(2), r.IsNull(3) ? null : r.Time(3), r.Text(4)!, r.Text(5)!, r.IsNull(6) ? null : (int)r.Long(6));
}
