namespace Meridian.Foundation.Geography;

/// <summary>A language tag or POSIX locale taken apart: "zh_hant-tw", "pt_BR.UTF-8", "en-US-u-ca-gregory".</summary>
/// <param name="Language">Current BCP 47 language, "he" for iw; with the script that an old code implies ("sr-Latn" for sh).</param>
/// <param name="Script">ISO 15924, "Hant"; null when absent.</param>
/// <param name="Region">ISO 3166-1 alpha-2, or an M49 number ("419"); null when absent.</param>
internal readonly record struct LanguageTag(string Language, string? Script, string? Region)
{
    /// <summary>Canonical case and separators; variants and extensions are gone.</summary>
    public override string ToString() => (Script, Region) switch
    {
        (null, null) => Language,
        (null, _) => $"{Language}-{Region}",
        (_, null) => $"{Language}-{Script}",
        _ => $"{Language}-{Script}-{Region}",
    };

    /// <summary>Parses a tag whose every part is known; "to-date" and "no-name" are words, not locales.</summary>
    /// <param name="text">Trimmed text. A code set (".UTF-8") and a modifier ("@euro") are passed over.</param>
    /// <param name="tag">The parts.</param>
    public static bool TryParse(ReadOnlySpan<char> text, out LanguageTag tag)
    {
        tag = default;
        var end = text.IndexOfAny('.', '@');
        if (end >= 0)
            text = text[..end];

        var rest = text;
        if (Languages.OfCode(Take(ref rest)) is not { } language)
            return false;
        var dash = language.IndexOf('-');
        var script = dash < 0 ? null : language[(dash + 1)..];
        if (dash >= 0)
            language = language[..dash];

        string? region = null;
        var part = Take(ref rest);
        if (part.Length == 4 && Languages.Script(part) is { } known)
        {
            script = known;
            part = Take(ref rest);
        }
        if (RegionOf(part) is { } place)
        {
            region = place;
            part = Take(ref rest);
        }
        // Variants have five letters or more, or begin with a digit; extensions begin with a single letter.
        if (!part.IsEmpty && part.Length != 1 && part.Length < 5 && !char.IsAsciiDigit(part[0]))
            return false;
        tag = new LanguageTag(language, script, region);
        return true;
    }

    private static ReadOnlySpan<char> Take(ref ReadOnlySpan<char> rest)
    {
        var end = rest.IndexOfAny('-', '_');
        var part = end < 0 ? rest : rest[..end];
        rest = end < 0 ? default : rest[(end + 1)..];
        return part;
    }

    private static string? RegionOf(ReadOnlySpan<char> part)
    {
        if (part.Length == 2 && char.IsAsciiLetter(part[0]) && char.IsAsciiLetter(part[1]))
            return Countries.OfLetters(part[0], part[1]);
        return part.Length == 3 && char.IsAsciiDigit(part[0]) && (part is "001" || (Areas.TryFind(part, out var area) && area.Key.Length == 3)) ? part.ToString() : null;
    }
}
