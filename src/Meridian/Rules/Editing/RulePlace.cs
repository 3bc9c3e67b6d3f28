using Meridian.Rules.Syntax;

namespace Meridian.Rules.Editing;

/// <summary>Brackets that are open where something is being written.</summary>
/// <param name="Function">Whose arguments stand in them; null for brackets of a condition or of a list.</param>
/// <param name="Argument">How many commas stand before.</param>
/// <param name="Named">The named argument that is being written ("where"), or null.</param>
/// <param name="Event">The event that the function is about, where one was named.</param>
/// <param name="ListOf">The token before "in", where the brackets hold its list.</param>
internal sealed record OpenBrackets(string? Function, int Argument, string? Named, string? Event, int ListOf);

/// <summary>What stands before the place in a rule's text at which somebody writes.</summary>
/// <param name="Start">Where the word or text begins that is being written.</param>
/// <param name="End">Where it ends, behind the place too.</param>
/// <param name="Typed">What of it stands before the place, without a quotation mark.</param>
/// <param name="InQuotes">Whether it is a text in quotation marks.</param>
/// <param name="InComment">Nothing is proposed there.</param>
/// <param name="Before">The tokens before it, as far as they can be read.</param>
/// <param name="Open">The brackets that are open, the innermost last.</param>
internal sealed record RulePlace(int Start, int End, string Typed, bool InQuotes, bool InComment, IReadOnlyList<Token> Before, IReadOnlyList<OpenBrackets> Open)
{
    /// <summary>Whether a condition on an event is being written, where names are its properties.</summary>
    public bool InEvent => Open.Any(o => o.Named == "where");

    /// <summary>The event whose condition is being written.</summary>
    public string? Event => Open.LastOrDefault(o => o.Named == "where")?.Event;

    public OpenBrackets? Innermost => Open.Count == 0 ? null : Open[^1];

    public Token? Last => Before.Count == 0 ? null : Before[^1];

    public static RulePlace At(string text, int offset)
    {
        offset = Math.Clamp(offset, 0, text.Length);
        var (quote, comment) = Outside(text, offset);
        int start, end = offset;
        if (quote is { } opened)
        {
            start = opened;
            var closers = QuotedText.Closers(text[opened])!;
            var close = text.AsSpan(offset).IndexOfAny($"{closers}\n\"(),=");
            if (close >= 0 && closers.Contains(text[offset + close], StringComparison.Ordinal))
                end = offset + close + 1;
        }
        else
        {
            start = offset;
            while (start > 0 && IsWord(text[start - 1]))
                start--;
            while (end < text.Length && IsWord(text[end]))
                end++;
        }

        var before = Tokens(text[..start]);
        return new RulePlace(start, end, text[(quote is null ? start : start + 1)..offset], quote is not null, comment, before, Brackets(before));
    }

    private static bool IsWord(char letter) => letter == '_' || char.IsLetterOrDigit(letter);

    /// <summary>Where the quotation marks begin in which a place stands, and whether it stands in a comment.</summary>
    private static (int? Quote, bool Comment) Outside(string text, int offset)
    {
        int? quote = null;
        var (closers, comment) = ("", false);
        for (var i = 0; i < offset; i++)
        {
            var letter = text[i];
            if (letter == '\n')
                (quote, comment) = (null, false);
            else if (comment)
                continue;
            else if (quote is null)
            {
                if (letter == '#')
                    comment = true;
                else if (QuotedText.Closers(letter) is { } opened)
                    (quote, closers) = (i, opened);
            }
            else if (letter == '\\')
                i++;
            else if (closers.Contains(letter, StringComparison.Ordinal))
                quote = null;
        }

        return (quote, comment);
    }

    private static List<Token> Tokens(string text) => [.. RuleLexer.Read(text).Where(t => t.Kind is not (TokenKind.End or TokenKind.Bad))];

    private static List<OpenBrackets> Brackets(List<Token> tokens)
    {
        var open = new List<OpenBrackets>();
        for (var i = 0; i < tokens.Count; i++)
        {
            var (token, before) = (tokens[i], i > 0 ? tokens[i - 1] : default);
            if (token.IsSymbol("("))
            {
                var function = before.Kind == TokenKind.Word && !RuleWords.IsKeyword(before.Text) ? RuleWords.FunctionName(before.Text) : null;
                open.Add(new OpenBrackets(function, 0, null, null, i > 1 && before.Is("in") ? i - 2 : -1));
            }
            else if (token.IsSymbol(")") && open.Count > 0)
            {
                open.RemoveAt(open.Count - 1);
            }
            else if (open.Count > 0)
            {
                open[^1] = After(open[^1], token, before);
            }
        }

        return open;
    }

    private static OpenBrackets After(OpenBrackets open, Token token, Token before)
    {
        if (open.Function is null)
            return open;
        if (token.IsSymbol(","))
            return open with { Argument = open.Argument + 1, Named = null };
        if (token.IsSymbol(":") && before.Kind == TokenKind.Word)
            return open with { Named = before.Text.ToLowerInvariant() };
        // sequence("A" where total > 5 then "B" within 2 days): its steps have words where calls have names.
        if (open.Function == "sequence" && token.Is("where"))
            return open with { Named = "where" };
        if (open.Function == "sequence" && (token.Is("then") || token.Is("within")))
            return open with { Named = null };
        return token.Kind == TokenKind.Text && open.Named is null && (open.Argument == 0 || open.Function == "sequence") ? open with { Event = token.Text } : open;
    }
}
