using System.Globalization;

namespace Meridian.Ingest.Reading;

/// <summary>
/// How plausible bytes are as text of a single-byte encoding, in which every byte means something: words must keep to one script, case must change only
/// where a word begins, and the letters must be those of some language that the page was made for.
/// </summary>
internal static class SingleByteText
{
    private const double Undefined = -2;

    // At a draw the commoner page wins: 1252 first.
    private const double OrderCounts = 0.004;

    // Best single language against all languages of the page together; a customer file holds several.
    private const double OneLanguage = 0.5;

    /// <summary>Windows pages 1250-1258, Thai and KOI8-R, the commonest first.</summary>
    public static int[] CodePages { get; } = [1252, 1251, 1250, 1254, 1256, 1253, 1255, 1257, 874, 1258, 20866];

    /// <summary>Mean over the characters outside ASCII: 1 is flawless.</summary>
    public static double Score(ReadOnlySpan<byte> sample, int codePage)
    {
        var text = Charset.CodePage(codePage).Encoding.GetString(sample);
        double shape = 0;
        var foreign = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsAscii(text[i]))
                continue;
            foreign++;
            shape += Shape(text, i);
        }
        if (foreign == 0)
            return 0;
        var alphabets = LegacyAlphabets.Of(codePage);
        var spelled = (OneLanguage * alphabets.Max(a => Share(text, a))) + ((1 - OneLanguage) * Share(text, string.Concat(alphabets)));
        return (shape / foreign * spelled) - (OrderCounts * Array.IndexOf(CodePages, codePage));
    }

    // The share of letters outside ASCII that the alphabet has; a file without such letters (only a "€") fits all.
    private static double Share(string text, string alphabet)
    {
        int letters = 0, known = 0;
        foreach (var c in text)
        {
            if (char.IsAscii(c) || !(char.IsLetter(c) || char.GetUnicodeCategory(c) == UnicodeCategory.NonSpacingMark))
                continue;
            letters++;
            if (alphabet.Contains(char.ToLowerInvariant(c)))
                known++;
        }
        return letters == 0 ? 1 : (double)known / letters;
    }

    private static double Shape(string text, int i)
    {
        var c = text[i];
        var before = i > 0 ? text[i - 1] : ' ';
        var after = i + 1 < text.Length ? text[i + 1] : ' ';
        return char.GetUnicodeCategory(c) switch
        {
            UnicodeCategory.Control or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned => Undefined,
            UnicodeCategory.NonSpacingMark => char.IsLetter(before) || IsMark(before) ? 1 : -1,
            _ when IsThaiLeadingVowel(c) => IsThaiConsonant(after) ? 1 : -1,
            _ when !char.IsLetter(c) => Symbol(c, before, after),
            _ => Letter(text, i, before, after),
        };
    }

    private static double Letter(string text, int i, char before, char after)
    {
        var c = text[i];
        double worth = 1;
        if (char.IsUpper(c) && char.IsLower(before))
            worth -= 1;
        // Latin words are ASCII with a few marked letters; the other scripts have no ASCII letters in their words.
        if (IsLatin(c))
        {
            if (!char.IsAscii(before) && char.IsLetter(before) && i > 1 && !char.IsAscii(text[i - 2]) && char.IsLetter(text[i - 2]))
                worth -= 1;
            if (!char.IsAscii(before) && char.IsLetter(before) && !IsLatin(before))
                worth -= 1;
        }
        else if (!char.IsLetter(before) && !char.IsLetter(after) && !IsMark(after))
        {
            // "50 €" read as Cyrillic is "50 Ђ": words of one letter are rare.
            worth -= 0.7;
        }
        else if ((char.IsLetter(before) && IsLatin(before)) || (char.IsLetter(after) && IsLatin(after)))
        {
            worth -= 1;
        }
        // Greek's final sigma ends words.
        if (c == 'ς' && char.IsLetter(after))
            worth -= 1;
        return worth;
    }

    // Quotation marks, dashes and currency signs are ordinary beside words, signs within a word are not.
    private static double Symbol(char c, char before, char after) =>
        c is '’' or '·' or 'ª' or 'º' ? 0.8
        : char.IsLetter(before) && char.IsLetter(after) ? -1
        : c is '\u00A0' or '¿' or '¡' or '«' or '»' or '“' or '”' or '„' or '‘' or '‚' or '–' or '—' or '…' or '€' or '£' or '°' or '№' or '®' or '™' or '،' or '؟' ? 0.7
        : 0.2;

    private static bool IsLatin(char c) => char.IsAscii(c) || c is >= '\u00C0' and <= '\u024F';

    private static bool IsMark(char c) => char.GetUnicodeCategory(c) == UnicodeCategory.NonSpacingMark;

    private static bool IsThaiLeadingVowel(char c) => c is >= '\u0E40' and <= '\u0E44';

    private static bool IsThaiConsonant(char c) => c is >= '\u0E01' and <= '\u0E2E';
}
