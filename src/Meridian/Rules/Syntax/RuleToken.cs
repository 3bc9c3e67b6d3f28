namespace Meridian.Rules.Syntax;

internal enum TokenKind
{
    End,
    Word,
    Number,
    Text,
    Date,
    Time,
    Symbol,

    /// <summary>What no token can be made of; the parser complains when it comes there, so that the first error in the text is the one that is told.</summary>
    Bad,
}

/// <summary>One word, number, text or sign of a rule's text.</summary>
/// <param name="Start">Offset of its first character.</param>
/// <param name="Text">A word as written, a text without its quotes, a sign as this language writes it (≥ is >=); for a bad token what is wrong.</param>
internal readonly record struct Token(TokenKind Kind, int Start, int Length, string Text)
{
    public double Number { get; init; }

    /// <summary>Of a date its midnight; of a time the instant, UTC.</summary>
    public DateTime Time { get; init; }

    /// <summary>The nearest known name to what is wrong.</summary>
    public string? DidYouMean { get; init; }

    public int End => Start + Length;

    public bool Is(string word) => Kind == TokenKind.Word && string.Equals(Text, word, StringComparison.OrdinalIgnoreCase);

    public bool IsSymbol(string symbol) => Kind == TokenKind.Symbol && string.Equals(Text, symbol, StringComparison.Ordinal);
}
