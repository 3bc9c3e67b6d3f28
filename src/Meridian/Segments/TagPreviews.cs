using System.Diagnostics;
using Meridian.Foundation.Database;
using Meridian.Foundation.Governance;
using Meridian.Profiles;
using Meridian.Tags;
using Meridian.Tags.Definitions;

namespace Meridian.Segments;

/// <summary>How many customers have a value, and would have it.</summary>
public sealed record PreviewValue(string Value, long Now, long Then);

/// <summary>A customer whose tag would change; values are null for none.</summary>
public sealed record PreviewExample(Guid ProfileId, string? Name, string? Country, string? Now, string? Then);

/// <summary>What publishing a version would do. Nothing is changed by looking.</summary>
/// <param name="Now">Customers who have the tag.</param>
/// <param name="Then">Customers who would have it.</param>
/// <param name="Enter">Who have it not, and would.</param>
/// <param name="Leave">Who have it, and would not.</param>
/// <param name="Change">Who would have another of its values.</param>
/// <param name="ByHand">Whose tag people have settled, whatever the rule says.</param>
/// <param name="Milliseconds">What it cost to find out; about as much as it will cost each time that everybody is evaluated.</param>
/// <param name="NeededBy">What names the tag, and may change with it.</param>
public sealed record TagPreview(
    string Key, int Version, long Now, long Then, long Enter, long Leave, long Change, long ByHand, long Milliseconds, IReadOnlyList<PreviewValue> Values, IReadOnlyList<string> NeededBy,
    IReadOnlyList<string> Warnings, IReadOnlyList<PreviewExample> Entering, IReadOnlyList<PreviewExample> Leaving, IReadOnlyList<PreviewExample> Changing);

/// <summary>Tells who would enter and who would leave, before a tag is published.</summary>
public static class TagPreviews
{
    private static readonly Table Changes = new("page_tag_change");

    /// <param name="version">Null for the draft.</param>
    /// <param name="examples">How many customers of each kind are told.</param>
    /// <exception cref="NoSuchDefinitionException">There is no such version.</exception>
    /// <exception cref="DefinitionException">It cannot be published.</exception>
    public static TagPreview Of(ISession session, Scope scope, string key, int? version, DateTime now, int examples = 5)
    {
        var asked = TagIntake.Publishable(session, key, version);
        return Of(session, scope, asked, DefinitionCheck.CheckForPublishing(session, asked.Definition), now, examples);
    }

    /// <summary>The same of a definition that is being written and is saved nowhere yet; its version is 0.</summary>
    /// <exception cref="DefinitionException">It could not be published.</exception>
    public static TagPreview Of(ISession session, Scope scope, TagDefinition definition, DateTime now, int examples = 5) => Of(
        session, scope, new TagVersion(definition.Key, 0, TagStatus.Draft, definition, now, null, null, null, null, 0), DefinitionCheck.CheckForPublishing(session, definition), now, examples);

    private static TagPreview Of(ISession session, Scope scope, TagVersion asked, IReadOnlyList<string> warnings, DateTime now, int examples)
    {
        var key = asked.Key;
        var watch = Stopwatch.StartNew();
        var then = TagEvaluator.WouldBe(session, asked, now);
        session.Execute(session.Dialect.CreateTemporary(Changes, $"""
            select p.profile_id, p.name, p.country, max(c.was) as was, max(c.becomes) as becomes, max(c.by_hand) as by_hand from (
                select a.profile_id, a.value as was, cast(null as varchar) as becomes, 0 as by_hand from {TagTables.Assignment} a where a.tag = {key}
                union all
                select w.profile_id, null, w.value, case when w.origin = {TagOrigins.Manual} then 1 else 0 end from {then} w) c
            join {ProfileTables.Profile} p on p.profile_id = c.profile_id
            where {SeenProfiles.By(scope)}
            group by p.profile_id, p.name, p.country
            """));
        var milliseconds = watch.ElapsedMilliseconds;
        var counts = session.First(
            $"""
            select count(was), count(becomes), count(*) filter (where was is null), count(*) filter (where becomes is null), count(*) filter (where was <> becomes), cast(coalesce(sum(by_hand), 0) as bigint) from {Changes}
            """,
            r => (Now: r.Long(0), Then: r.Long(1), Enter: r.Long(2), Leave: r.Long(3), Change: r.Long(4), ByHand: r.Long(5)));
        var values = session.List(
            $"""
            select v.value, cast(sum(v.before) as bigint), cast(sum(v.behind) as bigint) from (
                select was as value, 1 as before, 0 as behind from {Changes} where was is not null
                union all
                select becomes, 0, 1 from {Changes} where becomes is not null) v
            group by v.value order by v.value
            """,
            r => new PreviewValue(r.Text(0)!, r.Long(1), r.Long(2)));
        var order = asked.Definition.Values?.Select((v, i) => (v.Value, i)).ToDictionary(v => v.Value, v => v.i, StringComparer.Ordinal) ?? [];
        return new TagPreview(
            key, asked.Version, counts.Now, counts.Then, counts.Enter, counts.Leave, counts.Change, counts.ByHand, milliseconds,
            [.. values.OrderBy(v => order.GetValueOrDefault(v.Value, int.MaxValue))], DefinitionCheck.Newest(session).On(Dependencies.Tag(key)), warnings,
            Examples(session, $"was is null", examples), Examples(session, $"becomes is null", examples), Examples(session, $"was <> becomes", examples));
    }

    private static List<PreviewExample> Examples(ISession session, Sql condition, int examples) => session.List(
        $"select profile_id, name, country, was, becomes from {Changes} where {condition} order by profile_id limit {examples}",
        r => new PreviewExample(r.Id(0), r.Text(1), r.Text(2), r.Text(3), r.Text(4)));
}
