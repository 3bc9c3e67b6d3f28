using Meridian.Rules.Syntax;
using Meridian.Rules.Vocabulary;

namespace Meridian.Tags.Definitions;

/// <summary>What a rule names of the team's own: tags and segments, in the order in which it names them, each once.</summary>
public sealed record RuleReferences(IReadOnlyList<string> Tags, IReadOnlyList<string> Segments)
{
    public static RuleReferences None { get; } = new([], []);

    /// <summary>Whether a bare name means a trait even where a tag has the same key.</summary>
    public static bool IsTrait(string name) => RuleTraits.All.ContainsKey(name);

    /// <param name="isTag">Whether a bare name that is no trait is a tag.</param>
    public static RuleReferences Of(RuleNode rule, Func<string, bool> isTag)
    {
        var (tags, segments) = (new List<string>(), new List<string>());
        Walk(rule, inEvent: false);
        return new RuleReferences([.. tags.Distinct(StringComparer.Ordinal)], [.. segments.Distinct(StringComparer.Ordinal)]);

        void Walk(RuleNode node, bool inEvent)
        {
            switch (node)
            {
                // A name about an event is a property of it.
                case NameNode { Path: [var name] } when !inEvent && !IsTrait(name) && isTag(name):
                    tags.Add(name);
                    break;
                case CallNode { Function: "tag" or "tag_since", Arguments: [TextNode { Value: var tag }, ..] }:
                    tags.Add(tag);
                    break;
                case CallNode { Function: "segment", Arguments: [TextNode { Value: var segment }] }:
                    segments.Add(segment);
                    break;
            }

            foreach (var child in RuleTree.Children(node))
                Walk(child, inEvent || IsOfEvent(node, child));
        }
    }

    /// <summary>Whether a part is a condition on the events of the part above it.</summary>
    private static bool IsOfEvent(RuleNode above, RuleNode part) => above switch
    {
        CallNode call => call.Named.Any(n => n.Name == "where" && ReferenceEquals(n.Value, part)),
        SequenceNode sequence => sequence.Steps.Any(s => ReferenceEquals(s.Where, part)),
        _ => false,
    };
}
