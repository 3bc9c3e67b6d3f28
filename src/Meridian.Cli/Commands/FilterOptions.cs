using System.CommandLine;
using Meridian.Foundation.Geography;
using Meridian.Foundation.Platforms;
using Meridian.Segments;

namespace Meridian.Cli.Commands;

/// <summary>The filters that lists, counts, the matrix and exports share; each takes the names that people use.</summary>
internal sealed class FilterOptions
{
    private readonly Option<string?> _country = new("--country") { Description = "ISO code or name, in any of the languages known; unknown = no country known.", HelpName = "CC" };
    private readonly Option<string?> _area = new("--area") { Description = "UN M49 region or group: \"Western Asia\", \"Middle East\", LATAM.", HelpName = "A" };
    private readonly Option<string?> _language = new("--language") { Description = "BCP 47 code or name; zh includes zh-Hans; unknown = none known.", HelpName = "L" };
    private readonly Option<string?> _platform = new("--platform") { Description = "Platform key or name; none = no platform known.", HelpName = "P" };
    private readonly Option<string?> _activity = new("--activity") { Description = "high, medium, low, silent or unknown.", HelpName = "A" };

    public FilterOptions(Command command)
    {
        _activity.CompletionSources.Add("high", "medium", "low", "silent", "unknown");
        _platform.CompletionSources.Add(_ => Platforms.All.Select(p => new System.CommandLine.Completions.CompletionItem(p.Key)));
        foreach (var option in new Option[] { _country, _area, _language, _platform, _activity })
            command.Options.Add(option);
    }

    /// <exception cref="CommandException">A value that names nothing; the message says what would.</exception>
    public CustomerFilter Read(ParseResult parsed)
    {
        string? country = null, language = null, platform = null;
        IReadOnlyList<string>? area = null;
        if (parsed.GetValue(_country) is { } countryText && !MeansUnknown(countryText, ref country) && !Countries.TryFind(countryText, out country))
            throw new CommandException(ExitCode.Usage, $"--country: '{countryText}' is not a country. Use an ISO 3166-1 code such as US, a name, or unknown.");
        if (parsed.GetValue(_area) is { } areaText)
        {
            area = Areas.TryFind(areaText, out var found)
                ? [.. found.Countries]
                : throw new CommandException(ExitCode.Usage, $"--area: '{areaText}' is not an area. Known: {string.Join(", ", Areas.All.Select(a => a.Name))}.");
        }

        if (parsed.GetValue(_language) is { } languageText && !MeansUnknown(languageText, ref language) && !Languages.TryFind(languageText, out language))
            throw new CommandException(ExitCode.Usage, $"--language: '{languageText}' is not a language. Use a BCP 47 code such as pt-BR, a name, or unknown.");
        if (parsed.GetValue(_platform) is { } platformText)
        {
            platform = MeansUnknown(platformText, ref platform) ? CustomerFilter.NoPlatform
                : Platforms.TryFind(platformText, out var found) ? found.Key
                : throw new CommandException(ExitCode.Usage, $"--platform: '{platformText}' is not a platform. Known: {string.Join(", ", Platforms.All.Select(p => p.Key))}, none.");
        }

        var activity = parsed.GetValue(_activity)?.ToLowerInvariant();
        if (activity is not (null or "high" or "medium" or "low" or "silent" or "unknown"))
            throw new CommandException(ExitCode.Usage, $"--activity: '{activity}' is none of high, medium, low, silent, unknown.");
        return new CustomerFilter(country, area, language, platform, activity);
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
