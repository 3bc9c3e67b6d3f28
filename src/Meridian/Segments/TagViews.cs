using Meridian.Foundation.Database;
using Meridian.Foundation.Governance;
using Meridian.Profiles;
using Meridian.Tags;
using Meridian.Tags.Definitions;
using Meridian.Tags.Labels;

namespace Meridian.Segments;

/// <summary>A tag in a list.</summary>
/// <param name="Name">In the UI language asked for, or English, or the key.</param>
/// <param name="Status">Of the version that matters most: "published", "draft" or "retired"; of a built-in label "built-in".</param>
/// <param name="Draft">The version of a draft that waits beside what is published; null for none.</param>
/// <param name="Customers">Who have it and may be seen.</param>
public sealed record TagLine(string Key, string Name, string? Kind, string? Folder, string? Colour, string Origin, string Status, int? Version, int? Draft, long Customers);

/// <summary>A tag with all that is said of it, and who has it.</summary>
/// <param name="Needs">What its rules name: "tag vip", "segment big".</param>
/// <param name="NeededBy">What names it.</param>
/// <param name="Values">Customers of each value, the most first.</param>
/// <param name="Countries">Customers of each country, the most first; null for those whose country is not known.</param>
public sealed record TagView(
    string Key, string Status, TagVersion Current, TagVersion? Draft, IReadOnlyList<string> Needs, IReadOnlyList<string> NeededBy,
    long Customers, IReadOnlyList<ValueCount> Values, IReadOnlyList<CountryCount> Countries);

public sealed record ValueCount(string Value, long Customers);

public sealed record CountryCount(string? Country, long Customers);

/// <summary>Lists the team's tags, and shows one.</summary>
public static class TagViews
{
    /// <param name="language">Of the names, BCP 47.</param>
    /// <param name="builtIn">Whether the built-in labels that no tag of the team stands in for are told too.</param>
    public static List<TagLine> All(ISession session, Scope scope, string language, bool builtIn)
    {
        var customers = session.Query(
            $"""
            select a.tag, count(distinct a.profile_id) from {TagTables.Assignment} a join {ProfileTables.Profile} p on p.profile_id = a.profile_id
            where {SeenProfiles.By(scope)} group by a.tag
            """,
            r => (Tag: r.Text(0)!, Customers: r.Long(1))).ToDictionary(c => c.Tag, c => c.Customers, StringComparer.Ordinal);
        var drafts = TagBook.Drafts(session).ToDictionary(d => d.Key, d => d.Version, StringComparer.Ordinal);
        var lines = TagBook.All(session).ConvertAll(v => new TagLine(
            v.Key, v.Definition.NameIn(language), v.Definition.Kind, v.Definition.Folder, v.Definition.Colour, v.Definition.Origin, v.Status, v.Version,
            v.Status == TagStatus.Draft ? null : drafts.TryGetValue(v.Key, out var draft) ? draft : null, customers.GetValueOrDefault(v.Key)));
        if (!builtIn)
            return lines;
        var own = lines.Where(l => l.Status == TagStatus.Published).Select(l => l.Key).ToHashSet(StringComparer.Ordinal);
        return [.. lines, .. BuiltInTags.Keys.Where(k => !own.Contains(k)).Select(k => new TagLine(k, k, null, null, null, TagOrigins.BuiltIn, TagOrigins.BuiltIn, null, null, customers.GetValueOrDefault(k)))];
    }

    /// <exception cref="NoSuchDefinitionException">There is no such tag of the team.</exception>
    public static TagView Show(ISession session, Scope scope, string key)
    {
        var current = TagBook.All(session).Find(v => v.Key == key) ?? throw TagIntake.Unknown(session, key);
        var draft = current.Status == TagStatus.Draft ? null : TagBook.Draft(session, key);
        var graph = DefinitionCheck.Newest(session);
        var having = (Sql)$"from {TagTables.Assignment} a join {ProfileTables.Profile} p on p.profile_id = a.profile_id where a.tag = {key} and {SeenProfiles.By(scope)}";
        return new TagView(
            key, current.Status, current, draft, graph.Of(Dependencies.Tag(key)), graph.On(Dependencies.Tag(key)),
            session.Count($"select count(distinct a.profile_id) {having}"),
            session.List($"select a.value, count(*) {having} group by a.value order by 2 desc, 1", r => new ValueCount(r.Text(0)!, r.Long(1))),
            session.List($"select p.country, count(distinct a.profile_id) {having} group by p.country order by 2 desc, 1", r => new CountryCount(r.Text(0), r.Long(1))));
    }
}
