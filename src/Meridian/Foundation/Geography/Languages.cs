namespace Meridian.Foundation.Geography;

/// <summary>Languages as BCP 47 tags, and the reading of one from a cell in any of twenty languages. Source: CLDR.</summary>
public static class Languages
{
    private static readonly Dictionary<string, string> EnglishNames =
        DataFile.Rows("languages.tsv").Where(row => row[1].Length > 0).ToDictionary(row => row[0], row => row[1], StringComparer.Ordinal);

    // Codes in use stand for themselves, old and three-letter ones for the tag in use.
    private static readonly Dictionary<string, string> Codes = LoadCodes();
    private static readonly Dictionary<string, string>.AlternateLookup<ReadOnlySpan<char>> CodesBySpan = Codes.GetAlternateLookup<ReadOnlySpan<char>>();
    private static readonly Dictionary<string, string> Scripts =
        DataFile.Rows("scripts.tsv").ToDictionary(row => row[0], row => row[0], StringComparer.OrdinalIgnoreCase);

    [ThreadStatic]
    private static RecentTexts? recent;

    /// <summary>Every tag that CLDR names in English, regional ones ("pt-BR") included.</summary>
    public static IReadOnlyCollection<string> All => EnglishNames.Keys;

    /// <summary>
    /// Reads a language: tags and locales in any case and with any separator, ISO 639-2 and 639-3 codes, CLDR's names in twenty languages and in
    /// the language itself, everyday names (Data/language-aliases.tsv), and a name with its country ("English (US)", "português (Brasil)").
    /// </summary>
    /// <param name="text">One cell.</param>
    /// <param name="bcp47">
    /// language[-Script][-REGION] in canonical case: what was written, with deprecated codes replaced ("iw" is "he") and nothing added:
    /// "zh_cn" is "zh-CN", 简体中文 is "zh-Hans", "eng" is "en". "" when false.
    /// </param>
    public static bool TryFind(ReadOnlySpan<char> text, out string bcp47)
    {
        text = text.Trim();
        bcp47 = "";
        if (text.IsEmpty)
            return false;
        if (text.Length <= 3 && OfCode(text) is { } language)
        {
            bcp47 = language;
            return true;
        }
        var memory = recent ??= new RecentTexts();
        if (!memory.TryGet(text, out bcp47, out var slot))
        {
            bcp47 = LanguageText.Read(text);
            memory.Keep(slot, text, bcp47);
        }
        return bcp47.Length > 0;
    }

    /// <summary>
    /// Reads a locale of a browser or a system, and the country it speaks for: "pt_BR.UTF-8", "en-US", "zh-Hant-HK", "de-AT,de;q=0.9" (the first counts).
    /// </summary>
    /// <param name="text">One cell, a POSIX locale, a BCP 47 tag or an Accept-Language header.</param>
    /// <param name="language">language[-Script]; "" when false.</param>
    /// <param name="country">Alpha-2; null where the locale names none ("en", "es-419").</param>
    /// <returns>False for names of languages, and for "C" and "POSIX".</returns>
    public static bool TryReadLocale(ReadOnlySpan<char> text, out string language, out string? country)
    {
        var end = text.IndexOfAny(',', ';');
        language = "";
        country = null;
        if (!LanguageTag.TryParse((end < 0 ? text : text[..end]).Trim(), out var tag))
            return false;
        language = (tag with { Region = null }).ToString();
        country = tag.Region is { Length: 2 } region ? region : null;
        return true;
    }

    /// <summary>The English name, "Chinese", "Brazilian Portuguese", "English (India)"; null for an unknown tag.</summary>
    public static string? LanguageName(string bcp47)
    {
        if (EnglishNames.TryGetValue(bcp47, out var name))
            return name;
        if (!LanguageTag.TryParse(bcp47, out var tag))
            return null;
        var place = tag.Region is { Length: 2 } code ? Countries.Get(code)?.EnglishName : tag.Region;
        var written = (tag with { Region = null }).ToString();
        if (EnglishNames.TryGetValue(written, out name))
            return place is null ? name : $"{name} ({place})";
        if (!EnglishNames.TryGetValue(tag.Language, out name))
            return null;
        return place is null ? $"{name} ({tag.Script})" : $"{name} ({tag.Script}, {place})";
    }

    /// <summary>The tag in use for a code of two or three letters in any case, as a shared string; null when there is no such language.</summary>
    internal static string? OfCode(ReadOnlySpan<char> code) =>
        code.Length is 2 or 3 && CodesBySpan.TryGetValue(code, out var tag) ? tag : null;

    /// <summary>An ISO 15924 code in its canonical case; null when there is no such script.</summary>
    internal static string? Script(ReadOnlySpan<char> code) =>
        Scripts.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(code, out var script) ? script : null;

    private static Dictionary<string, string> LoadCodes()
    {
        var codes = new Dictionary<string, string>(1200, StringComparer.OrdinalIgnoreCase);
        foreach (var tag in EnglishNames.Keys)
        {
            if (tag.Length <= 3)
                codes[tag] = tag;
        }
        foreach (var row in DataFile.Rows("language-codes.tsv"))
            codes[row[0]] = row[1];
        return codes;
    }
}
