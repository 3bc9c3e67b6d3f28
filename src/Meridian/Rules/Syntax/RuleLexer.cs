using System.Globalization;
using System.Text;
using Parlot;

namespace Meridian.Rules.Syntax;

/// <summary>
/// A rule's text as words, numbers, texts and signs, up to the first thing that is none of them. Reads what people paste and type: typographic quotes, the full-width signs of East Asian
/// keyboards, blanks of any kind, comments from # to the end of the line.
/// </summary>
internal sealed class RuleLexer
{
    private static readonly string[] Symbols =
    [
        "!=", "<=", ">=", "==", "<>", "(", ")", ",", ":", ".", "=", "<", ">", "+", "-", "*", "/",
    ];

    /// <summary>Signs of other keyboards and programs, by the sign they stand for.</summary>
    private static readonly Dictionary<char, string> OtherSigns = new()
    {
        ['（'] = "(",
        ['）'] = ")",
        ['，'] = ",",
        ['、'] = ",",
        ['：'] = ":",
        ['＝'] = "=",
        ['＜'] = "<",
        ['＞'] = ">",
        ['≤'] = "<=",
        ['≥'] = ">=",
        ['≠'] = "!=",
        ['＋'] = "+",
        ['−'] = "-",
        ['–'] = "-",
        ['－'] = "-",
        ['×'] = "*",
        ['＊'] = "*",
        ['÷'] = "/",
        ['／'] = "/",
    };

    /// <summary>Signs of other languages, by what to write.</summary>
    private static readonly (string Sign, string Message)[] Foreign =
    [
        ("&&", "Write 'and' instead of '&&'."),
        ("||", "Write 'or' instead of '||'."),
        ("=>", "Write '>=' instead of '=>'."),
        ("=<", "Write '<=' instead of '=<'."),
        ("=~", "Write 'matches' instead of '=~'."),
        ("&", "Write 'and' instead of '&'."),
        ("|", "Write 'or' instead of '|'."),
        ("!", "Write 'not' instead of '!'."),
        ("[", "Square brackets mean nothing here. Write ( and ) instead."),
        ("]", "Square brackets mean nothing here. Write ( and ) instead."),
        ("{", "Curly brackets mean nothing here. Write ( and ) instead."),
        ("}", "Curly brackets mean nothing here. Write ( and ) instead."),
        (";", "A rule is one expression, without ';'. Join conditions by 'and' or 'or'."),
        ("%", "There are no percent signs. Write percentile(...) >= 90 for the top tenth, or a plain number."),
        ("$", "Money is written as a plain number, without '$'."),
        ("€", "Money is written as a plain number, without '€'."),
        ("`", "Write texts in double quotes, names without any."),
    ];

    private readonly string text;
    private readonly Cursor cursor;
    private readonly Scanner scanner;
    private readonly List<Token> tokens = [];
    private int read;

    private RuleLexer(string text)
    {
        this.text = text;
        scanner = new Scanner(text);
        cursor = scanner.Cursor;
    }

    /// <summary>Ends with <see cref="TokenKind.End"/> or <see cref="TokenKind.Bad"/>.</summary>
    public static IReadOnlyList<Token> Read(string text) => new RuleLexer(text).Read();

    private List<Token> Read()
    {
        if (text.Length > RuleLimits.AllCharacters)
            return [Bad(0, 0, RuleLimits.TooLong)];
        while (tokens.Count == 0 || tokens[^1].Kind is not (TokenKind.End or TokenKind.Bad))
        {
            SkipBlanks();
            var start = cursor.Offset;
            tokens.Add(Next());
            read += cursor.Offset - start;
            if (read > RuleLimits.Characters)
                tokens[^1] = Bad(start, 0, RuleLimits.TooLong);
        }

        return tokens;
    }

    private void SkipBlanks()
    {
        while (!cursor.Eof)
        {
            if (cursor.Current == '#')
                scanner.ReadWhile(c => c is not ('\n' or '\r'));
            else if (char.IsWhiteSpace(cursor.Current) || cursor.Current is '\u200B' or '\u200E' or '\u200F' or '\u2060' or '\uFEFF')
                cursor.Advance();
            else
                return;
        }
    }

    private Token Next()
    {
        var start = cursor.Offset;
        if (cursor.Eof)
            return new Token(TokenKind.End, start, 0, "");
        var current = cursor.Current;
        if (QuotedText.Closers(current) is not null)
            return QuotedText.Read(cursor);
        if (char.IsAsciiDigit(current) || (current == '.' && char.IsAsciiDigit(cursor.PeekNext())))
            return NumberOrTime.Read(scanner);
        if (Rune.TryGetRuneAt(text, start, out var rune) && RuleWords.IsIdentifierStart(rune))
            return Word(start);
        if (OtherSigns.TryGetValue(current, out var sign))
            return Symbol(sign, 1);
        foreach (var symbol in Symbols)
        {
            if (cursor.Match(symbol) && !(symbol == "=" && (cursor.PeekNext() is '>' or '<' or '~')))
                return Symbol(symbol switch { "==" => "=", "<>" => "!=", _ => symbol }, symbol.Length);
        }

        foreach (var (foreign, message) in Foreign)
        {
            if (cursor.Match(foreign))
                return Bad(start, foreign.Length, message);
        }

        return Bad(start, 1, string.Create(CultureInfo.InvariantCulture,
            $"The character {(char.IsControl(current) || char.IsSurrogate(current) ? "" : $"'{current}' ")}(U+{(int)current:X4}) means nothing here. Take it out, or put it into a text in quotes."));
    }

    private Token Word(int start)
    {
        var end = start;
        while (Rune.TryGetRuneAt(text, end, out var rune) && RuleWords.IsIdentifierPart(rune))
        {
            end += rune.Utf16SequenceLength;
            if (end >= text.Length)
                break;
        }

        cursor.Advance(end - start);
        return new Token(TokenKind.Word, start, end - start, text[start..end]);
    }

    private Token Symbol(string symbol, int length)
    {
        var start = cursor.Offset;
        cursor.Advance(length);
        return new Token(TokenKind.Symbol, start, length, symbol);
    }

    internal static Token Bad(int start, int length, string message, string? didYouMean = null) => new(TokenKind.Bad, start, length, message) { DidYouMean = didYouMean };
}
