namespace Meridian.Rules.Syntax;

/// <summary>The operators by their names in JSON: <c>{"op":NAME,"of":[...]}</c>.</summary>
internal static class RuleJsonOperators
{
    /// <param name="Least">Fewest operands.</param>
    /// <param name="Most">Most operands.</param>
    internal sealed record Operator(string Name, int Least, int Most, Func<NodeList<RuleNode>, RuleNode> Make);

    public static IReadOnlyDictionary<string, Operator> All { get; } = List().ToDictionary(o => o.Name, StringComparer.Ordinal);

    /// <summary>An operator's name and its operands in the order of the text.</summary>
    public static (string Name, NodeList<RuleNode> Of) Of(RuleNode node) => node switch
    {
        AndNode and => ("and", and.Parts),
        OrNode or => ("or", or.Parts),
        NotNode not => ("not", [not.Operand]),
        NegateNode negate => ("negate", [negate.Operand]),
        ComparisonNode comparison => (RuleWords.Symbol(comparison.Operator), [comparison.Left, comparison.Right]),
        ArithmeticNode arithmetic => (RuleWords.Symbol(arithmetic.Operator), [arithmetic.Left, arithmetic.Right]),
        InNode among => ("in", new NodeList<RuleNode>([among.Operand, .. among.Values])),
        BetweenNode between => ("between", [between.Operand, between.Low, between.High]),
        TextTestNode test => (RuleWords.Word(test.Test), [test.Operand, test.Text]),
        MissingNode missing => (missing.Negated ? "is not missing" : "is missing", [missing.Operand]),
        _ => throw new ArgumentException($"A rule's part of the kind {node.GetType().Name} has no JSON.", nameof(node)),
    };

    private static IEnumerable<Operator> List()
    {
        yield return new("and", 2, int.MaxValue, of => new AndNode(Flat(of, n => (n as AndNode)?.Parts)));
        yield return new("or", 2, int.MaxValue, of => new OrNode(Flat(of, n => (n as OrNode)?.Parts)));
        yield return new("not", 1, 1, of => new NotNode(of[0]));
        yield return new("negate", 1, 1, of => new NegateNode(of[0]));
        yield return new("in", 2, int.MaxValue, of => new InNode(of[0], new NodeList<RuleNode>([.. of.Skip(1)])));
        yield return new("between", 3, 3, of => new BetweenNode(of[0], of[1], of[2]));
        yield return new("is missing", 1, 1, of => new MissingNode(of[0], false));
        yield return new("is not missing", 1, 1, of => new MissingNode(of[0], true));
        foreach (var comparison in Enum.GetValues<ComparisonOperator>())
            yield return new(RuleWords.Symbol(comparison), 2, 2, of => new ComparisonNode(comparison, of[0], of[1]));
        foreach (var arithmetic in Enum.GetValues<ArithmeticOperator>())
            yield return new(RuleWords.Symbol(arithmetic), 2, 2, of => new ArithmeticNode(arithmetic, of[0], of[1]));
        foreach (var test in Enum.GetValues<TextTest>())
            yield return new(RuleWords.Word(test), 2, 2, of => new TextTestNode(test, of[0], of[1]));
    }

    /// <summary>An "and" within an "and" is one "and", as it is in text.</summary>
    private static NodeList<RuleNode> Flat(NodeList<RuleNode> of, Func<RuleNode, NodeList<RuleNode>?> parts) => new([.. of.SelectMany(n => parts(n)?.AsEnumerable() ?? [n])]);
}
