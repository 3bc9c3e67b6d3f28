using Meridian.Rules.Syntax;

namespace Meridian.EngineTests.Rules.Oracle;

/// <summary>Smaller rules that may show the same fault.</summary>
internal static class RuleShrinker
{
    /// <summary>The smallest rule found that still fails, within some tries.</summary>
    public static RuleNode Shrink(RuleNode rule, Func<RuleNode, bool> fails, int tries = 150)
    {
        while (true)
        {
            var smaller = Smaller(rule).FirstOrDefault(r => tries-- > 0 && fails(r));
            if (smaller is null)
                return rule;
            rule = smaller;
        }
    }

    private static IEnumerable<RuleNode> Smaller(RuleNode node)
    {
        switch (node)
        {
            case NotNode not:
                return [not.Operand, .. Smaller(not.Operand).Select(o => not with { Operand = o })];
            case AndNode and:
                return [.. and.Parts, .. Lists(and.Parts, 2).Select(p => new AndNode(p))];
            case OrNode or:
                return [.. or.Parts, .. Lists(or.Parts, 2).Select(p => new OrNode(p))];
            case ComparisonNode c:
                return [.. Smaller(c.Left).Select(l => c with { Left = l }), .. Smaller(c.Right).Select(r => c with { Right = r })];
            case BetweenNode b:
                return [new ComparisonNode(ComparisonOperator.GreaterOrEqual, b.Operand, b.Low), new ComparisonNode(ComparisonOperator.LessOrEqual, b.Operand, b.High), .. Smaller(b.Operand).Select(o => b with { Operand = o })];
            case InNode i:
                return [.. Lists(i.Values, 1).Select(v => i with { Values = v }), .. Smaller(i.Operand).Select(o => i with { Operand = o })];
            case TextTestNode t:
                return Smaller(t.Operand).Select(o => t with { Operand = o });
            case MissingNode m:
                return Smaller(m.Operand).Select(o => m with { Operand = o });
            case NegateNode n:
                return [n.Operand, .. Smaller(n.Operand).Select(o => n with { Operand = o })];
            case ArithmeticNode a:
                return a.Right is DurationNode ? [a.Left] : [a.Left, a.Right, .. Smaller(a.Left).Select(l => a with { Left = l }), .. Smaller(a.Right).Select(r => a with { Right = r })];
            case CallNode call:
                return [.. Lists(call.Named, 0).Select(n => call with { Named = n }), .. Wheres(call.Named).Select(n => call with { Named = n }), .. call.Arguments is [var only] ? Smaller(only).Select(o => call with { Arguments = [o] }) : []];
            case SequenceNode s:
                return [.. Lists(s.Named, 0).Select(n => s with { Named = n }), .. Lists(s.Steps, 2).Select(x => s with { Steps = x }),
                    .. s.Steps.SelectMany((x, i) => new[] { x with { Where = null }, x.No ? x : x with { Within = null } }.Where(y => y != x).Select(y => s with { Steps = new NodeList<SequenceStep>([.. s.Steps.Take(i), y, .. s.Steps.Skip(i + 1)]) }))];
            default:
                return [];
        }
    }

    private static IEnumerable<NodeList<NamedArgument>> Wheres(NodeList<NamedArgument> named) =>
        named.SelectMany((n, i) => n.Name == "where" ? Smaller(n.Value).Select(w => new NodeList<NamedArgument>([.. named.Take(i), n with { Value = w }, .. named.Skip(i + 1)])) : []);

    /// <summary>The list without one of its items, and with one of them smaller.</summary>
    private static IEnumerable<NodeList<T>> Lists<T>(NodeList<T> items, int least)
    {
        if (items.Count > least)
        {
            for (var i = 0; i < items.Count; i++)
                yield return new NodeList<T>([.. items.Take(i), .. items.Skip(i + 1)]);
        }

        if (items is not NodeList<RuleNode> nodes)
            yield break;
        for (var i = 0; i < nodes.Count; i++)
        {
            foreach (var smaller in Smaller(nodes[i]))
                yield return (NodeList<T>)(object)new NodeList<RuleNode>([.. nodes.Take(i), smaller, .. nodes.Skip(i + 1)]);
        }
    }
}
