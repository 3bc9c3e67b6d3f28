using System.CommandLine;
using Meridian.Cli.Output;
using Meridian.Connectors.Lookups;
using Meridian.Numbers.Lookups;

namespace Meridian.Cli.Commands;

/// <summary>meridian numbers lookup FILE... --provider NAME|FILE --purpose TEXT [--max-cost N] [--max-age DAYS] --to OUT</summary>
internal static class NumbersLookupCommand
{
    private const int ShortestPurpose = 4;

    public static Command Make(CommandContext context)
    {
        var command = new Command("lookup", "Ask a look-up service that you have a contract with about each number, once: line status, type, porting. Costs money, up to the caps.");
        var input = new NumberInput(command);
        var provider = new Option<string>("--provider") { Description = "Its configuration: a name in the data folder's lookups/, or a JSON file (docs/numbers.md).", HelpName = "NAME|FILE", Required = true };
        var purpose = new Option<string>("--purpose") { Description = "The lawful purpose of asking about these numbers; kept in the audit.", HelpName = "TEXT", Required = true };
        var maxCost = new Option<decimal?>("--max-cost") { Description = "What this run may cost, where that is less than the configuration's cap.", HelpName = "N" };
        var maxAge = new Option<int?>("--max-age") { Description = "Days up to which an earlier answer is used; the configuration's where nothing is said.", HelpName = "DAYS" };
        var to = NumberInput.To("CSV file to write: the input's columns and what was answered.");
        foreach (var option in new Option[] { provider, purpose, maxCost, maxAge, to })
            command.Options.Add(option);
        command.SetAction(parsed =>
        {
            var data = parsed.GetValue(CommandContext.Data)!;
            var path = input.Output(parsed, to);
            var stated = parsed.GetValue(purpose)!.Trim();
            if (stated.Count(char.IsLetter) < ShortestPurpose)
                throw new CommandException(ExitCode.Usage, "--purpose: say in words for what these numbers are looked up, such as \"fraud prevention\".");
            if (parsed.GetValue(maxCost) is < 0)
                throw new CommandException(ExitCode.Usage, "--max-cost must be 0 or more.");
            if (parsed.GetValue(maxAge) is < 0)
                throw new CommandException(ExitCode.Usage, "--max-age must be 0 or more days.");
            // A slip in a file's name must not be found after the provider was opened.
            input.Open(context, parsed).ForEach(f => f.Dispose());
            using var lookup = Open(parsed.GetValue(provider)!, data);
            var known = NumbersScreenCommand.Known(context, data, facts: false);
            if (!known.HasStore)
                context.Terminal.Warn($"There is no store in {data}: who is a customer or said no is not known, so nobody is left out for it.");
            var cap = parsed.GetValue(maxCost) is { } most ? (long)Math.Min(most * LookupTerms.Millionths, long.MaxValue / 2) : lookup.Terms.CapPerRun;
            var order = new LookupOrder(stated, Environment.UserName, cap, parsed.GetValue(maxAge) ?? lookup.Terms.MaxAgeDays, known);
            using var cache = SideFiles.Lookups(data);
            using var audit = new LookupAudit(data);
            var counts = NumberInput.Writing(context, path, progress => new NumberLookup(lookup, cache, audit, order, () => SideFiles.Now(context))
                .Run(() => input.Open(context, parsed, quiet: true), path, progress, context.Stop));
            var month = cache.Spent(lookup.Terms, SideFiles.Now(context));
            if (parsed.GetValue(CommandContext.Json))
                context.Terminal.Json(LookupReport.Line(counts, lookup.Terms, month, path));
            else
                LookupReport.Show(context.Terminal, counts, lookup.Terms, month, path);
            if (counts.Stopped is { } why)
                context.Terminal.Warn($"Not all numbers were asked: {why}. The rest is 'unknown' in {path}; answers that came are kept, and are not paid for again.");
            return counts.Stopped is null ? ExitCode.Ok : counts.AtCap ? ExitCode.PartlyRejected : ExitCode.TryLater;
        });
        return command;
    }

    private static ILookup Open(string name, string data)
    {
        try
        {
            return new LookupBook(data, Environment.GetEnvironmentVariable).Open(name, TimeProvider.System);
        }
        catch (LookupConfigurationException e)
        {
            throw new CommandException(ExitCode.Usage, $"--provider: {e.Message}");
        }
    }
}
