using System.Text;

namespace Meridian.Normalise;

/// <summary>
/// The form in which words are compared: compatibility characters unified (NFKC), lower case, accents, Arabic vowel signs, Hebrew points and stops off,
/// blanks single. "Não " and "nao" fold alike; vowel signs of Indic and South-East Asian scripts stay, for there they are letters.
/// </summary>
public static class TextFold
{
    /// <summary>A cell longer than this is prose, not a word of a list; folding it for a look-up is refused.</summary>
    public const int LongestWord = 80;

    // What one character folds to, for characters whose neighbours do not matter and that fold to one.
    // ICU's normalisation allocates and costs a call into native code: nine in ten accented words need none. Computed once, below U+2000; '\0' is "ask ICU".
    private static readonly char[] Simple = MakeSimple();

    /// <summary>The folded text.</summary>
    public static string Fold(ReadOnlySpan<char> text)
    {
        Span<char> few = stackalloc char[LongestWord * 4];
        if (text.Length <= LongestWord && TryFold(text, few, out var length))
            return few[..length].ToString();
        var many = new char[(text.Length * 18) + 16];
        return TryFold(text, many, out length) ? new string(many, 0, length) : text.ToString();
    }

    /// <summary>Folds into a caller's buffer; false if it is too short. Four times the text and at least 80 characters suffice for all real words.</summary>
    public static bool TryFold(ReadOnlySpan<char> text, Span<char> destination, out int length)
    {
        length = 0;
        if (destination.Length < text.Length)
            return TryFoldUnicode(text, destination, out length);
        foreach (var c in text)
        {
            var simple = c < '\u0080' ? c : c < Simple.Length ? Simple[c] : CharacterClass.IsStableInNfkc(c) ? c : '\0';
            if (simple == '\0')
                return TryFoldUnicode(text, destination, out length);
            Append(simple, destination, ref length);
        }
        TrimEnd(destination, ref length);
        return true;
    }

    private static char[] MakeSimple()
    {
        var simple = new char[0x2000];
        Span<char> folded = stackalloc char[64];
        for (var c = '\u0080'; c < simple.Length; c++)
        {
            if (CharacterClass.IsStableInNfkc(c) && TryFoldUnicode([c], folded, out var length) && length == 1)
                simple[c] = folded[0];
        }
        return simple;
    }

    private static bool TryFoldUnicode(ReadOnlySpan<char> text, Span<char> destination, out int length)
    {
        length = 0;
        var size = (text.Length * 4) + 32;
        Span<char> visible = text.Length <= 256 ? stackalloc char[text.Length] : new char[text.Length];
        visible = visible[..UnicodeForm.KeepVisible(text, visible)];
        Span<char> apart = size <= 512 ? stackalloc char[size] : new char[size];
        if (!visible.TryNormalize(apart, out var apartLength, NormalizationForm.FormKD))
        {
            var longer = UnicodeForm.Normalised(visible, NormalizationForm.FormKD);
            apart = longer.ToCharArray();
            apartLength = longer.Length;
        }
        var compose = false;
        Span<char> folded = apartLength * 2 <= 1024 ? stackalloc char[apartLength * 2] : new char[apartLength * 2];
        var n = 0;
        foreach (var c in apart[..apartLength])
        {
            compose |= c >= '\u0900';
            Append(c, folded, ref n);
        }
        TrimEnd(folded, ref n);
        // Decomposing took Hangul and voiced kana apart; put them together again. Nothing below U+0900 can compose, its marks are gone.
        if (compose)
            return ((ReadOnlySpan<char>)folded[..n]).TryNormalize(destination, out length, NormalizationForm.FormC);
        length = n;
        return folded[..n].TryCopyTo(destination);
    }

    // At most two characters are written for one read.
    private static void Append(char c, Span<char> destination, ref int length)
    {
        if (c is (>= 'a' and <= 'z') or (>= '0' and <= '9'))
        {
            destination[length++] = c;
            return;
        }

        if (c is >= 'A' and <= 'Z')
        {
            destination[length++] = (char)(c | 0x20);
            return;
        }

        if (c is '.' or '\'' or '\u2018' or '\u2019' or '\u02BC' or '\u02BB' or '\uFE0E' or '\uFE0F' || IsAccent(c) || CharacterClass.IsJoiner(c)
            || (char.IsControl(c) && c is not ('\t' or '\n' or '\r')))
            return;
        if (CharacterClass.IsBlank(c))
        {
            if (length > 0 && destination[length - 1] != ' ')
                destination[length++] = ' ';
            return;
        }
        switch (c)
        {
            case 'ß' or 'ẞ': destination[length++] = 's'; destination[length++] = 's'; break;
            case 'æ' or 'Æ': destination[length++] = 'a'; destination[length++] = 'e'; break;
            case 'œ' or 'Œ': destination[length++] = 'o'; destination[length++] = 'e'; break;
            case 'þ' or 'Þ': destination[length++] = 't'; destination[length++] = 'h'; break;
            case 'ø' or 'Ø': destination[length++] = 'o'; break;
            case 'ł' or 'Ł': destination[length++] = 'l'; break;
            case 'đ' or 'Đ' or 'ð' or 'Ð': destination[length++] = 'd'; break;
            case 'ı': destination[length++] = 'i'; break;
            case 'ς': destination[length++] = 'σ'; break;
            case 'ٱ': destination[length++] = 'ا'; break;
            case 'ى' or 'ی': destination[length++] = 'ي'; break;
            case 'ک': destination[length++] = 'ك'; break;
            default: destination[length++] = char.ToLowerInvariant(c); break;
        }
    }

    // Combining accents; Hebrew points; Arabic vowel signs, hamza above and below (the letter stays), and the stretching mark.
    private static bool IsAccent(char c) => c is (>= '\u0300' and <= '\u036F') or (>= '\u0591' and <= '\u05BD') or '\u05BF' or '\u05C1' or '\u05C2' or '\u05C4' or '\u05C5' or '\u05C7'
        or '\u0640' or (>= '\u064B' and <= '\u065F') or '\u0670';

    private static void TrimEnd(Span<char> text, ref int length)
    {
        if (length > 0 && text[length - 1] == ' ')
            length--;
    }
}
