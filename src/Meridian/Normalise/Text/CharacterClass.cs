using System.Globalization;

namespace Meridian.Normalise;

/// <summary>Characters that a cell can hold without showing anything: blanks of every script, and marks that only steer a renderer.</summary>
internal static class CharacterClass
{
    /// <summary>
    /// A mark that shows nothing and means nothing in a customer's data: byte order mark, zero-width space, word joiner, bidi controls, soft hyphen,
    /// interlinear anchors. Joiners are not among them: Persian, Indic scripts and emoji spell with them.
    /// </summary>
    public static bool IsInvisible(char c) => c is '\u00AD' or '\u061C' or '\u180E' or '\u200B' or '\u200E' or '\u200F'
        or (>= '\u202A' and <= '\u202E') or (>= '\u2060' and <= '\u206F') or '\uFEFF' or (>= '\uFFF9' and <= '\uFFFB');

    /// <summary>Zero-width joiner and non-joiner.</summary>
    public static bool IsJoiner(char c) => c is '\u200C' or '\u200D';

    /// <summary>White space, a control character, or a letter slot that renders empty (Hangul fillers, the blank Braille cell).</summary>
    public static bool IsBlank(char c) => c <= ' ' || (c >= '\u007F' && (char.IsWhiteSpace(c) || char.IsControl(c)
        || c is '\u115F' or '\u1160' or '\u2800' or '\u3164' or '\uFFA0'));

    /// <summary>
    /// True for characters that NFKC leaves alone whatever stands beside them inside this set, so that a text made of them needs no normalising:
    /// printable ASCII, precomposed Latin, Cyrillic, Arabic letters, kana, Han, Hangul syllables. A test compares each with ICU.
    /// </summary>
    public static bool IsStableInNfkc(char c) => c switch
    {
        >= ' ' and <= '~' => true,
        >= '\u00C0' and <= '\u0131' => true,
        >= '\u014A' and <= '\u017E' => true,
        >= '\u0400' and <= '\u0482' => true,
        >= '\u0621' and <= '\u063A' => true,
        >= '\u0641' and <= '\u064A' => true,
        >= '\u0905' and <= '\u0928' => true,
        >= '\u0E01' and <= '\u0E30' => true,
        >= '\u1EA0' and <= '\u1EF9' => true,
        >= '\u3041' and <= '\u3096' => true,
        >= '\u30A1' and <= '\u30FA' => true,
        >= '\u4E00' and <= '\u9FFF' => true,
        >= '\uAC00' and <= '\uD7A3' => true,
        _ => false,
    };

    /// <summary>The value of a decimal digit of any script (٣ is 3, ３ is 3), or -1.</summary>
    public static int DigitValue(char c)
    {
        if (c < '\u0080')
            return c is >= '0' and <= '9' ? c - '0' : -1;
        return char.GetUnicodeCategory(c) == UnicodeCategory.DecimalDigitNumber ? CharUnicodeInfo.GetDecimalDigitValue(c) : -1;
    }
}
