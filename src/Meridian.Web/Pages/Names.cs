using System.Globalization;
using Meridian.Foundation.Geography;
using Meridian.Foundation.Platforms;

namespace Meridian.Web.Pages;

/// <summary>What countries, languages and platforms are called in the language of the person who reads.</summary>
public static class Names
{
    /// <param name="code">ISO 3166-1 alpha-2, or null or "unknown" for none.</param>
    public static string Country(string? code) => code is null or Segments.CustomerFilter.Unknown ? Unknown : ShownNames.Of(code, Texts.Language);

    /// <param name="area">English name, as in <see cref="Foundation.Geography.Country.Area"/>.</param>
    public static string Area(string area) => ShownNames.OfArea(area, Texts.Language);

    /// <param name="tag">BCP 47, or null or "unknown" for none.</param>
    public static string Language(string? tag)
    {
        if (tag is null or Segments.CustomerFilter.Unknown)
            return Unknown;
        try
        {
            return CultureInfo.GetCultureInfo(tag).DisplayName;
        }
        catch (CultureNotFoundException)
        {
            return tag;
        }
    }

    /// <param name="key">A platform's key, or null or "none".</param>
    public static string Platform(string? key) =>
        key is null or Segments.CustomerFilter.NoPlatform ? Texts.Find(Texts.Language, "names.no_platform")! : Platforms.All.FirstOrDefault(p => p.Key == key)?.Name ?? key;

    private static string Unknown => Texts.Find(Texts.Language, "names.unknown")!;
}
