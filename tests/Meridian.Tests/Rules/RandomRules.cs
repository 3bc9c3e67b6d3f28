using CsCheck;
using Meridian.Rules.Syntax;

namespace Meridian.Tests.Rules;

/// <summary>Random trees as the parser could have made them, meaningful or not: every kind of node in every place where the grammar has one.</summary>
public static class RandomRules
{
    private static readonly Gen<string> Letters = Gen.Char["abcxyz_éß客ชि0 \"\\\n\t.'“)#🙂"[..^2]].Array[0, 8].Select(c => new string(c)).Select(Gen.OneOf("", "🙂", "\u202E"), (a, b) => a + b);

    /// <summary>Texts with quotes, escapes, many scripts.</summary>
    public static Gen<string> Text { get; } = Gen.OneOf(Letters, Gen.OneOf("Order Completed", "Product Added", "US", "vip", "email", "and", "30 days"));

    /// <summary>Names that can stand bare.</summary>
    public static Gen<string> Name { get; } = Gen.OneOf("country", "age", "total", "vip", "days", "day", "客户", "ชื่อ", "हिन्दी", "_x1", "with", "e5", "Total");

    private static readonly Gen<string> Part = Gen.OneOf(Name, Gen.OneOf("and", "IN", "null", "1st"), Letters.Where(l => l.Length > 0));

    private static readonly Gen<NodeList<string>> Parts = Part.List[1, 3].Select(p => new NodeList<string>(p));

    private static readonly Gen<double> Amount = Gen.OneOf(Gen.OneOf(0d, 1, 2, 30, 0.5, 1.5, 100, 1e16, 1e300, double.Epsilon), Gen.Double[0, 1e6], Gen.Int[0, 5000].Select(i => (double)i));

    public static Gen<DurationNode> Duration { get; } = Gen.Select(Amount, Gen.Enum<DurationUnit>(), (a, u) => new DurationNode(a, u));

    private static readonly Gen<DateOnly> Day = Gen.Int[0, DateOnly.MaxValue.DayNumber].Select(DateOnly.FromDayNumber);

    private static readonly Gen<RuleNode> Leaf = Gen.OneOf<RuleNode>(
        Amount.Select(n => (RuleNode)new NumberNode(n)),
        Text.Select(t => (RuleNode)new TextNode(t)),
        Gen.Bool.Select(b => (RuleNode)new BooleanNode(b)),
        Day.Select(d => (RuleNode)new DateNode(d)),
        Gen.Select(Day, Gen.Long[0, TimeSpan.TicksPerDay - 1], (d, t) => (RuleNode)new TimeNode(d.ToDateTime(TimeOnly.MinValue).AddTicks(t / 10 * 10))),
        Duration.Select(d => (RuleNode)d),
        Duration.Select(d => (RuleNode)new AgoNode(d)),
        Gen.Select(Name, Parts.List[0, 1], (n, more) => (RuleNode)new NameNode(new NodeList<string>([n, .. more.SelectMany(p => p)]))),
        Gen.Select(Text, Parts, (e, p) => (RuleNode)new EventPropertyNode(e, p)));

    /// <summary>Trees of at most so many levels.</summary>
    public static Gen<RuleNode> Trees(int depth) => depth <= 1 ? Leaf : Gen.Frequency((1, Leaf), (4, Branch(depth - 1)));

    private static Gen<RuleNode> Branch(int depth)
    {
        var node = Trees(depth);
        var some = node.List[0, 3].Select(n => new NodeList<RuleNode>(n));
        var many = node.List[1, 4].Select(n => new NodeList<RuleNode>(n));
        return Gen.OneOf<RuleNode>(
            node.Select(n => (RuleNode)new NotNode(n)),
            node.Select(n => (RuleNode)new NegateNode(n)),
            node.List[2, 4].Select(n => (RuleNode)new AndNode(new NodeList<RuleNode>([.. n.SelectMany(p => p is AndNode and ? and.Parts.AsEnumerable() : [p])]))),
            node.List[2, 4].Select(n => (RuleNode)new OrNode(new NodeList<RuleNode>([.. n.SelectMany(p => p is OrNode or ? or.Parts.AsEnumerable() : [p])]))),
            Gen.Select(Gen.Enum<ArithmeticOperator>(), node, node, (o, l, r) => (RuleNode)new ArithmeticNode(o, l, r)),
            Gen.Select(Gen.Enum<ComparisonOperator>(), node, node, (o, l, r) => (RuleNode)new ComparisonNode(o, l, r)),
            Gen.Select(node, many, (o, v) => (RuleNode)new InNode(o, v)),
            Gen.Select(node, node, node, (o, l, h) => (RuleNode)new BetweenNode(o, l, h)),
            Gen.Select(Gen.Enum<TextTest>(), node, node, (t, o, x) => (RuleNode)new TextTestNode(t, o, x)),
            Gen.Select(node, Gen.Bool, (o, n) => (RuleNode)new MissingNode(o, n)),
            Gen.Select(Gen.OneOf("count", "trait", "sum", "客户", "x1"), some, NamedArguments(node), (f, a, n) => (RuleNode)new CallNode(f, a, n)),
            Gen.Select(Step(node).List[2, 4], NamedArguments(node), (s, n) => (RuleNode)new SequenceNode(new NodeList<SequenceStep>(s), n)));
    }

    private static Gen<SequenceStep> Step(Gen<RuleNode> node) => Gen.Select(Text, Gen.Bool, node.List[0, 1], Duration.List[0, 1], (e, no, where, within) =>
        new SequenceStep(e, no, where.FirstOrDefault(), within.FirstOrDefault()));

    private static Gen<NodeList<NamedArgument>> NamedArguments(Gen<RuleNode> node) => Gen.Shuffle(RuleWords.NamedArguments.ToArray(), 0, 3).SelectMany(names =>
        Gen.Select(node, node, node, node, (a, b, c, d) => new NodeList<NamedArgument>([.. names.Select((n, i) =>
            new NamedArgument(n, string.Equals(n, "between", StringComparison.Ordinal) ? new RangeNode(a, b) : i % 2 == 0 ? c : d))])));
}
