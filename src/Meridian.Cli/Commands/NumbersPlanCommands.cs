using System.CommandLine;
using Meridian.Cli.Output;
using Meridian.Foundation.Geography;
using Meridian.Ingest;
using Meridian.Numbers;

namespace Meridian.Cli.Commands;

/// <summary>meridian numbers coverage, ranges CC and sample --country CC: what numbering plans say, without any list.</summary>
internal static class NumbersPlanCommands
{
    private const int MostSamples = 1_000_000;

    public static Command Coverage(CommandContext context)
    {
        var command = new Command("coverage", "Every region of the numbering metadata: calling code, types of numbers, an example.");
        command.SetAction(parsed =>
        {
            var regions = NumberingFacts.Regions();
            if (parsed.GetValue(CommandContext.Json))
            {
                foreach (var region in regions)
                    context.Terminal.Json(RegionView.Of(region));
            }
            else
            {
                PlanReport.Coverage(context.Terminal, regions);
            }

            return ExitCode.Ok;
        });
        return command;
    }

    public static Command Ranges(CommandContext context)
    {
        var country = new Argument<string>("CC") { Description = "ISO code or name of a country." };
        var command = new Command("ranges", "A country's numbering plan: leading digits by type.") { country };
        command.SetAction(parsed =>
        {
            var region = Region(parsed.GetValue(country)!, "CC");
            var ranges = NumberRanges.Of(region);
            if (parsed.GetValue(CommandContext.Json))
            {
                foreach (var range in ranges)
                    context.Terminal.Json(RangeView.Of(region, range));
            }
            else
            {
                PlanReport.Ranges(context.Terminal, region, ranges);
            }

            return ExitCode.Ok;
        });
        return command;
    }

    public static Command Sample(CommandContext context)
    {
        var country = new Option<string>("--country") { Description = "ISO code or name of a country.", HelpName = "CC", Required = true };
        var type = new Option<string?>("--type") { Description = "Type of number; mobile where nothing is said.", HelpName = "T" };
        type.CompletionSources.Add([.. NumberingFacts.TypeNames]);
        var range = new Option<string?>("--range") { Description = "Leading digits after the country code, such as 151 or 150-159; 'numbers ranges' shows them.", HelpName = "R" };
        var count = new Option<int>("--count") { Description = "How many.", HelpName = "N", DefaultValueFactory = _ => 10 };
        var seed = new Option<int>("--seed") { Description = "The same seed gives the same numbers.", HelpName = "S", DefaultValueFactory = _ => 1 };
        var command = new Command("sample", "Valid-looking numbers for tests and planning, marked as generated. They may belong to somebody: never contact them.") { country, type, range, count, seed };
        command.SetAction(parsed =>
        {
            var region = Region(parsed.GetValue(country)!, "--country");
            var wanted = parsed.GetValue(type)?.ToLowerInvariant().Replace('-', '_');
            if (wanted is not null && !NumberingFacts.TypeNames.Contains(wanted, StringComparer.Ordinal))
                throw new CommandException(ExitCode.Usage, $"--type: '{wanted}' is not a type of number. Known: {string.Join(", ", NumberingFacts.TypeNames)}.");
            var digits = parsed.GetValue(range)?.Replace('–', '-').Replace(" ", "", StringComparison.Ordinal);
            if (digits is not null && !NumberSamples.IsRange(digits))
                throw new CommandException(ExitCode.Usage, $"--range: '{digits}' is no range. Give leading digits after the country code, such as 151 or 150-159.");
            var n = parsed.GetValue(count);
            if (n is < 1 or > MostSamples)
                throw new CommandException(ExitCode.Usage, $"--count must be 1 to {MostSamples:N0}.");
            var json = parsed.GetValue(CommandContext.Json);
            var made = 0;
            foreach (var sample in NumberSamples.Draw(region, wanted, digits, n, parsed.GetValue(seed)))
            {
                if (made++ == 0 && !json)
                    CsvText.WriteRow(context.Terminal.Output, ["phone", "country", "type", SampleNumber.Mark]);
                if (json)
                    context.Terminal.Json(SampleView.Of(sample));
                else
                    CsvText.WriteRow(context.Terminal.Output, [sample.E164, sample.Country, sample.Type, SampleNumber.Mark]);
                context.Stop.ThrowIfCancellationRequested();
            }

            if (made == 0)
                throw new CommandException(ExitCode.NotFound, $"{Name(region)} has no numbers of this type{(digits is null ? "" : $" that begin with {digits}")}. It has {string.Join(", ", region.Examples.Select(e => e.Key))}.");
            if (made < n)
                context.Terminal.Warn($"Only {Plural.Of(made, "number")} of this type could be found.");
            return ExitCode.Ok;
        });
        return command;
    }

    private static string Name(NumberingRegion region) => Countries.Get(region.Region)?.EnglishName ?? region.Region;

    private static NumberingRegion Region(string text, string option)
    {
        if (text.Length == 2 && NumberingFacts.Region(text.ToUpperInvariant()) is { } plan)
            return plan;
        if (!Countries.TryFind(text, out var code))
            throw new CommandException(ExitCode.Usage, $"{option}: '{text}' is not a country. Use an ISO 3166-1 code such as US, or a name.");
        return NumberingFacts.Region(code) ?? throw new CommandException(ExitCode.NotFound, $"{Countries.Get(code)?.EnglishName ?? code} has no numbering plan of its own.");
    }
}
