namespace Meridian.Phones.Reading;

/// <summary>Which texts may be a number at all: three digits with only punctuation before and between them, then digits, letters and punctuation, then perhaps an extension.</summary>
internal static class NumberShape
{
    public static bool IsPlus(char c) => c is '+' or '＋';

    /// <summary>Whether the whole text has the shape of a number; two bare digits have it too.</summary>
    public static bool IsViable(ReadOnlySpan<char> text)
    {
        if (text.Length < 2)
            return false;
        if (text.Length <= 3 && char.IsDigit(text[0]) && char.IsDigit(text[1]) && IsEnd(text, 2))
            return true;
        var i = 0;
        while (i < text.Length && IsPlus(text[i]))
            i++;
        for (var digits = 0; digits < 3; i++)
        {
            if (i == text.Length)
                return false;
            var kind = Kind(text[i]);
            if (kind == Digit)
                digits++;
            else if (kind != Punctuation)
                return false;
        }

        var first = i;
        while (i < text.Length && Kind(text[i]) != None)
            i++;
        if (IsEnd(text, i))
            return true;

        // An extension may begin anywhere behind the third digit, as long as no character before it is foreign.
        if (!ExtensionText.MayEnd(text))
            return false;
        for (var start = first; start <= i; start++)
        {
            if (ExtensionText.TryMatch(text, start, out _))
                return true;
        }

        return false;
    }

    /// <summary>The end, or the place before a line feed that ends the text: a regular expression's '$'.</summary>
    public static bool IsEnd(ReadOnlySpan<char> text, int at) => at == text.Length || (at == text.Length - 1 && text[at] == '\n');

    /// <summary>Dashes, blanks, brackets, dots, slashes and tildes of several scripts, the star, and the x that stands for a carrier's digits.</summary>
    public static bool IsPunctuation(char c) => c < 128
        ? Ascii[c] == Punctuation
        : c is '\u00A0' or '\u00AD' or '\u200B' or '\u2060' or '\u3000' or (>= '\u2010' and <= '\u2015') or '\u2212' or '\u30FC' or (>= '\uFF0D' and <= '\uFF0F')
            or '\uFF08' or '\uFF09' or '\uFF3B' or '\uFF3D' or '\u2053' or '\u223C' or '\uFF5E';

    private const byte None = 0;
    private const byte Digit = 1;
    private const byte Punctuation = 2;
    private const byte Letter = 3;

    /// <summary>Kinds of the ASCII characters: " ()*-./[]~" and x are punctuation.</summary>
    private static ReadOnlySpan<byte> Ascii =>
    [
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
        2, 0, 0, 0, 0, 0, 0, 0, 2, 2, 2, 0, 0, 2, 2, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0,
        0, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 2, 3, 3, 2, 0, 2, 0, 0,
        0, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 2, 3, 3, 0, 0, 0, 2, 0,
    ];

    /// <summary>The Kelvin sign is a K to the reference's pattern, which ignores case.</summary>
    private static byte Kind(char c) => c < 128 ? Ascii[c] : char.IsDigit(c) ? Digit : IsPunctuation(c) ? Punctuation : c == '\u212A' ? Letter : None;
}
