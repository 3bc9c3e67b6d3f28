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

            foreach (var (child, ofEvent) in Children(node))
                Walk(child, inEvent || ofEvent);
        }
    }

    private static IEnumerable<(RuleNode Node, bool OfEvent)> Children(RuleNode node) => node switch
    {
        AgoNode n => [(n.Duration, false)],
        RangeNode n => [(n.From, false), (n.To, false)],
        CallNode n => n.Arguments.Select(a => (a, false)).Concat(n.Named.Select(a => (a.Value, a.Name == "where"))),
        SequenceNode n => n.Steps.Where(s => s.Where is not null).Select(s => (s.Where!, true)).Concat(n.Named.Select(a => (a.Value, a.Name == "where"))),
        NotNode n => [(n.Operand, false)],
        AndNode n => n.Parts.Select(p => (p, false)),
        OrNode n => n.Parts.Select(p => (p, false)),
        NegateNode n => [(n.Operand, false)],
        ArithmeticNode n => [(n.Left, false), (n.Right, false)],
        ComparisonNode n => [(n.Left, false), (n.Right, false)],
        InNode n => n.Values.Prepend(n.Operand).Select(v => (v, false)),
        BetweenNode n => [(n.Operand, false), (n.Low, false), (n.High, false)],
        TextTestNode n => [(n.Operand, false), (n.Text, false)],
        MissingNode n => [(n.Operand, false)],
        _ => [],
    };
}
