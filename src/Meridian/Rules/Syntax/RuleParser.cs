namespace Meridian.Rules.Syntax;

/// <summary>
/// The grammar of rules, one method a line of it, by recursive descent over tokens.
/// </summary>
/// <remarks>
/// The words and signs are read with Parlot's cursor; the descent is written by hand. Parlot's combinators try alternatives and report the furthest failure or one fixed message a parser, but what people need
/// here depends on what was read before ("write 'not' before the whole test", "this bracket is never closed") and on how deep they are, which no combinator counts.
/// </remarks>
internal sealed partial class RuleParser(string text, IReadOnlyList<Token> tokens)
{
    private static readonly string[] ValueExpected = ["a name", "a number", "a text in quotes", "a function", "'('"];

    private int at;

    /// <summary>Open brackets, those of calls too.</summary>
    private int brackets;

    /// <summary>Methods that wait for one another: brackets, nots and signs.</summary>
    private int descents;

    private Token Current => tokens[at].Kind == TokenKind.Bad ? throw Fail(tokens[at], tokens[at].Text, [], tokens[at].DidYouMean) : tokens[at];

    private Token Previous => tokens[at - 1];

    private Token Following => tokens[Math.Min(at + 1, tokens.Count - 1)];

    public RuleNode Rule()
    {
        if (Current.Kind == TokenKind.End)
            throw Fail(Current, "The rule is empty. Write a condition, such as country = \"US\".");
        var rule = Or();
        if (Current.IsSymbol(")"))
            throw Fail(Current, "This ')' closes nothing. Take it out, or write a '(' before.");
        if (Current.Kind != TokenKind.End)
            throw Unexpected(AfterCondition(rule, "the end of the rule"));
        return rule;
    }

    private RuleNode Or()
    {
        var start = Current.Start;
        var parts = new List<RuleNode> { And() };
        while (Take("or"))
            parts.Add(And());
        return parts.Count == 1 ? parts[0] : new OrNode(new NodeList<RuleNode>([.. parts.SelectMany(p => p is OrNode or ? or.Parts.AsEnumerable() : [p])])) { Span = SpanFrom(start) };
    }

    private RuleNode And()
    {
        var start = Current.Start;
        var parts = new List<RuleNode> { Not() };
        while (Take("and"))
            parts.Add(Not());
        return parts.Count == 1 ? parts[0] : new AndNode(new NodeList<RuleNode>([.. parts.SelectMany(p => p is AndNode and ? and.Parts.AsEnumerable() : [p])])) { Span = SpanFrom(start) };
    }

    private RuleNode Not()
    {
        var word = Current;
        if (!Take("not"))
            return Test();
        Descend(word);
        var operand = Not();
        descents--;
        return new NotNode(operand) { Span = SpanFrom(word.Start) };
    }

    private RuleNode Test()
    {
        var start = Current.Start;
        var left = Sum();
        if (Comparison(Current) is { } comparison)
        {
            Next();
            var right = Sum();
            var test = new ComparisonNode(comparison, left, right) { Span = SpanFrom(start) };
            return Comparison(Current) is { } second ? throw Chained(test, second) : test;
        }

        var word = Current;
        if (Take("in"))
            return Among(start, left);
        if (Take("between"))
        {
            var low = Sum();
            Need("and", $"'between' needs two ends: {Short(left)} between {Short(low)} and ...");
            return new BetweenNode(left, low, Sum()) { Span = SpanFrom(start) };
        }

        if (TextTest() is { } textTest)
            return new TextTestNode(textTest, left, Sum()) { Span = SpanFrom(start) };
        if (Take("is"))
        {
            var negated = Take("not");
            if (IsTest(Current))
                throw Fail(word, negated ? $"Write not {Short(left)} {TestWord(Current)} ..." : $"Leave 'is' out: {Short(left)} {TestWord(Current)} ...");
            if (!Take("missing"))
                throw Fail(Current, $"After '{(negated ? "is not" : "is")}' comes 'missing'. To compare, write {Short(left)} {(negated ? "!=" : "=")} ...", negated ? ["'missing'"] : ["'missing'", "'not missing'"]);
            return new MissingNode(left, negated) { Span = SpanFrom(start) };
        }

        if (word.Is("not") && IsTest(Following))
            throw Fail(word, $"'not' stands before the whole test: write not {Short(left)} {TestWord(Following)} ...");
        return left;
    }

    private InNode Among(int start, RuleNode operand)
    {
        var open = Current;
        if (!TakeSymbol("("))
            throw Fail(open, $"'in' needs a list in brackets: {Short(operand)} in (\"...\", \"...\").", ["'('"]);
        Enter(open);
        if (Current.IsSymbol(")"))
            throw Fail(Current, "The list is empty.", ["a value"]);
        var values = new List<RuleNode> { Sum() };
        while (TakeSymbol(","))
            values.Add(Sum());
        Close(open, "','", "')'");
        return new InNode(operand, new NodeList<RuleNode>(values)) { Span = SpanFrom(start) };
    }

    private TextTest? TextTest()
    {
        if (Take("contains"))
            return Syntax.TextTest.Contains;
        if (Take("matches"))
            return Syntax.TextTest.Matches;
        foreach (var (word, test) in new[] { ("starts", Syntax.TextTest.StartsWith), ("ends", Syntax.TextTest.EndsWith) })
        {
            if (Take(word))
            {
                Need("with", $"After '{word}' comes 'with'.");
                return test;
            }
        }

        return null;
    }

    private RuleNode Sum()
    {
        var start = Current.Start;
        var sum = Product();
        while (Current.IsSymbol("+") || Current.IsSymbol("-"))
        {
            var sign = Next().Text == "+" ? ArithmeticOperator.Add : ArithmeticOperator.Subtract;
            sum = new ArithmeticNode(sign, sum, Product()) { Span = SpanFrom(start) };
        }

        return sum;
    }

    private RuleNode Product()
    {
        var start = Current.Start;
        var product = Unary();
        while (Current.IsSymbol("*") || Current.IsSymbol("/"))
        {
            var sign = Next().Text == "*" ? ArithmeticOperator.Multiply : ArithmeticOperator.Divide;
            product = new ArithmeticNode(sign, product, Unary()) { Span = SpanFrom(start) };
        }

        return product;
    }

    private RuleNode Unary()
    {
        var sign = Current;
        if (!TakeSymbol("-"))
            return Primary();
        Descend(sign);
        var operand = Unary();
        descents--;
        return new NegateNode(operand) { Span = SpanFrom(sign.Start) };
    }

    private static bool IsTest(Token token) => TestWord(token).Length > 0;

    /// <summary>The test that a word begins: "starts with" for "starts"; empty for none but "is".</summary>
    private static string TestWord(Token token) => RuleWords.Tests.FirstOrDefault(t => !t.StartsWith("is ", StringComparison.Ordinal) && token.Is(t.Split(' ')[0])) ?? "";

    private static ComparisonOperator? Comparison(Token token) => token.Kind != TokenKind.Symbol
        ? null
        : token.Text switch
        {
            "=" => ComparisonOperator.Equal,
            "!=" => ComparisonOperator.NotEqual,
            "<" => ComparisonOperator.Less,
            "<=" => ComparisonOperator.LessOrEqual,
            ">" => ComparisonOperator.Greater,
            ">=" => ComparisonOperator.GreaterOrEqual,
            _ => null,
        };

    private RuleException Chained(ComparisonNode first, ComparisonOperator second)
    {
        var sign = Next();
        var right = Sum();
        return Fail(sign, $"One comparison at a time: write {Short(first)} and {Short(new ComparisonNode(second, first.Right, right))}.");
    }
}
