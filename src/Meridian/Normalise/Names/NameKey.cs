using System.Buffers;
using System.Globalization;
using System.Runtime.CompilerServices;
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
        var parted = family is not null && given is not null;
        var key = Make(parted ? $"{given} {family}" : WithoutBrackets(full), script, parted ? $"{family} {given}" : null);
        // Nothing was left outside the brackets, or the name is all signs: then they are the name.
        return key ?? Make(full, script, null) ?? TextFold.Fold(full);
    }

    private static string? Make(string text, string script, string? familyFirst)
    {
        var isEastAsian = script is "Hani" or "Jpan" or "Kore";
        ReadOnlySpan<char> source = isEastAsian && familyFirst is not null ? familyFirst : text;
        Span<char> few = stackalloc char[512];
        ReadOnlySpan<char> folded = source.Length <= 128 && TextFold.TryFold(source, few, out var length) ? few[..length] : TextFold.Fold(source);
        Span<Range> words = stackalloc Range[MostWords];
        words = words[..Words(folded, words)];
        if (words.IsEmpty)
            return null;
        if (isEastAsian)
            return EastAsian(folded, words);
        while (words.Length > 1 && Has(folded[words[0]], Place.Before))
            words = words[1..];
        while (words.Length > 1 && Has(folded[words[^1]], Place.After))
            words = words[..^1];
        Sort(folded, words);
        return Join(folded, words, " ");
    }

    private static bool Has(ReadOnlySpan<char> word, Place place) => Honorifics.TryFindFolded(word, out var places) && (places & place) != Place.None;

    // Names without blanks have an order that must stay: 张伟 is not 伟张. A blank between their parts says nothing.
    private static string EastAsian(ReadOnlySpan<char> folded, ReadOnlySpan<Range> words)
    {
        var name = Join(folded, words, "");
        foreach (var ending in Endings)
        {
            if (name.Length > ending.Length && name.EndsWith(ending, StringComparison.Ordinal))
                return name[..^ending.Length];
        }
        return name;
    }

    // By insertion: names have two to five words.
    private static void Sort(ReadOnlySpan<char> text, Span<Range> words)
    {
        for (var i = 1; i < words.Length; i++)
        {
            for (var j = i; j > 0 && text[words[j]].SequenceCompareTo(text[words[j - 1]]) < 0; j--)
                (words[j], words[j - 1]) = (words[j - 1], words[j]);
        }
    }

    private static string Join(ReadOnlySpan<char> text, ReadOnlySpan<Range> words, string between)
    {
        var joined = new DefaultInterpolatedStringHandler(words.Length, words.Length, null, stackalloc char[256]);
        for (var i = 0; i < words.Length; i++)
        {
            if (i > 0)
                joined.AppendLiteral(between);
            joined.AppendFormatted(text[words[i]]);
        }
        return joined.ToStringAndClear();
    }

    /// <summary>Letters, marks and digits make words; everything else parts them. Returns how many words there are.</summary>
    private static int Words(ReadOnlySpan<char> folded, Span<Range> words)
    {
        int count = 0, start = -1;
        for (var i = 0; i <= folded.Length && count < words.Length; i++)
        {
            var inWord = i < folded.Length && IsOfWord(folded, i);
            if (inWord && start < 0)
                start = i;
            if (!inWord && start >= 0)
            {
                words[count++] = start..i;
                start = -1;
            }
        }
        return count;
    }

    private static bool IsOfWord(ReadOnlySpan<char> text, int i)
    {
        var c = text[i];
        if (c < '\u0080')
            return char.IsAsciiLetterOrDigit(c);
        if (!char.IsSurrogate(c))
            return IsOfWord(char.GetUnicodeCategory(c));
        var first = char.IsHighSurrogate(c) ? i : i - 1;
        return first >= 0 && Rune.DecodeFromUtf16(text[first..], out var rune, out _) == OperationStatus.Done && IsOfWord(Rune.GetUnicodeCategory(rune));
    }

    private static bool IsOfWord(UnicodeCategory category) => category is UnicodeCategory.LowercaseLetter or UnicodeCategory.OtherLetter or UnicodeCategory.UppercaseLetter or UnicodeCategory.TitlecaseLetter
        or UnicodeCategory.ModifierLetter or UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.DecimalDigitNumber or UnicodeCategory.LetterNumber;

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
