using System.Globalization;
using System.Text;

namespace Meridian.Foundation.Platforms;

/// <summary>
/// One form for words that people spell in many ways: compatibility forms (full width, half width, ligatures), case, Latin and
/// Cyrillic accents, Arabic vowel marks and letter variants, and everything that is neither letter nor digit are levelled.
/// "WhatsApp", "whats-app", "ＷｈａｔｓＡｐｐ" have one key. Thread-safe; allocates nothing on ASCII text.
/// </summary>
public static class Spelling
{
    /// <summary>Longest text that is folded; names and headers are far shorter, and a cell that is longer names nothing.</summary>
    public const int MaxLength = 256;

    /// <summary>Room for a folded text. A text of rare ligatures that would need more (U+FDFA alone becomes 18 characters) folds to nothing: it names nothing either.</summary>
    public const int MaxFolded = MaxLength * 2;

    /// <summary>Letters and digits of <paramref name="text"/> in their one form.</summary>
    /// <returns>Characters written to <paramref name="key"/>; 0 where nothing is left or the text is longer than <see cref="MaxLength"/>.</returns>
    public static int Key(ReadOnlySpan<char> text, Span<char> key)
    {
        var written = 0;
        foreach (var c in text)
        {
            if (c >= 128)
                return Fold(text, key, separator: '\0');
            if (char.IsAsciiLetterOrDigit(c))
            {
                if (written == MaxLength)
                    return 0;
                key[written++] = char.IsAsciiLetterUpper(c) ? (char)(c | 0x20) : c;
            }
        }

        return written;
    }

    /// <summary>As <see cref="Key(ReadOnlySpan{char}, Span{char})"/>, as a string.</summary>
    public static string Key(string text)
    {
        Span<char> key = stackalloc char[MaxFolded];
        return key[..Key(text, key)].ToString();
    }

    /// <summary>The folded text with every run of other characters as one blank, so that words can still be told apart; a long text is cut.</summary>
    public static string Words(string text)
    {
        Span<char> words = stackalloc char[MaxFolded];
        if (text.Length > MaxLength)
            text = text[..MaxLength];
        return words[..Fold(text, words, separator: ' ')].Trim(' ').ToString();
    }

    private static int Fold(ReadOnlySpan<char> text, Span<char> folded, char separator)
    {
        if (text.Length > MaxLength)
            return 0;
        Span<char> whole = stackalloc char[MaxLength];
        text.CopyTo(whole);
        MendSurrogates(whole[..text.Length]);
        Span<char> apart = stackalloc char[MaxFolded];
        if (!((ReadOnlySpan<char>)whole[..text.Length]).TryNormalize(apart, out var length, NormalizationForm.FormKD))
            return 0;

        var written = 0;
        for (var i = 0; i < length && written < folded.Length - 2; i++)
        {
            var c = apart[i];
            if (IsIgnored(c))
                continue;
            if (char.IsHighSurrogate(c) && i + 1 < length && Rune.IsLetterOrDigit(new Rune(c, apart[i + 1])))
            {
                folded[written++] = c;
                folded[written++] = apart[++i];
            }
            else if (IsWordCharacter(c))
            {
                written += Level(c, folded[written..]);
            }
            else if (separator != '\0' && written > 0 && folded[written - 1] != separator)
            {
                folded[written++] = separator;
            }
        }

        // Hangul syllables and voiced kana go back together: one character is one letter to whoever reads the key.
        folded[..written].CopyTo(apart);
        return ((ReadOnlySpan<char>)apart[..written]).TryNormalize(folded, out var composed, NormalizationForm.FormC) ? composed : written;
    }

    /// <summary>Half a surrogate pair, as cut files leave it, makes normalisation throw; it is no letter anyway.</summary>
    private static void MendSurrogates(Span<char> text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (!char.IsSurrogate(text[i]))
                continue;
            if (char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
                i++;
            else
                text[i] = '\uFFFD';
        }
    }

    private static bool IsWordCharacter(char c) => char.IsLetterOrDigit(c)
        || CharUnicodeInfo.GetUnicodeCategory(c) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark;

    /// <summary>Accents of Latin, Greek and Cyrillic, Arabic vowel marks and stretching, and what is invisible. Marks of Indic scripts and Thai are vowels and stay.</summary>
    private static bool IsIgnored(char c) => c is (>= '\u0300' and <= '\u036F')
        or (>= '\u064B' and <= '\u065F') or '\u0670' or '\u0640'
        or '\u00AD' or (>= '\u200B' and <= '\u200F') or (>= '\u202A' and <= '\u202E') or (>= '\u2060' and <= '\u2069')
        or (>= '\u20D0' and <= '\u20FF') or (>= '\uFE00' and <= '\uFE0F') or '\uFEFF';

    private static int Level(char c, Span<char> to)
    {
        to[0] = char.ToLowerInvariant(c) switch
        {
            'ı' => 'i',
            'đ' or 'ð' => 'd',
            'ł' => 'l',
            'ø' => 'o',
            'ى' or 'ی' => 'ي',
            'ک' => 'ك',
            'ة' => 'ه',
            'ß' => 's',
            'æ' => 'a',
            'œ' => 'o',
            'þ' => 't',
            _ when char.IsDigit(c) && c >= 128 => (char)('0' + (int)char.GetNumericValue(c)),
            var lower => lower,
        };
        if (c is 'ß' or 'ẞ')
            return Second(to, 's');
        if (c is 'æ' or 'Æ' or 'œ' or 'Œ')
            return Second(to, 'e');
        return c is 'þ' or 'Þ' ? Second(to, 'h') : 1;
    }

    private static int Second(Span<char> to, char c)
    {
        to[1] = c;
        return 2;
    }
}
