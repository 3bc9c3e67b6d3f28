namespace Meridian.Phones.Reading;

/// <summary>
/// The ways to write an extension at the end of a number: ";ext=123", "ext. 123" and its kin in several languages, "x123", "#123", "int 123", "- 123#",
/// ",,123", ";123". The clearer the label, the more digits it may have.
/// </summary>
internal static class ExtensionText
{
    private const int AfterLabel = 20;
    private const int AfterPause = 15;
    private const int AfterSign = 9;
    private const int WhenUnsure = 6;

    /// <summary>Cuts the extension off the text, when there is one and what is left has the shape of a number.</summary>
    /// <returns>The extension's digits as written; empty for none.</returns>
    public static ReadOnlySpan<char> Strip(ref ReadOnlySpan<char> text)
    {
        if (!TryFindDigits(text, out var digits))
            return [];

        // No label holds a digit: the extension begins behind the digit before its own ones.
        var start = digits;
        while (start > 0 && !char.IsDigit(text[start - 1]))
            start--;
        for (; start < digits; start++)
        {
            if (!TryMatch(text, start, out var length))
                continue;
            if (!NumberShape.IsViable(text[..start]))
                return [];
            var extension = text.Slice(digits, length);
            text = text[..start];
            return extension;
        }

        return [];
    }

    /// <summary>Whether the text ends as all extensions do, in digits with perhaps a hash.</summary>
    public static bool MayEnd(ReadOnlySpan<char> text) => TryFindDigits(text, out _);

    /// <summary>Whether an extension begins here and reaches to the text's end.</summary>
    /// <param name="length">How many digits it has.</param>
    public static bool TryMatch(ReadOnlySpan<char> text, int start, out int length)
    {
        var rest = text[start..];
        if (rest.StartsWith(";ext=", StringComparison.OrdinalIgnoreCase) && TryDigits(rest, 5, AfterLabel, hash: false, out length))
            return true;
        var i = 0;
        while (i < rest.Length && rest[i] is ' ' or '\u00A0' or '\t' or ',')
            i++;
        if (Label(rest, i) is var label and > 0 && TryLabelled(rest, i + label, AfterLabel, out length))
            return true;
        if (Sign(rest, i) is var sign and > 0 && TryLabelled(rest, i + sign, AfterSign, out length))
            return true;
        return TryAmerican(rest, out length) || TryPause(rest, out length);
    }

    private static bool TryFindDigits(ReadOnlySpan<char> text, out int start)
    {
        var end = text.Length;
        if (end > 0 && text[end - 1] == '\n')
            end--;
        if (end > 0 && text[end - 1] == '#')
            end--;
        start = end;
        while (start > 0 && char.IsDigit(text[start - 1]))
            start--;
        return start < end;
    }

    /// <summary>ext, xt, extn, extension, extensión, anexo, доб: how long the label is; 0 for none.</summary>
    private static int Label(ReadOnlySpan<char> text, int at)
    {
        var i = at;
        if (Is(text, i, 'e'))
            i++;
        if (Is(text, i, 'x') && Is(text, i + 1, 't'))
        {
            i += 2;
            if (Is(text, i, 'e') && Is(text, i + 1, 'n') && Is(text, i + 2, 's') && Is(text, i + 3, 'i'))
            {
                if (Is(text, i + 4, 'o'))
                    i += i + 5 < text.Length && text[i + 5] == '\u0301' ? 6 : 5;
                else if (IsOneOf(text, i + 4, 'ó', 'Ó'))
                    i += 5;
            }

            return (Is(text, i, 'n') ? i + 1 : i) - at;
        }

        i = at;
        if (IsOneOf(text, i, 'ｅ', 'Ｅ'))
            i++;
        if (IsOneOf(text, i, 'ｘ', 'Ｘ') && IsOneOf(text, i + 1, 'ｔ', 'Ｔ'))
        {
            return (IsOneOf(text, i + 2, 'ｎ', 'Ｎ') ? i + 3 : i + 2) - at;
        }

        if (IsOneOf(text, at, 'д', 'Д') && IsOneOf(text, at + 1, 'о', 'О') && IsOneOf(text, at + 2, 'б', 'Б'))
            return 3;
        return text[at..].StartsWith("anexo", StringComparison.OrdinalIgnoreCase) ? 5 : 0;
    }

    /// <summary>x, #, ~, int and their full-width forms: less clear labels.</summary>
    private static int Sign(ReadOnlySpan<char> text, int at)
    {
        if (at == text.Length)
            return 0;
        if (text[at] is 'x' or 'X' or 'ｘ' or 'Ｘ' or '#' or '＃' or '~' or '～')
            return 1;
        return (Is(text, at, 'i') && Is(text, at + 1, 'n') && Is(text, at + 2, 't'))
            || (IsOneOf(text, at, 'ｉ', 'Ｉ') && IsOneOf(text, at + 1, 'ｎ', 'Ｎ') && IsOneOf(text, at + 2, 'ｔ', 'Ｔ')) ? 3 : 0;
    }

    /// <summary>What may stand between a label and the digits, the digits, a hash.</summary>
    private static bool TryLabelled(ReadOnlySpan<char> text, int at, int most, out int length) => TryDigits(text, DigitsAfter(text, at), most, hash: true, out length);

    private static int DigitsAfter(ReadOnlySpan<char> text, int at)
    {
        if (at < text.Length && text[at] is ':' or '.' or '．')
            at++;
        while (at < text.Length && text[at] is ' ' or '\u00A0' or '\t' or ',' or '-')
            at++;
        return at;
    }

    private static bool TryDigits(ReadOnlySpan<char> text, int at, int most, bool hash, out int length)
    {
        var end = at;
        while (end < text.Length && char.IsDigit(text[end]))
            end++;
        length = end - at;
        if (hash && end < text.Length && text[end] == '#')
            end++;
        return length >= 1 && length <= most && NumberShape.IsEnd(text, end);
    }

    /// <summary>"- 503#", where only the hash tells.</summary>
    private static bool TryAmerican(ReadOnlySpan<char> text, out int length)
    {
        var i = 0;
        while (i < text.Length && text[i] is '-' or ' ')
            i++;
        length = 0;
        if (i == 0)
            return false;
        var end = i;
        while (end < text.Length && char.IsDigit(text[end]))
            end++;
        length = end - i;
        return length is >= 1 and <= WhenUnsure && end < text.Length && text[end] == '#' && NumberShape.IsEnd(text, end + 1);
    }

    /// <summary>Commas and semicolons as a telephone's pauses: two commas or a semicolon are clearer than one or many.</summary>
    private static bool TryPause(ReadOnlySpan<char> text, out int length)
    {
        var i = 0;
        while (i < text.Length && text[i] is ' ' or '\u00A0' or '\t')
            i++;
        length = 0;
        var commas = 0;
        while (i + commas < text.Length && text[i + commas] == ',')
            commas++;
        if (commas >= 2 || (commas == 0 && i < text.Length && text[i] == ';'))
        {
            // Once digits follow here, the other reading is not tried, even where these are too many.
            var digits = DigitsAfter(text, i + Math.Clamp(commas, 1, 2));
            if (digits < text.Length && char.IsDigit(text[digits]))
                return TryDigits(text, digits, AfterPause, hash: true, out length);
        }

        return commas > 0 && TryLabelled(text, i + commas, AfterSign, out length);
    }

    private static bool Is(ReadOnlySpan<char> text, int at, char lower) => at < text.Length && (text[at] | 0x20) == lower && text[at] < 128;

    private static bool IsOneOf(ReadOnlySpan<char> text, int at, char lower, char upper) => at < text.Length && (text[at] == lower || text[at] == upper);
}
