using System.Globalization;
using System.Text;

namespace Meridian.Foundation.Geography;

/// <summary>
/// What is left of a name when case, accents, width, punctuation and blanks are taken away: two spellings of one name have one key.
/// "CÔTE D’IVOIRE", "cote d ivoire" and "Ｃôte-d'Ivoire" all become "cotedivoire".
/// </summary>
/// <remarks>
/// Vowel signs of Indic scripts and Thai, and the voicing marks of kana, are letters to their readers and stay; Arabic and Hebrew
/// vowel points, which few people type, go. Currency signs stay, because they are whole names there.
/// </remarks>
internal static class NameKey
{
    /// <summary>Longer text is no name: the longest one in the tables has 52 characters.</summary>
    public const int MaxText = 96;

    /// <summary>Room a key may need: compatibility decomposition makes up to three Hangul letters of one, and some ligatures longer still.</summary>
    public const int MaxKey = 4 * MaxText;

    private static readonly string?[]?[] Pages = new string?[]?[256];

    /// <summary>Writes the key and returns its length; 0 when nothing is left, or the text is longer than <see cref="MaxText"/>.</summary>
    /// <param name="text">The text as it came, of any length and content, broken surrogates included.</param>
    /// <param name="key">At least <see cref="MaxKey"/> characters.</param>
    public static int Fold(ReadOnlySpan<char> text, Span<char> key)
    {
        if (text.Length > MaxText)
            return 0;
        var length = 0;
        foreach (var c in text)
        {
            if (c >= 128)
                return FoldUnicode(text, key);
            length += FoldAscii(c, key[length..]);
        }
        return IsShort(key[..length]) ? Exact(text, key) : length;
    }

    /// <summary>The key as a string, for building tables; empty when the text has none.</summary>
    public static string Of(ReadOnlySpan<char> text)
    {
        Span<char> key = stackalloc char[MaxKey];
        return key[..Fold(text, key)].ToString();
    }

    // Up to three characters are written for one ('&'), which MaxKey allows for.
    private static int FoldAscii(char c, Span<char> key)
    {
        if (char.IsAsciiLetterOrDigit(c))
        {
            key[0] = (char)(char.IsAsciiLetterUpper(c) ? c | 0x20 : c);
            return 1;
        }
        if (c == '$')
        {
            key[0] = c;
            return 1;
        }
        if (c != '&')
            return 0;
        "and".CopyTo(key);
        return 3;
    }

    private static int FoldUnicode(ReadOnlySpan<char> text, Span<char> key)
    {
        var length = 0;
        foreach (var c in text)
        {
            var folded = FoldedOf(c);
            if (length + folded.Length > key.Length)
                return 0;
            folded.CopyTo(key[length..]);
            length += folded.Length;
        }
        return IsShort(key[..length]) ? Exact(text, key) : length;
    }

    // What one character leaves, found out when it is first met: decomposing "España" by ICU takes 1.1 µs, and compatibility decomposition
    // looks at each character alone. Threads that meet the same one together write the same answer.
    private static string FoldedOf(char c)
    {
        var page = Pages[c >> 8] ??= new string?[256];
        return page[c & 255] ??= FoldCharacter(c);
    }

    private static string FoldCharacter(char c)
    {
        Span<char> folded = stackalloc char[MaxKey];
        var length = 0;
        if (IsNormalizable(c))
        {
            foreach (var part in c.ToString().Normalize(NormalizationForm.FormKD))
                length += part < 128 ? FoldAscii(part, folded[length..]) : FoldLetter(part, folded[length..]);
        }
        return folded[..length].ToString();
    }

    private static int FoldLetter(char c, Span<char> key)
    {
        var letter = c switch
        {
            'đ' or 'Đ' or 'ð' or 'Ð' => 'd',
            'ø' or 'Ø' => 'o',
            'ł' or 'Ł' => 'l',
            'ı' => 'i',
            'ə' or 'Ə' => 'e',
            'ى' or 'ی' => 'ي',
            'ک' => 'ك',
            'ة' => 'ه',
            'ς' => 'σ',
            _ => c,
        };
        if (letter == c)
        {
            if (Pair(c) is { } pair)
            {
                pair.CopyTo(key);
                return pair.Length;
            }
            if (!IsKept(c))
                return 0;
            letter = char.ToLowerInvariant(c);
        }
        key[0] = letter;
        return 1;
    }

    private static string? Pair(char c) => c switch
    {
        'ß' or 'ẞ' => "ss",
        'æ' or 'Æ' => "ae",
        'œ' or 'Œ' => "oe",
        'þ' or 'Þ' => "th",
        _ => null,
    };

    private static bool IsKept(char c)
    {
        // Modifier letters (ʻokina and other apostrophes), the nukta, Arabic and Hebrew points, the tatweel.
        if (c is (>= '\u02B0' and <= '\u036F') or '\u093C' or '\u0640' or (>= '\u064B' and <= '\u065F') or '\u0670' or (>= '\u0591' and <= '\u05C7'))
            return false;
        return CharUnicodeInfo.GetUnicodeCategory(c) is UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter
            or UnicodeCategory.OtherLetter or UnicodeCategory.ModifierLetter or UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark
            or UnicodeCategory.DecimalDigitNumber or UnicodeCategory.OtherNumber or UnicodeCategory.LetterNumber or UnicodeCategory.CurrencySymbol;
    }

    private static bool IsShort(ReadOnlySpan<char> key) => key.Length == 2 && char.IsAsciiLetter(key[0]) && char.IsAsciiLetter(key[1]);

    // Two letters are a code before they are a name: Vietnamese Mỹ is the United States and MY is Malaysia; French "R.-U." is no RU.
    // Such text therefore keeps its accents and what stands between its letters, and loses only case, width, blanks and outer punctuation.
    private static int Exact(ReadOnlySpan<char> text, Span<char> key)
    {
        Span<char> plain = stackalloc char[MaxText];
        Span<char> composed = stackalloc char[MaxKey];
        var kept = 0;
        foreach (var c in text)
        {
            if (IsNormalizable(c))
                plain[kept++] = c;
        }
        if (!((ReadOnlySpan<char>)plain[..kept]).TryNormalize(composed, out var count, NormalizationForm.FormKC))
            return 0;
        var length = 0;
        var inner = composed[..count];
        while (inner.Length > 0 && !char.IsLetter(inner[^1]))
            inner = inner[..^1];
        while (inner.Length > 0 && !char.IsLetter(inner[0]))
            inner = inner[1..];
        foreach (var c in inner)
        {
            if (!char.IsWhiteSpace(c) && !char.IsControl(c))
                key[length++] = char.ToLowerInvariant(c);
        }
        return length;
    }

    // Normalisation throws at half a surrogate pair and at noncharacters; no name here needs either, nor invisible marks.
    private static bool IsNormalizable(char c) =>
        !char.IsSurrogate(c) && c < '\uFFF0' && c is not (>= '\uFDD0' and <= '\uFDEF') && CharUnicodeInfo.GetUnicodeCategory(c) != UnicodeCategory.Format;
}
