namespace Meridian.Foundation.Geography;

/// <summary>Reads a language from text that is more than a bare code.</summary>
internal static class LanguageText
{
    private static readonly NameIndex Names = Load();

    // The word for "language" around a name, as keys.
    private static readonly string[] Before = ["اللغه", "bahasa", "tieng", "jezyk", "langue", "lingua", "lengua", "idioma", "ภาษา", "язык"];
    private static readonly string[] After = ["language", "speaking", "speaker", "lang", "язык", "भाषा", "dili"];

    /// <summary>Every name that is known, by key, for audits.</summary>
    public static NameIndex Index => Names;

    /// <summary>The BCP 47 tag, or "" when the text names no language or several.</summary>
    public static string Read(ReadOnlySpan<char> text)
    {
        // Names before tags: French "bas-allemand" has the form of Basaa with a variant.
        var name = OfName(text, out var known);
        if (known)
            return name;
        return LanguageTag.TryParse(text, out var tag) ? tag.ToString() : WithCountry(text);
    }

    private static string OfName(ReadOnlySpan<char> text, out bool known)
    {
        Span<char> buffer = stackalloc char[NameKey.MaxKey];
        ReadOnlySpan<char> key = buffer[..NameKey.Fold(text, buffer)];
        var tags = Names.CandidatesOfKey(key);
        if (tags.Length == 0)
            tags = Names.CandidatesOfKey(Bare(key));
        known = tags.Length > 0;
        return tags.Contains(' ') ? "" : tags;
    }

    private static ReadOnlySpan<char> Bare(ReadOnlySpan<char> key)
    {
        foreach (var word in Before)
        {
            if (key.StartsWith(word))
                return key[word.Length..];
        }
        foreach (var word in After)
        {
            if (key.EndsWith(word))
                return key[..^word.Length];
        }
        return key;
    }

    /// <summary>"English (US)", "Español - México", "Portuguese_Brazil": a language, then a country.</summary>
    private static string WithCountry(ReadOnlySpan<char> text)
    {
        var cut = text.IndexOfAny("(（-–—,，/_");
        if (cut <= 0)
            return "";
        var name = text[..cut].Trim();
        var place = text[(cut + 1)..].Trim("()（） -");
        var language = name.Length <= 3 ? Languages.OfCode(name) ?? "" : "";
        if (language.Length == 0)
            language = OfName(name, out _);
        return language.Length > 0 && Countries.TryFind(place, out var country) ? $"{language}-{country}" : "";
    }

    private static NameIndex Load()
    {
        var index = new NameIndex(8000);
        foreach (var row in DataFile.Rows("languages.tsv"))
        {
            index.Add(row[1], row[0]);
            foreach (var name in row[2].AsSpan().Split('|'))
                index.Add(row[2].AsSpan()[name], row[0]);
        }
        foreach (var row in DataFile.Rows("language-aliases.tsv"))
        {
            foreach (var name in row[1].Split('|'))
                index.Settle(name, row[0]);
        }
        return index;
    }
}
