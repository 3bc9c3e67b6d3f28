using System.CommandLine;
using Meridian.Foundation.Database;
using Meridian.Foundation.Platforms;
using Meridian.Segments;
using Meridian.Tags.Definitions;

namespace Meridian.Cli.Commands;

/// <summary>The filters that lists, counts, the matrix and exports share; each takes the names that people use.</summary>
internal sealed class FilterOptions
{
    private readonly Option<string?> _country = new("--country") { Description = "ISO code or name, in any of the languages known; unknown = no country known.", HelpName = "CC" };
    private readonly Option<string?> _area = new("--area") { Description = "One of 'areas list': \"Western Asia\", \"Middle East\", LATAM.", HelpName = "A" };
    private readonly Option<string?> _language = new("--language") { Description = "BCP 47 code or name; zh includes zh-Hans; unknown = none known.", HelpName = "L" };
    private readonly Option<string?> _platform = new("--platform") { Description = "Platform key or name; none = no platform known.", HelpName = "P" };
    private readonly Option<string?> _activity = new("--activity") { Description = "high, medium, low, silent or unknown.", HelpName = "A" };

    public FilterOptions(Command command)
    {
        _activity.CompletionSources.Add([.. FilterText.Activities]);
        _platform.CompletionSources.Add(_ => Platforms.All.Select(p => new System.CommandLine.Completions.CompletionItem(p.Key)));
        foreach (var option in new Option[] { _country, _area, _language, _platform, _activity })
            command.Options.Add(option);
    }

    /// <summary>What can be said of the values before a store is opened: a slip of the keyboard is told first, wherever the store is.</summary>
    /// <exception cref="CommandException">A value that names nothing; the message says what would.</exception>
    public void Insist(ParseResult parsed) => Read(parsed, null, null);

    /// <exception cref="CommandException">A value that names nothing; the message says what would.</exception>
    public CustomerFilter Read(ParseResult parsed, ISession session) => Read(parsed, parsed.GetValue(_area), session);

    private CustomerFilter Read(ParseResult parsed, string? area, ISession? session)
    {
        try
        {
            return FilterText.Read(
                area is null || session is null ? null : AreaBook.Catalogue(session), parsed.GetValue(_country), area, parsed.GetValue(_language), parsed.GetValue(_platform), parsed.GetValue(_activity));
        }
        catch (FilterException e)
        {
            throw new CommandException(ExitCode.Usage, $"--{e.Part}: {e.Message}");
        }
    }
}
