namespace Meridian.Foundation.Geography;

/// <summary>What countries, M49 areas and groups of countries are called in lists, in the languages of the pages. Source: CLDR, and for the groups Data/shown-group-names.tsv.</summary>
public static class ShownNames
{
    private static readonly string[] Languages = ["en", "zh-Hans", "zh-Hant"];

    private static readonly Dictionary<string, string[]> Names = DataFile.Rows("shown-names.tsv").Concat(DataFile.Rows("shown-group-names.tsv")).ToDictionary(row => row[0], row => row[1..], StringComparer.Ordinal);

    private static readonly Dictionary<string, string> AreaKeys = Areas.All.GroupBy(a => a.Name, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.First().Key, StringComparer.Ordinal);

    /// <param name="code">ISO 3166-1 alpha-2 in capitals, or the key of an area.</param>
    /// <param name="language">en, zh-Hans or zh-Hant; another is answered in English.</param>
    /// <returns>The code itself where it is none.</returns>
    public static string Of(string code, string language) =>
        Names.TryGetValue(code, out var names) ? names[Math.Max(0, Array.IndexOf(Languages, language))] : code;

    /// <param name="englishName">As in <see cref="Country.Area"/> and <see cref="Country.Continent"/>.</param>
    /// <inheritdoc cref="Of"/>
    public static string OfArea(string englishName, string language) => AreaKeys.TryGetValue(englishName, out var key) ? Of(key, language) is var name && name != key ? name : englishName : englishName;
}
