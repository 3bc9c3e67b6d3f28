using System.Globalization;

namespace Meridian.Normalise;

internal enum DateTokenKind : byte
{
    Number,
    Word,

    /// <summary>年 月 日 時 分 秒, their simplified and Korean forms, and h.</summary>
    Unit,
}

/// <summary>One number, word or unit of a written date, and what stood before it.</summary>
internal struct DateToken
{
    public DateTokenKind Kind;

    /// <summary>The sign before it, ' ' for blanks only, '\0' where it touches the token before.</summary>
    public char Before;

    /// <summary>A blank stands between the sign and the token.</summary>
    public bool Apart;

    /// <summary>Digits of a number as written.</summary>
    public byte Digits;

    /// <summary>A number's value; a unit's letter, one of y M d h m s.</summary>
    public long Value;

    public DateWord Word;

    public readonly bool IsNumber => Kind == DateTokenKind.Number;

    public readonly bool IsUnit(char letter) => Kind == DateTokenKind.Unit && Value == letter;

    public readonly bool IsWord(DateWordKind kind) => Kind == DateTokenKind.Word && Word.Is(kind);
}

/// <summary>Takes a written date apart. A character or word that no date holds ends the attempt at once, so that a column of prose costs little.</summary>
internal static class DateTokens
{
    /// <summary>The longest date people write has fewer; longer cells are prose.</summary>
    public const int LongestText = 80;

    public const int Most = 20;

    /// <summary>Returns the number of tokens, or -1 if the text is no date.</summary>
    public static int Split(ReadOnlySpan<char> text, Span<DateToken> tokens)
    {
        var count = 0;
        var before = '\0';
        var apart = false;
        var signs = 0;
        for (var i = 0; i < text.Length;)
        {
            var c = Plain(text[i]);
            if (c == ' ')
            {
                if (before == '\0')
                    before = ' ';
                apart = true;
                i++;
                continue;
            }
            if (c == '(' && count > 0 && TryComment(text[i..], tokens[..count], out var skipped))
            {
                i += skipped;
                continue;
            }
            if (IsSign(c))
            {
                if (signs > 0 && !(before is ',' or '.' or '[' or ']' or '(' or ')' || c is ',' or '[' or ']' or '(' or ')'))
                    return -1;
                signs++;
                before = c;
                apart = false;
                i++;
                continue;
            }
            if (count == Most)
                return -1;
            var token = new DateToken { Before = before, Apart = apart };
            var length = CharacterClass.DigitValue(c) >= 0 ? ReadNumber(text[i..], ref token) : ReadWord(text[i..], count > 0 && before == '\0' && tokens[count - 1].IsNumber, ref token);
            if (length == 0 || (count == 0 && before is not ('\0' or ' ' or '[' or '(')))
                return -1;
            tokens[count++] = token;
            i += length;
            before = '\0';
            apart = false;
            signs = 0;
        }
        // What may stand behind a date: the stop of an abbreviation, a bracket, a comma.
        return before is '\0' or ' ' or '.' or ',' or ']' or ')' ? count : -1;
    }

    private static bool IsSign(char c) => c is '/' or '-' or '.' or ',' or ':' or '+' or '\'' or '[' or ']' or '(' or ')';

    // Signs of other keyboards and scripts, and the dashes a word processor makes of a hyphen.
    private static char Plain(char c)
    {
        if (c is > ' ' and < '\u007F')
            return c;
        if (CharacterClass.IsBlank(c) || CharacterClass.IsInvisible(c))
            return ' ';
        return c switch
        {
            '／' or '⁄' or '∕' => '/',
            '－' or '‐' or '‑' or '‒' or '–' or '—' or '−' => '-',
            '．' or '。' or '·' or '・' => '.',
            '，' or '、' or '،' => ',',
            '：' or '∶' => ':',
            '＋' => '+',
            '（' => '(',
            '）' => ')',
            '［' or '【' => '[',
            '］' or '】' => ']',
            '’' or '‘' => '\'',
            _ => c,
        };
    }

    private static int ReadNumber(ReadOnlySpan<char> text, ref DateToken token)
    {
        token.Kind = DateTokenKind.Number;
        var i = 0;
        for (; i < text.Length && CharacterClass.DigitValue(text[i]) is >= 0 and var digit; i++)
        {
            if (i == 18)
                return 0;
            token.Value = (token.Value * 10) + digit;
        }
        token.Digits = (byte)i;
        return i;
    }

    private static int ReadWord(ReadOnlySpan<char> text, bool behindNumber, ref DateToken token)
    {
        if (behindNumber && Unit(text) is { Letter: not '\0' } unit)
        {
            token.Kind = DateTokenKind.Unit;
            token.Value = unit.Letter;
            return unit.Length;
        }
        token.Kind = DateTokenKind.Word;
        if (text[0] >= '\u2E80' && char.IsLetter(text[0]))
        {
            // No blanks part East Asian words: the longest known one wins.
            for (var length = Math.Min(4, text.Length); length > 0; length--)
            {
                if (DateWord.Table.TryFindFolded(text[..length], out token.Word))
                    return length;
            }
        }
        var end = EndOfWord(text);
        if (end == 0)
            return 0;
        if (DateWord.Table.TryFind(text[..end], out token.Word))
            return end;
        return HalfDayInTwoLetters(text, end, ref token);
    }

    // Letters and marks; a stop inside belongs to the word (a.m., มี.ค.), one behind it does not.
    private static int EndOfWord(ReadOnlySpan<char> text)
    {
        var i = 0;
        while (i < text.Length && i < 40 && (IsLetterOrMark(text[i]) || (text[i] == '.' && i > 0 && i + 1 < text.Length && IsLetterOrMark(text[i + 1]))))
            i++;
        return i;
    }

    private static bool IsLetterOrMark(char c) => char.IsAsciiLetter(c) || (c >= '\u0080' && (char.IsLetter(c)
        || char.GetUnicodeCategory(c) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark || CharacterClass.IsJoiner(c) || c is 'º' or 'ª'));

    // Spanish: "p. m.", with an ordinary or a no-break blank.
    private static int HalfDayInTwoLetters(ReadOnlySpan<char> text, int end, ref DateToken token)
    {
        if (end != 1 || text[0] is not ('a' or 'A' or 'p' or 'P'))
            return 0;
        var i = 1;
        while (i < text.Length && (text[i] == '.' || CharacterClass.IsBlank(text[i])))
            i++;
        if (i == 1 || i >= text.Length || text[i] is not ('m' or 'M') || (i + 1 < text.Length && char.IsLetterOrDigit(text[i + 1])))
            return 0;
        token.Word = new(text[0] is 'a' or 'A' ? DateWordKind.Am : DateWordKind.Pm);
        return i + 1;
    }

    private static (char Letter, int Length) Unit(ReadOnlySpan<char> text)
    {
        switch (text[0])
        {
            case '年' or '년': return ('y', 1);
            case '月' or '월': return ('M', 1);
            case '日' or '号' or '號' or '일': return ('d', 1);
            case '時' or '时' or '点' or '點' or '시': return ('h', 1);
            case '分' or '분': return ('m', 1);
            case '秒' or '초': return ('s', 1);
            case 'h' or 'H' when text.Length == 1 || !char.IsAsciiLetter(text[1]): return ('h', 1);
            default: return default;
        }
    }

    /// <summary>What follows an offset in brackets names the zone again, (Central European Time), and a weekday may stand in brackets.</summary>
    private static bool TryComment(ReadOnlySpan<char> text, ReadOnlySpan<DateToken> before, out int length)
    {
        length = text.IndexOf(')') + 1;
        if (length < 3)
            return false;
        if (DateWord.Table.TryFind(text[1..(length - 1)], out var word) && word.Is(DateWordKind.Weekday))
            return true;
        var last = before[^1];
        return last.IsWord(DateWordKind.Utc) || (last.IsNumber && last.Before is '+' or '-' && last.Digits == 4 && before.Length > 4);
    }
}
