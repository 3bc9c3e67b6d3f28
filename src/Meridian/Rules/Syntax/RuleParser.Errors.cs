namespace Meridian.Rules.Syntax;

/// <summary>Steps from token to token, and what is said where there is no next step.</summary>
internal sealed partial class RuleParser
{
    /// <summary>Longer parts are not repeated in a message.</summary>
    private const int LongestQuote = 60;

    private Token Next()
    {
        var token = Current;
        if (token.Kind != TokenKind.End)
            at++;
        return token;
    }

    private bool Take(string word)
    {
        if (!Current.Is(word))
            return false;
        at++;
        return true;
    }

    private bool TakeSymbol(string symbol)
    {
        if (!Current.IsSymbol(symbol))
            return false;
        at++;
        return true;
    }

    private void Need(string word, string message)
    {
        if (!Take(word))
            throw Fail(Current, message, [$"'{word}'"], Current.Kind == TokenKind.Word ? Nearest.To(Current.Text, [word]) : null);
    }

    private void Descend(Token token)
    {
        // Each part of a tree costs at most one bracket and one other descent, so a tree within the limit is always read.
        if (++descents > 2 * RuleLimits.Depth)
            throw Fail(token, RuleLimits.TooDeep);
    }

    private void Enter(Token open)
    {
        if (++brackets > RuleLimits.Depth)
            throw Fail(open, RuleLimits.TooDeep);
        Descend(open);
    }

    private void Close(Token open, params string[] expected)
    {
        if (!TakeSymbol(")"))
        {
            throw Current.Kind == TokenKind.End
                ? Fail(open, "This '(' is never closed. Write a ')' where it ends.")
                : Unexpected(expected);
        }

        brackets--;
        descents--;
    }

    private SourceSpan SpanFrom(int start) => new(start, Previous.End - start);

    /// <summary>What could follow a condition; a value that is none yet could become one.</summary>
    private static string[] AfterCondition(RuleNode condition, string end) => IsValue(condition) ? ["a comparison", "'and'", "'or'", end] : ["'and'", "'or'", end];

    private static string[] AfterArgument(List<RuleNode> arguments, List<NamedArgument> named) =>
        (named.Count > 0 ? named[^1].Value : arguments.LastOrDefault()) is { } last ? ["','", .. AfterCondition(last, "')'")] : ["')'"];

    private static bool IsValue(RuleNode node) => node is not (AndNode or OrNode or NotNode or ComparisonNode or InNode or BetweenNode or TextTestNode or MissingNode or RangeNode);

    private RuleException Unexpected(IReadOnlyList<string> expected, string? didYouMean = null, string more = "")
    {
        var token = Current;
        // 1,000 reads as two numbers with a comma between.
        if (token.IsSymbol(",") && at > 0 && Previous.Kind == TokenKind.Number && Following is { Kind: TokenKind.Number, Length: 3 } && Previous.End == token.Start && token.End == Following.Start)
            return Fail(token, $"Write a number without commas: {text[Previous.Start..Previous.End]}{text[Following.Start..Following.End]}.");
        if ((token.Is("within") || token.Is("where")) && at > 0 && Previous.IsSymbol(")"))
            return Fail(token, $"'{token.Text.ToLowerInvariant()}:' stands within the brackets of a function, with a colon: count(\"...\", {token.Text.ToLowerInvariant()}: ...).");
        if (token.Is("within") && at > 0 && Previous.Kind == TokenKind.Word && !RuleWords.IsKeyword(Previous.Text))
            return Fail(token, $"'within:' belongs to functions over events. To ask for a time, write {Cut(Previous.Text)} > 30 days ago.");
        var meant = didYouMean ?? (token.Kind == TokenKind.Word && !RuleWords.IsKeyword(token.Text) && at > 0 ? RuleWords.MeantInfix(token.Text) : null);
        return Fail(token, $"Unexpected {Say(token)}.{more}", expected, meant);
    }

    private string Say(Token token) => token.Kind switch
    {
        TokenKind.End => "end of the rule",
        TokenKind.Text => $"text {Cut(text[token.Start..token.End])}",
        TokenKind.Number => $"number {Cut(text[token.Start..token.End])}",
        TokenKind.Date => $"date {token.Text}",
        TokenKind.Time => $"time {token.Text}",
        _ => $"'{Cut(token.Text)}'",
    };

    private RuleException Fail(Token token, string message, IReadOnlyList<string>? expected = null, string? didYouMean = null) =>
        RuleText.Error(text, token.Start, token.Length, message, expected, didYouMean);

    private static string Cut(string quote) => quote.Length <= LongestQuote ? quote : quote[..LongestQuote] + "…";

    /// <summary>A part of the rule, to be repeated in a message; "..." where it is long.</summary>
    private static string Short(RuleNode node)
    {
        if (RuleTree.Excess(node) is not null)
            return "...";
        var written = RuleFormatter.OneLine(node);
        return written.Length <= LongestQuote ? written : "...";
    }
}
