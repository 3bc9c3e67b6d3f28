using Meridian.Rules.Syntax;

namespace Meridian.Tags.Definitions;

/// <summary>Who of the team's tags and segments names whom in their rules. Nodes are told as people read them: "tag vip", "segment big".</summary>
public sealed class Dependencies
{
    private readonly Dictionary<string, List<string>> _needs = new(StringComparer.Ordinal);

    /// <summary>Those of a set of definitions; of several of one key, together. A rule that cannot be read names nothing.</summary>
    public static Dependencies Of(IReadOnlyList<TagDefinition> tags, IReadOnlyList<SegmentDefinition> segments)
    {
        var keys = tags.Select(t => t.Key).ToHashSet(StringComparer.Ordinal);
        var graph = new Dependencies();
        foreach (var tag in tags.GroupBy(t => t.Key, StringComparer.Ordinal))
            graph._needs[Tag(tag.Key)] = Needs(tag.SelectMany(t => t.Rules).Select(r => r.Rule), keys);
        foreach (var segment in segments.GroupBy(s => s.Key, StringComparer.Ordinal))
            graph._needs[Segment(segment.Key)] = Needs(segment.Select(s => s.Rule), keys);
        return graph;
    }

    public static string Tag(string key) => $"tag {key}";

    public static string Segment(string key) => $"segment {key}";

    /// <summary>What a tag or a segment names itself.</summary>
    public IReadOnlyList<string> Of(string node) => _needs.GetValueOrDefault(node) ?? [];

    /// <summary>Those that name a tag or a segment themselves, sorted.</summary>
    public IReadOnlyList<string> On(string node) => [.. _needs.Where(n => n.Key != node && n.Value.Contains(node)).Select(n => n.Key).Order(StringComparer.Ordinal)];

    /// <summary>A way around from a node to itself, with the node at both ends; null where there is none.</summary>
    public IReadOnlyList<string>? CycleOf(string node)
    {
        // Breadth first: the shortest way round is the one that people understand.
        var from = new Dictionary<string, string>(StringComparer.Ordinal);
        var waiting = new Queue<string>([node]);
        while (waiting.TryDequeue(out var at))
        {
            foreach (var next in Of(at))
            {
                if (next == node)
                {
                    var way = new List<string> { node };
                    for (var back = at; back != node; back = from[back])
                        way.Insert(0, back);
                    way.Insert(0, node);
                    return way;
                }

                if (from.TryAdd(next, at))
                    waiting.Enqueue(next);
            }
        }

        return null;
    }

    /// <summary>Tags in an order in which each comes behind all that it depends on, through segments too; else in the order given. Those of a cycle stand as they stood.</summary>
    public IReadOnlyList<T> InOrder<T>(IReadOnlyList<T> tags, Func<T, string> key)
    {
        var byNode = tags.ToDictionary(t => Tag(key(t)), StringComparer.Ordinal);
        var (ordered, seen) = (new List<T>(tags.Count), new HashSet<string>(StringComparer.Ordinal));
        foreach (var tag in tags)
            Visit(Tag(key(tag)));
        return ordered;

        void Visit(string node)
        {
            if (!seen.Add(node))
                return;
            foreach (var needed in Of(node))
                Visit(needed);
            if (byNode.TryGetValue(node, out var tag))
                ordered.Add(tag);
        }
    }

    private static List<string> Needs(IEnumerable<string> rules, HashSet<string> tags)
    {
        var needs = new List<string>();
        foreach (var rule in rules)
        {
            var named = References(rule, tags.Contains);
            needs.AddRange(named.Tags.Select(Tag));
            needs.AddRange(named.Segments.Select(Segment));
        }

        return [.. needs.Distinct(StringComparer.Ordinal)];
    }

    private static RuleReferences References(string rule, Func<string, bool> isTag)
    {
        try
        {
            return RuleReferences.Of(RuleText.Parse(rule), isTag);
        }
        catch (RuleException)
        {
            // Saved by another program, whose language is another: it is told of where it is looked at.
            return RuleReferences.None;
        }
    }
}
