using System.Text;

namespace Meridian.Normalise;

/// <summary>Reads personal names of any script. What was given is kept; only the match key takes liberties.</summary>
public static class PersonName
{
    /// <summary>Characters; passports of the world fit, prose does not.</summary>
    public const int LongestName = 200;

    private static readonly WordTable<bool> NotNames = new(DataFile.Rows("not-names.words.tsv").Select(r => (r[0], true)));

    // After a comma these end a name; they do not begin a given name.
    private static readonly WordTable<bool> Suffixes = new(new[] { "jr", "sr", "ii", "iii", "iv", "md", "phd", "mba", "esq", "cpa", "dds", "dmd", "jd", "rn", "pe", "msc", "bsc", "ma", "ba", "llm", "filho", "neto", "junior" }.Select(w => (w, true)));

    /// <summary>Reads a name. False for cells of nothing, for "test", "customer 12", "未知" and the like, for phone numbers, e-mail addresses, links, and for text without any letter.</summary>
    public static bool TryRead(ReadOnlySpan<char> cell, out Name name)
    {
        name = default;
        var text = CellText.CleanKnown(cell);
        while (text.Length > 0 && text[0] is '~' or '～' or '∼')
            text = CellText.CleanKnown(text[1..]);
        if (text.Length is 0 or > LongestName)
            return false;
        var full = Tidy(text);
        if (full.Length is 0 or > LongestName)
            return false;
        // Marks gone, something may stand in front that is taken off: "'\uFEFF0", "\u200E~Ana". Each round is shorter.
        if (!text.SequenceEqual(full) && (full[0] == '~' || CellText.CleanKnown(full).Length < full.Length))
            return TryRead(full, out name);
        if (IsAddress(full) || !HasLetter(full) || IsMostlyDigits(full) || IsNotName(full))
            return false;
        var script = Scripts.Of(full);
        var (given, family) = Parts(full, script, out var byComma);
        name = new(full, given, family, script, NameKey.Of(full, byComma ? given : null, byComma ? family : null, script));
        return true;
    }

    /// <summary>
    /// The full name of separate columns, in the order of its culture: family first without a blank in Han, kana and Hangul; family first with one in Vietnamese and Hungarian; given first elsewhere.
    /// If one part holds the other already, it alone is the name.
    /// </summary>
    /// <param name="given">May be empty.</param>
    /// <param name="family">May be empty.</param>
    /// <param name="script">ISO 15924; found out from both parts if null.</param>
    /// <param name="language">BCP 47, if known; only its first subtag counts.</param>
    public static string Combine(ReadOnlySpan<char> given, ReadOnlySpan<char> family, string? script = null, string? language = null)
    {
        var first = Tidy(CellText.CleanKnown(given));
        var last = Tidy(CellText.CleanKnown(family));
        if (first.Length == 0 || last.Length == 0)
            return first.Length == 0 ? last : first;
        script ??= Scripts.Of(first + last);
        if (script is "Hani" or "Jpan" or "Kore" or "Hira" or "Kana" or "Hang" or "Hans" or "Hant")
        {
            // 小林陽子 beside 小林: the given column held the whole name.
            return first.StartsWith(last, StringComparison.Ordinal) && first.Length > last.Length ? first : last + first;
        }
        if (first.Length > last.Length && (first.EndsWith(" " + last, StringComparison.OrdinalIgnoreCase) || first.StartsWith(last + " ", StringComparison.OrdinalIgnoreCase)))
            return first;
        if (last.Length > first.Length && (last.StartsWith(first + " ", StringComparison.OrdinalIgnoreCase) || last.EndsWith(" " + first, StringComparison.OrdinalIgnoreCase)))
            return last;
        var familyFirst = language is not null && (language.Split('-', '_')[0] is "vi" or "hu");
        return familyFirst ? $"{last} {first}" : $"{first} {last}";
    }

    private static (string? Given, string? Family) Parts(string full, string script, out bool byComma)
    {
        byComma = false;
        var comma = full.IndexOfAny([',', '、', '،']);
        if (comma >= 0)
        {
            var family = full.AsSpan(0, comma).Trim();
            var given = full.AsSpan(comma + 1).Trim();
            // A second comma makes it a list; "Ana Silva, MD" is a title.
            byComma = HasLetter(family) && HasLetter(given) && given.IndexOfAny(',', '、', '،') < 0 && !Suffixes.Contains(given) && !full.AsSpan().ContainsAny('(', '[');
            return byComma ? (given.ToString(), family.ToString()) : (null, null);
        }
        if (script is not ("Hani" or "Kore" or "Jpan"))
            return (null, null);
        var blank = full.IndexOf(' ', StringComparison.Ordinal);
        if (blank > 0)
        {
            // Two short words of one East Asian script: the family name leads.
            var (family, given) = (full[..blank], full[(blank + 1)..]);
            return family.Length <= 3 && given.Length <= 4 && IsAllEastAsian(family) && IsAllEastAsian(given) ? (given, family) : (null, null);
        }
        if (!IsAllEastAsian(full))
            return (null, null);
        var length = FamilyNames.LengthOfFamily(full, script);
        return length == 0 ? (null, null) : (full[length..], full[..length]);
    }

    private static bool IsAllEastAsian(ReadOnlySpan<char> text)
    {
        foreach (var rune in text.EnumerateRunes())
        {
            if (Scripts.Of(rune) is not ("Hani" or "Hang" or "Hira" or "Kana") && rune.Value != 'ー')
                return false;
        }
        return true;
    }

    private static bool HasLetter(ReadOnlySpan<char> text)
    {
        if (text.Length > 0 && char.IsAsciiLetter(text[0]))
            return true;
        foreach (var rune in text.EnumerateRunes())
        {
            if (Rune.IsLetter(rune))
                return true;
        }
        return false;
    }

    // "p:+34600123456", "No 600 123 456": a phone with a letter or two before it.
    private static bool IsMostlyDigits(string text)
    {
        int digits = 0, letters = 0;
        foreach (var c in text)
        {
            digits += CharacterClass.DigitValue(c) >= 0 ? 1 : 0;
            letters += char.IsLetter(c) ? 1 : 0;
        }
        return digits >= 7 && letters <= 2;
    }

    // "ana@example.com", "https://…", "wa.me/34600123456", "www.example.com".
    private static bool IsAddress(ReadOnlySpan<char> text)
    {
        var at = text.IndexOf('@');
        return (at > 0 && !text.Contains(' ') && text[at..].Contains('.')) || text.IndexOf("://") >= 0 || text.StartsWith("www.", StringComparison.OrdinalIgnoreCase)
            || text.StartsWith("wa.me/", StringComparison.OrdinalIgnoreCase) || text.StartsWith("t.me/", StringComparison.OrdinalIgnoreCase);
    }

    // "Customer 123", "user_12", "客户001": the word without its number and signs.
    private static bool IsNotName(string full)
    {
        if (full.Length > 48)
            return false;
        Span<char> letters = stackalloc char[48];
        var length = 0;
        foreach (var c in full)
        {
            var kept = CharacterClass.DigitValue(c) >= 0 || c is '#' or '_' or '-' or '.' or ':' or '*' or '(' or ')' or '<' or '>' or '[' or ']' ? ' ' : c;
            if (kept != ' ' || (length > 0 && letters[length - 1] != ' '))
                letters[length++] = kept;
        }
        ReadOnlySpan<char> word = letters[..length].TrimEnd(' ');
        return word.IsEmpty || NotNames.Contains(word);
    }

    /// <summary>NFKC, blanks single, none at the ends.</summary>
    private static string Tidy(ReadOnlySpan<char> text)
    {
        var name = UnicodeForm.ToNfkc(text);
        var clean = true;
        for (var i = 0; i < name.Length && clean; i++)
            clean = !CharacterClass.IsBlank(name[i]) || (name[i] == ' ' && i > 0 && i < name.Length - 1 && name[i - 1] != ' ');
        if (clean)
            return name;
        var tidy = new StringBuilder(name.Length);
        foreach (var c in name)
        {
            if (!CharacterClass.IsBlank(c))
                tidy.Append(c);
            else if (tidy.Length > 0 && tidy[^1] != ' ')
                tidy.Append(' ');
        }
        if (tidy.Length > 0 && tidy[^1] == ' ')
            tidy.Length--;
        return tidy.ToString();
    }
}
