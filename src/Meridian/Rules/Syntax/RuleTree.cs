namespace Meridian.Rules.Syntax;

/// <summary>Walks over the parts of a rule without calling itself, so that any tree can be measured.</summary>
public static class RuleTree
{
    /// <summary>The parts directly below, in the order in which they are written.</summary>
    public static IEnumerable<RuleNode> Children(RuleNode node) => node switch
    {
        AgoNode ago => [ago.Duration],
        RangeNode range => [range.From, range.To],
        CallNode call => call.Arguments.Concat(call.Named.Select(n => n.Value)),
        SequenceNode sequence => sequence.Steps.SelectMany(s => new[] { s.Where, s.Within }).OfType<RuleNode>().Concat(sequence.Named.Select(n => n.Value)),
        NotNode not => [not.Operand],
        AndNode and => and.Parts,
        OrNode or => or.Parts,
        NegateNode negate => [negate.Operand],
        ArithmeticNode arithmetic => [arithmetic.Left, arithmetic.Right],
        ComparisonNode comparison => [comparison.Left, comparison.Right],
        InNode among => among.Values.Prepend(among.Operand),
        BetweenNode between => [between.Operand, between.Low, between.High],
        TextTestNode test => [test.Operand, test.Text],
        MissingNode missing => [missing.Operand],
        _ => [],
    };

    /// <summary>The node and everything below it, a part before its own parts.</summary>
    public static IEnumerable<RuleNode> All(RuleNode root)
    {
        var waiting = new Stack<RuleNode>([root]);
        while (waiting.TryPop(out var node))
        {
            yield return node;
            foreach (var child in Children(node).Reverse())
                waiting.Push(child);
        }
    }

    /// <summary>The first part that makes the rule too deep or too large, with what to say of it; null for a rule within <see cref="RuleLimits"/>.</summary>
    public static (RuleNode Node, string Message)? Excess(RuleNode root)
    {
        var waiting = new Stack<(RuleNode Node, int Depth)>([(root, 1)]);
        var seen = 0;
        while (waiting.TryPop(out var at))
        {
            if (at.Depth > RuleLimits.Depth)
                return (at.Node, RuleLimits.TooDeep);
            if (++seen > RuleLimits.Nodes)
                return (at.Node, RuleLimits.TooManyNodes);
            foreach (var child in Children(at.Node).Reverse())
                waiting.Push((child, at.Depth + 1));
        }

        return null;
    }
}
