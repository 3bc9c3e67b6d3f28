using System.Buffers;

namespace Meridian.Normalise;

/// <summary>A cell as a person meant it: what spreadsheets and exports put around a value is taken off, nothing inside it is touched.</summary>
public static class CellText
{
    private static readonly WordTable<bool> NothingWords = new(DataFile.Rows("nothing.words.tsv").Select(r => (r[0], true)));

    // Characters below U+0080 with which a word for nothing begins: most cells begin with another one, and need no look-up.
    private static readonly SearchValues<char> NothingBegins = SearchValues.Create(NothingWords.All.Select(w => w.Key[0]).Where(char.IsAscii).SelectMany(c => new[] { c, char.ToUpperInvariant(c) }).Append('.').Append('\'').Distinct().ToArray());

    /// <summary>
    /// The part of the cell that shows: blanks of every script and invisible marks at both ends go, and so do the wrappings that keep a spreadsheet from
    /// calculating: a leading <c>'</c> before = + - @ or a digit (this also reverses our own export), and <c>="…"</c> around a text. A slice of the cell, no copy.
    /// </summary>
    public static ReadOnlySpan<char> Clean(ReadOnlySpan<char> cell)
    {
        var text = Trim(cell);
        if (text.Length < 2)
            return text;
        if (text[0] == '\'')
            return IsProtected(text[1]) ? Trim(text[1..]) : text;
        if (text[0] == '=' && text[1] == '"' && text.Length > 3 && text[^1] == '"' && !text[2..^1].Contains('"'))
            return Trim(text[2..^1]);
        return text;
    }

    /// <summary>Like <see cref="Clean"/>, and empty where the cell holds a word for nothing: for well-known fields. A team's own columns keep such words.</summary>
    public static ReadOnlySpan<char> CleanKnown(ReadOnlySpan<char> cell)
    {
        var text = Clean(cell);
        return IsNothing(text) ? [] : text;
    }

    /// <summary>True if nothing shows.</summary>
    public static bool IsBlank(ReadOnlySpan<char> cell) => Trim(cell).IsEmpty;

    /// <summary>
    /// True if nothing shows, or if what shows says "nothing": <c>null</c>, <c>N/A</c>, <c>#REF!</c>, <c>无</c>, <c>sin datos</c>, or only dashes, dots, question marks.
    /// <c>NA</c> is not among them, it is Namibia's code; nor is 0.
    /// </summary>
    public static bool IsNothing(ReadOnlySpan<char> cell)
    {
        var text = Trim(cell);
        if (text.IsEmpty)
            return true;
        if (text.Length > 24)
            return false;
        if (text[0] < '\u0080' && !NothingBegins.Contains(text[0]))
            return IsOnlyFiller(text);
        return IsOnlyFiller(text) || NothingWords.Contains(text);
    }

    private static bool IsOnlyFiller(ReadOnlySpan<char> text)
    {
        foreach (var c in text)
        {
            if (c is not ('-' or '–' or '—' or '―' or '－' or '−' or 'ー' or '_' or '.' or '。' or '…' or '?' or '？' or '*' or '/' or '\\' or '~' or ',' or ';' or ':' or '|' or ' ' or '\''))
                return false;
        }
        return true;
    }

    private static bool IsProtected(char c) => c is '=' or '+' or '-' or '@' or '＝' or '＋' or '－' or '＠' or '\t' or '\r' or '\n' or '\0' || char.IsAsciiDigit(c);

    internal static ReadOnlySpan<char> Trim(ReadOnlySpan<char> text)
    {
        // Nine cells in ten have nothing to trim, and show it at once.
        if (text.Length > 0 && text[0] is > ' ' and < '\u007F' && text[^1] is > ' ' and < '\u007F')
            return text;
        var start = 0;
        while (start < text.Length && (CharacterClass.IsBlank(text[start]) || CharacterClass.IsInvisible(text[start]) || CharacterClass.IsJoiner(text[start])))
            start++;
        var end = text.Length;
        while (end > start && CanGoAtEnd(text, end - 1))
            end--;
        return text[start..end];
    }

    // A joiner after a combining mark shapes the letter before it (Malayalam chillu, Bengali khanda ta in older text): that one stays.
    private static bool CanGoAtEnd(ReadOnlySpan<char> text, int i)
        => CharacterClass.IsBlank(text[i]) || CharacterClass.IsInvisible(text[i])
        || (CharacterClass.IsJoiner(text[i]) && (i == 0 || char.GetUnicodeCategory(text[i - 1]) != System.Globalization.UnicodeCategory.NonSpacingMark));
}
