namespace Meridian.Rules.Syntax;

/// <summary>Values, names, functions and sequences.</summary>
internal sealed partial class RuleParser
{
    private RuleNode Primary()
    {
        var token = Current;
        switch (token.Kind)
        {
            case TokenKind.Number:
                return Number(Next());
            case TokenKind.Date:
                return new DateNode(DateOnly.FromDateTime(Next().Time)) { Span = SpanFrom(token.Start) };
            case TokenKind.Time:
                return new TimeNode(Next().Time) { Span = SpanFrom(token.Start) };
            case TokenKind.Text:
                Next();
                return Current.IsSymbol(".") ? new EventPropertyNode(token.Text, Path([])) { Span = SpanFrom(token.Start) } : new TextNode(token.Text) { Span = SpanFrom(token.Start) };
            case TokenKind.Word when token.Is("true") || token.Is("false"):
                return new BooleanNode(Next().Is("true")) { Span = SpanFrom(token.Start) };
            case TokenKind.Word when token.Is("null"):
                throw Fail(token, "There is no 'null'. Ask whether something is missing: birth_date is missing.");
            case TokenKind.Word when token.Is("not"):
                throw Fail(token, "'not' cannot stand here. Put brackets around it: (not ...).", ValueExpected);
            case TokenKind.Word when RuleWords.IsKeyword(token.Text):
                throw Unexpected(ValueExpected, null, $" A name that is one of the language's own words is written trait(\"{token.Text}\").");
            case TokenKind.Word:
                Next();
                if (Current.IsSymbol("("))
                    return string.Equals(token.Text, "sequence", StringComparison.OrdinalIgnoreCase) ? Sequence(token) : Call(token);
                return new NameNode(Path([token.Text])) { Span = SpanFrom(token.Start) };
            case TokenKind.Symbol when token.Text == "(":
                Next();
                Enter(token);
                var inner = Or();
                Close(token, AfterCondition(inner, "')'"));
                return inner;
            case TokenKind.Symbol when token.Text == "+":
                throw Fail(token, "Write a number without a plus sign.", ValueExpected);
            default:
                throw Unexpected(ValueExpected);
        }
    }

    private RuleNode Number(Token number)
    {
        if (Current.Kind != TokenKind.Word)
            return new NumberNode(number.Number) { Span = SpanFrom(number.Start) };
        if (RuleWords.IsUnit(Current.Text, out var unit))
        {
            Next();
            var duration = new DurationNode(number.Number, unit) { Span = SpanFrom(number.Start) };
            return Take("ago") ? new AgoNode(duration) { Span = SpanFrom(number.Start) } : duration;
        }

        // "30 dyas": a word that can follow no number was meant to be a unit.
        if (!RuleWords.IsKeyword(Current.Text) && Nearest.To(Current.Text, RuleWords.UnitWords) is { } meant)
            throw Fail(Current, $"'{Current.Text}' is no unit of time.", ["'seconds'", "'minutes'", "'hours'", "'days'", "'weeks'", "'months'", "'years'"], meant);
        return new NumberNode(number.Number) { Span = SpanFrom(number.Start) };
    }

    /// <summary>.total, ."order total": words after dots are names whatever they are, because nothing else could stand there.</summary>
    private NodeList<string> Path(List<string> path)
    {
        while (TakeSymbol("."))
        {
            if (Current is not { Kind: TokenKind.Word or TokenKind.Text, Text.Length: > 0 })
                throw Unexpected(["the name of a property"]);
            path.Add(Next().Text);
        }

        return new NodeList<string>(path);
    }

    private CallNode Call(Token function)
    {
        var open = Next();
        Enter(open);
        var arguments = new List<RuleNode>();
        var named = new List<NamedArgument>();
        if (!Current.IsSymbol(")"))
        {
            do
            {
                if (IsNamed())
                    named.Add(Named(named, function.Text));
                else if (named.Count > 0)
                    throw Fail(Current, $"What is named comes last: put this before '{named[0].Name}:', or name it.");
                else
                    arguments.Add(Or());
            }
            while (TakeSymbol(","));
        }

        if (Current.Is("then") && arguments.Count == 1)
            throw Fail(Current, "'then' belongs into sequence(\"A\" then \"B\").", [], "sequence");
        Close(open, AfterArgument(arguments, named));
        return new CallNode(RuleWords.FunctionName(function.Text), new NodeList<RuleNode>(arguments), new NodeList<NamedArgument>(named)) { Span = SpanFrom(function.Start) };
    }

    private SequenceNode Sequence(Token function)
    {
        var open = Next();
        Enter(open);
        var steps = new List<SequenceStep> { Step() };
        while (Take("then"))
            steps.Add(Step());
        if (steps.Count == 1)
            throw Unexpected(["'then'", .. steps[0].Where is null && steps[0].Within is null ? ["'where'"] : Array.Empty<string>()]);
        var named = new List<NamedArgument>();
        while (TakeSymbol(","))
        {
            if (!IsNamed())
                throw Unexpected(["'within:'", "'between:'", "'before:'"]);
            named.Add(Named(named, function.Text));
        }

        Close(open, "'then'", "','", "')'");
        return new SequenceNode(new NodeList<SequenceStep>(steps), new NodeList<NamedArgument>(named)) { Span = SpanFrom(function.Start) };
    }

    private SequenceStep Step()
    {
        var start = Current.Start;
        var no = Take("no");
        if (Current.Kind != TokenKind.Text)
            throw Unexpected(no ? ["an event in quotes"] : ["an event in quotes", "'no'"]);
        var name = Next().Text;
        var where = Take("where") ? Not() : null;
        DurationNode? within = null;
        if (Take("within"))
        {
            var length = Current;
            within = Primary() as DurationNode ?? throw Fail(length, "After 'within' comes a length of time, such as 2 days.", ["a length of time"]);
        }

        return new SequenceStep(name, no, where, within) { Span = SpanFrom(start) };
    }

    private bool IsNamed() => Current.Kind == TokenKind.Word && Following.IsSymbol(":");

    private NamedArgument Named(List<NamedArgument> before, string function)
    {
        var word = Next();
        var name = RuleWords.NamedArguments.FirstOrDefault(word.Is)
            ?? throw Fail(word, $"'{word.Text}:' is nothing that a function knows.", [.. RuleWords.NamedArguments.Select(n => $"'{n}:'")], Nearest.To(word.Text, RuleWords.NamedArguments));
        if (before.Exists(n => string.Equals(n.Name, name, StringComparison.Ordinal)))
            throw Fail(word, $"'{name}:' stands in {function}(...) twice. Take one out.");
        Next();
        RuleNode value;
        if (string.Equals(name, "between", StringComparison.Ordinal))
        {
            var start = Current.Start;
            var from = Sum();
            Need("and", $"'between:' needs two ends: between: {Short(from)} and ...");
            value = new RangeNode(from, Sum()) { Span = SpanFrom(start) };
        }
        else
        {
            value = Or();
        }

        return new NamedArgument(name, value) { Span = SpanFrom(word.Start) };
    }
}
