using System.Globalization;
using System.Text;

namespace Meridian.Normalise;

/// <summary>Makes the key under which two spellings of a name meet: "Silva, Dr. João" and "joao silva" are one.</summary>
internal static class NameKey
{
    /// <summary>More words than any name has; the rest is left out.</summary>
    private const int MostWords = 24;

    [Flags]
    private enum Place
    {
        None = 0,
        Before = 1,
        After = 2,
    }

    private static readonly WordTable<Place> Honorifics = new(DataFile.Rows("honorifics.words.tsv").Select(r => (r[0], r[1] == "before" ? Place.Before : Place.After)), (a, b) => a | b);

    // Written without a blank behind the name, in scripts that have none; longest first, so that 선생님 goes before 님.
    private static readonly string[] Endings = [.. Honorifics.All.Where(h => (h.Value & Place.After) != Place.None && h.Key[0] >= '\u2E80').Select(h => h.Key).OrderByDescending(k => k.Length)];

    /// <summary>The key of a name in NFKC. <paramref name="family"/> and <paramref name="given"/> are given where a comma parted them.</summary>
    public static string Of(string full, string? given, string? family, string script)
    {
        var folded = TextFold.Fold(family is not null && given is not null ? $"{given} {family}" : WithoutBrackets(full));
        Span<Range> words = stackalloc Range[MostWords];
        var text = Words(folded, words, out var count);
        if (count == 0)
            text = Words(TextFold.Fold(full), words, out count);
        if (count == 0)
            return TextFold.Fold(full);
        if (script is "Hani" or "Jpan" or "Kore")
            return EastAsian(text, words[..count], given, family);
        var kept = words[..count];
        while (kept.Length > 1 && Has(text.AsSpan(kept[0]), Place.Before))
            kept = kept[1..];
        while (kept.Length > 1 && Has(text.AsSpan(kept[^1]), Place.After))
            kept = kept[..^1];
        return Sorted(text, kept);
    }

    private static bool Has(ReadOnlySpan<char> word, Place place) => Honorifics.TryFindFolded(word, out var places) && (places & place) != Place.None;

    // Names without blanks have an order that must stay: 张伟 is not 伟张. A blank between their parts says nothing. Latin words beside them do not match their characters.
    private static string EastAsian(string text, ReadOnlySpan<Range> words, string? given, string? family)
    {
        var key = new StringBuilder(text.Length);
        foreach (var word in words)
            key.Append(text.AsSpan(word));
        var name = given is not null && family is not null ? string.Concat(TextFold.Fold(family), TextFold.Fold(given)).Replace(" ", "", StringComparison.Ordinal) : key.ToString();
        foreach (var ending in Endings)
        {
            if (name.Length > ending.Length && name.EndsWith(ending, StringComparison.Ordinal))
                return name[..^ending.Length];
        }
        return name;
    }

    private static string Sorted(string text, ReadOnlySpan<Range> words)
    {
        if (words.Length == 1)
            return text[words[0]];
        var sorted = new string[words.Length];
        for (var i = 0; i < words.Length; i++)
            sorted[i] = text[words[i]];
        Array.Sort(sorted, StringComparer.Ordinal);
        return string.Join(' ', sorted);
    }

    /// <summary>Letters, marks and digits make words; everything else parts them. Returns the text that the ranges cut.</summary>
    private static string Words(string folded, Span<Range> words, out int count)
    {
        count = 0;
        var start = -1;
        for (var i = 0; i <= folded.Length; i++)
        {
            var inWord = i < folded.Length && IsOfWord(folded, i);
            if (inWord && start < 0)
                start = i;
            if (!inWord && start >= 0)
            {
                if (count < words.Length)
                    words[count++] = start..i;
                start = -1;
            }
        }
        return folded;
    }

    private static bool IsOfWord(string text, int i)
    {
        var c = text[i];
        if (char.IsAsciiLetterOrDigit(c))
            return true;
        if (c < '\u0080')
            return false;
        var category = char.IsLowSurrogate(c) && i > 0 ? CharUnicodeInfo.GetUnicodeCategory(text, i - 1) : CharUnicodeInfo.GetUnicodeCategory(text, i);
        // Joiners shape the letter beside them; letters that look like one but come from emoji blocks are symbols, and go.
        return category is UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter or UnicodeCategory.ModifierLetter or UnicodeCategory.OtherLetter
            or UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.DecimalDigitNumber or UnicodeCategory.LetterNumber;
    }

    // "Juan (cliente)", "Ana [tienda]", "张伟（上海）": remarks of whoever keeps the list. NFKC has made the brackets plain.
    private static string WithoutBrackets(string full)
    {
        if (full.AsSpan().IndexOfAny("([{【") < 0)
            return full;
        var kept = new StringBuilder(full.Length);
        var depth = 0;
        foreach (var c in full)
        {
            if (c is '(' or '[' or '{' or '【')
                depth++;
            else if (c is ')' or ']' or '}' or '】')
                depth = Math.Max(0, depth - 1);
            else if (depth == 0)
                kept.Append(c);
        }
        return kept.ToString();
    }
}
