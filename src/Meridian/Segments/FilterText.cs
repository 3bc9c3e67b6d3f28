using Meridian.Foundation.Geography;
using Meridian.Foundation.Platforms;

namespace Meridian.Segments;

/// <summary>A part of a filter names nothing; the message says what would.</summary>
/// <param name="part">country, area, language, platform or activity.</param>
public sealed class FilterException(string part, string message) : Exception(message)
{
    public string Part => part;
}

/// <summary>Reads filters as people write them: codes, or names in any of the languages known.</summary>
public static class FilterText
{
    public static IReadOnlyList<string> Activities { get; } = ["high", "medium", "low", "silent", "unknown"];

    /// <param name="areas">What names of areas mean; null: as the program brings them.</param>
    /// <exception cref="FilterException">A value that names nothing.</exception>
    public static CustomerFilter Read(AreaCatalogue? areas, string? country, string? area, string? language, string? platform, string? activity)
    {
        string? inCountry = null, inLanguage = null, onPlatform = null;
        IReadOnlyList<string>? inArea = null;
        if (country is not null && !MeansUnknown(country, ref inCountry) && !Countries.TryFind(country, out inCountry))
            throw new FilterException("country", $"'{country}' is not a country. Use an ISO 3166-1 code such as US, a name, or unknown.");
        if (area is not null)
        {
            areas ??= Areas.Shipped;
            inArea = areas.TryFind(area, out var found)
                ? [.. found.Countries]
                : throw new FilterException("area", $"'{area}' is not an area. Known: {string.Join(", ", areas.All.Select(a => a.Name))}.");
        }

        if (language is not null && !MeansUnknown(language, ref inLanguage) && !Languages.TryFind(language, out inLanguage))
            throw new FilterException("language", $"'{language}' is not a language. Use a BCP 47 code such as pt-BR, a name, or unknown.");
        if (platform is not null)
        {
            onPlatform = MeansUnknown(platform, ref onPlatform) ? CustomerFilter.NoPlatform
                : Platforms.TryFind(platform, out var found) ? found.Key
                : throw new FilterException("platform", $"'{platform}' is not a platform. Known: {string.Join(", ", Platforms.All.Select(p => p.Key))}, none.");
        }

        var how = activity?.ToLowerInvariant();
        if (how is not null && !Activities.Contains(how, StringComparer.Ordinal))
            throw new FilterException("activity", $"'{how}' is none of {string.Join(", ", Activities)}.");
        return new CustomerFilter(inCountry, inArea, inLanguage, onPlatform, how);
    }

    /// <summary>"unknown" as the matrix prints it, or "none" as for platforms.</summary>
    private static bool MeansUnknown(string text, ref string? value)
    {
        if (text.Trim().ToLowerInvariant() is not (CustomerFilter.Unknown or CustomerFilter.NoPlatform))
            return false;
        value = CustomerFilter.Unknown;
        return true;
    }
}
