using Meridian.Events;
using Meridian.Foundation.Database;
using Meridian.Ingest;
using Meridian.Profiles;
using Meridian.Rules.Syntax;
using Meridian.Rules.Vocabulary;
using Meridian.Tags.Labels;

namespace Meridian.Tags.Definitions;

/// <summary>The names that rules of a store may use.</summary>
public static class StoreVocabulary
{
    /// <summary>Of the published tags and the saved segments: what rules that count now are judged by.</summary>
    public static RuleVocabulary Of(ISession session) => Of(session, TagBook.Published(session).Select(v => v.Definition), SegmentBook.All(session).Select(s => s.Definition));

    /// <summary>Tags and segments alone: rules that were judged when they were published are not warned of again, and a batch of events must not read all profiles for that.</summary>
    internal static RuleVocabulary OfRules(ISession session, IReadOnlyList<TagVersion> published) => new()
    {
        Areas = AreaBook.Catalogue(session),
        Tags = Words(published.Select(v => v.Definition)),
        Segments = Rules(SegmentBook.All(session).Select(s => s.Definition)),
    };

    /// <summary>Of other definitions than those, as where a draft is judged.</summary>
    public static RuleVocabulary Of(ISession session, IEnumerable<TagDefinition> tags, IEnumerable<SegmentDefinition> segments) => new()
    {
        CustomTraits = new StoreNames(
            name => Any(session, $"select 1 from {ProfileTables.Profile} where {session.Dialect.JsonText($"custom", [name])} is not null limit 1"),
            () => session.List($"select distinct {session.Dialect.JsonKeys($"custom")} as name from {ProfileTables.Profile} where custom is not null order by 1", r => r.Text(0)!)),
        Events = new StoreNames(
            name => Any(session, $"select 1 from {EventTables.Day} where name = {name} limit 1"),
            () => session.List($"select distinct name from {EventTables.Day} order by 1", r => r.Text(0)!)),
        Sources = session.List($"select name from {IngestTables.Source} union select source from {EventTables.Count} order by 1", r => r.Text(0)!),
        Areas = AreaBook.Catalogue(session),
        Tags = Words(tags),
        Segments = Rules(segments),
    };

    private static bool Any(ISession session, Sql one) => session.Count($"select count(*) from ({one}) o") > 0;

    /// <summary>Built-in labels, and the team's own in their place where they have the same key.</summary>
    public static IReadOnlyDictionary<string, TagWord> Words(IEnumerable<TagDefinition> tags)
    {
        var words = BuiltInTags.Words.ToDictionary(w => w.Key, StringComparer.Ordinal);
        foreach (var tag in tags)
            words[tag.Key] = new TagWord(tag.Key, tag.Values?.Select(v => v.Value).ToList());
        return words;
    }

    /// <summary>A segment that cannot be read, because a program with another language saved it, is not known.</summary>
    private static Dictionary<string, RuleNode> Rules(IEnumerable<SegmentDefinition> segments)
    {
        var rules = new Dictionary<string, RuleNode>(StringComparer.Ordinal);
        foreach (var segment in segments)
        {
            try
            {
                rules[segment.Key] = RuleText.Parse(segment.Rule);
            }
            catch (RuleException)
            {
                // Told of where it is looked at.
            }
        }

        return rules;
    }
}
