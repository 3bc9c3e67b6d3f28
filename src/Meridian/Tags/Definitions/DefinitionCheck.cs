using Meridian.Foundation.Database;
using Meridian.Foundation.Geography;
using Meridian.Rules.Checking;
using Meridian.Rules.Syntax;
using Meridian.Rules.Vocabulary;
using Meridian.Tags.Labels;

namespace Meridian.Tags.Definitions;

/// <summary>Judges definitions by what the store holds: their form, their rules, and whom they depend on.</summary>
public static class DefinitionCheck
{
    /// <summary>Judges a tag that is to be saved: its rules may name drafts.</summary>
    /// <returns>What may be a slip and is no error.</returns>
    /// <exception cref="DefinitionException">All that is wrong with it.</exception>
    public static IReadOnlyList<string> Check(ISession session, TagDefinition tag)
    {
        Refuse(DefinitionForm.FaultsOf(tag));
        var tags = NewestWith(session, tag);
        var segments = Segments(session);
        var words = StoreVocabulary.Of(session, tags, segments);
        var warnings = Judge(tag, words);
        if (words.CustomTraits.Contains(tag.Key))
            warnings.Add($"key: customers have a trait '{tag.Key}' too. Rules that name it bare mean the tag; write trait(\"{tag.Key}\") for the trait");
        RefuseCycle(Dependencies.Of(tags, segments), Dependencies.Tag(tag.Key));
        return warnings;
    }

    /// <summary>Judges a segment that is to be saved: its rule may name published tags and saved segments.</summary>
    /// <returns>What may be a slip and is no error.</returns>
    /// <exception cref="DefinitionException">All that is wrong with it.</exception>
    public static IReadOnlyList<string> Check(ISession session, SegmentDefinition segment)
    {
        Refuse(DefinitionForm.FaultsOf(segment));
        var published = Published(session);
        List<SegmentDefinition> segments = [.. Segments(session).Where(s => s.Key != segment.Key), segment];
        var (faults, warnings) = (new List<DefinitionFault>(), new List<string>());
        Judge("rule", segment.Rule, StoreVocabulary.Of(session, published, segments), faults, warnings);
        Refuse(faults);
        // Through tags that are still drafts too: they will be published one day.
        RefuseCycle(Dependencies.Of([.. Newest(TagVersions(session)), .. published], segments), Dependencies.Segment(segment.Key));
        return warnings;
    }

    /// <summary>Judges a tag that is to be published: its rules may name published tags only, and what names the tag must make sense by it.</summary>
    /// <returns>What may be a slip and is no error.</returns>
    /// <exception cref="DefinitionException">All that is wrong.</exception>
    public static IReadOnlyList<string> CheckForPublishing(ISession session, TagDefinition tag)
    {
        Refuse(DefinitionForm.FaultsOf(tag));
        List<TagDefinition> tags = [.. Published(session).Where(t => t.Key != tag.Key), tag];
        var segments = Segments(session);
        var graph = Dependencies.Of(tags, segments);
        var drafts = Dependencies.Of(NewestWith(session, tag), segments).Of(Dependencies.Tag(tag.Key)).Where(n => !tags.Exists(t => Dependencies.Tag(t.Key) == n) && IsTag(n) && !BuiltInTags.Keys.Any(k => Dependencies.Tag(k) == n)).ToList();
        if (drafts.Count > 0)
            throw new DefinitionException("rule", $"{string.Join(", ", drafts)} {(drafts.Count == 1 ? "is" : "are")} not published; publish {(drafts.Count == 1 ? "it" : "them")} first");
        var words = StoreVocabulary.Of(session, tags, segments);
        var warnings = Judge(tag, words);
        RefuseCycle(graph, Dependencies.Tag(tag.Key));
        RefuseBroken(tag, tags, segments, graph, words);
        return warnings;
    }

    /// <summary>Who names whom among all that is saved: drafts and published versions, and segments.</summary>
    public static Dependencies Newest(ISession session)
    {
        var versions = TagVersions(session);
        return Dependencies.Of([.. Newest(versions), .. versions.Where(v => v.Status == TagStatus.Published).Select(v => v.Definition)], Segments(session));
    }

    /// <summary>Keys of the published tags whose rules make no sense any more, because what they name is gone: nobody has them.</summary>
    public static IReadOnlyList<string> Broken(ISession session)
    {
        var published = Published(session);
        if (published.Count == 0)
            return [];
        var words = StoreVocabulary.Of(session, published, Segments(session));
        var broken = new List<string>();
        foreach (var tag in published)
        {
            var faults = new List<DefinitionFault>();
            foreach (var rule in tag.Rules)
                Judge(tag.Key, rule.Rule, words, faults, []);
            if (faults.Count > 0)
                broken.Add(tag.Key);
        }

        return broken;
    }

    /// <summary>Refuses other meanings of areas by which a rule that makes sense now would make none.</summary>
    /// <exception cref="DefinitionException">Names each such tag and segment.</exception>
    internal static void RefuseBroken(ISession session, AreaCatalogue areas)
    {
        var (published, segments) = (Published(session), Segments(session));
        var words = StoreVocabulary.Of(session, published, segments);
        var then = words with { Areas = areas };
        var faults = new List<DefinitionFault>();
        foreach (var (node, rule) in published.SelectMany(t => t.Rules.Select(r => (Dependencies.Tag(t.Key), r.Rule))).Concat(segments.Select(s => (Dependencies.Segment(s.Key), s.Rule))))
        {
            var (before, after) = (new List<DefinitionFault>(), new List<DefinitionFault>());
            Judge(node, rule, words, before, []);
            Judge(node, rule, then, after, []);
            if (before.Count == 0)
                faults.AddRange(after);
        }

        Refuse(faults.Select(f => f with { Part = $"{f.Part}, which names this area, would make no sense" }));
    }

    private static void RefuseBroken(TagDefinition tag, List<TagDefinition> tags, List<SegmentDefinition> segments, Dependencies graph, RuleVocabulary words)
    {
        var faults = new List<DefinitionFault>();
        foreach (var node in graph.On(Dependencies.Tag(tag.Key)))
        {
            var rules = tags.Where(t => Dependencies.Tag(t.Key) == node).SelectMany(t => t.Rules).Select(r => r.Rule).Concat(segments.Where(s => Dependencies.Segment(s.Key) == node).Select(s => s.Rule));
            foreach (var rule in rules)
                Judge(node, rule, words, faults, []);
        }

        Refuse(faults.Select(f => f with { Part = $"{f.Part}, which names this tag, would make no sense" }));
    }

    private static bool IsTag(string node) => node.StartsWith(Dependencies.Tag(""), StringComparison.Ordinal);

    private static List<string> Judge(TagDefinition tag, RuleVocabulary words)
    {
        var (faults, warnings) = (new List<DefinitionFault>(), new List<string>());
        if (tag.Rule is { } rule)
            Judge("rule", rule, words, faults, warnings);
        for (var i = 0; i < tag.Values?.Count; i++)
        {
            if (tag.Values[i].Rule is { } ofValue)
                Judge($"values[{i}].rule", ofValue, words, faults, warnings);
        }

        Refuse(faults);
        return warnings;
    }

    private static void Judge(string part, string rule, RuleVocabulary words, List<DefinitionFault> faults, List<string> warnings)
    {
        try
        {
            warnings.AddRange(RuleChecker.Check(rule, words).Warnings.Select(w => $"{part}: {w}"));
        }
        catch (RuleException e)
        {
            faults.AddRange(e.Errors.Select(error => new DefinitionFault(part, error.ToString())));
        }
    }

    private static void RefuseCycle(Dependencies graph, string node)
    {
        if (graph.CycleOf(node) is { } cycle)
            throw new DefinitionException("rule", $"it would depend on itself: {string.Join(" -> ", cycle)}");
    }

    internal static void Refuse(IEnumerable<DefinitionFault> faults)
    {
        if (faults.ToList() is { Count: > 0 } found)
            throw new DefinitionException(found);
    }

    private static List<TagVersion> TagVersions(ISession session) => TagBook.Standing(session);

    private static List<TagDefinition> Published(ISession session) => [.. TagVersions(session).Where(v => v.Status == TagStatus.Published).Select(v => v.Definition)];

    private static List<SegmentDefinition> Segments(ISession session) => SegmentBook.All(session).ConvertAll(s => s.Definition);

    private static List<TagDefinition> NewestWith(ISession session, TagDefinition tag) => [.. Newest(TagVersions(session)).Where(t => t.Key != tag.Key), tag];

    /// <summary>Of each tag the draft, or else what is published.</summary>
    private static List<TagDefinition> Newest(List<TagVersion> versions) =>
        [.. versions.GroupBy(v => v.Key, StringComparer.Ordinal).Select(g => (g.FirstOrDefault(v => v.Status == TagStatus.Draft) ?? g.First()).Definition)];
}
