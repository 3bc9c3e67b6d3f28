using System.CommandLine;
using Meridian.Cli.Output;
using Meridian.Rules.Rates;
using Spectre.Console;

namespace Meridian.Cli.Commands;

/// <summary>meridian rates list | import</summary>
internal static class RatesCommand
{
    private const int RejectedShown = 20;

    public static Command Make(CommandContext context) =>
        new("rates", "Rates of exchange, by which rules compare amounts of many currencies in one.") { List(context), Import(context) };

    private static Command List(CommandContext context)
    {
        var command = new Command("list", "The currencies of which rates are known, since when, and the latest.");
        command.SetAction(parsed =>
        {
            using var workspace = Workspace.OpenExisting(parsed.GetValue(CommandContext.Data)!, context);
            workspace.Freshen(context);
            var rates = RateBook.All(workspace.Session);
            return context.TellEach(parsed, rates, () => Show(context.Terminal, rates));
        });
        return command;
    }

    private static Command Import(CommandContext context)
    {
        var file = new Argument<string>("FILE") { Description = "CSV, XLSX, JSON lines, ... with the columns date, currency and rate; or date and one for each currency, such as the European Central Bank's eurofxref-hist.csv (.zip too)." };
        var per = new Option<string>("--base") { Description = "The currency that the rates are per one of.", HelpName = "CODE", DefaultValueFactory = _ => "EUR" };
        var reason = TagSaveCommand.ReasonOption();
        var command = new Command("import", "Take rates in, for the first time or more of them; of a day and currency the last word counts.") { file, per, reason };
        command.SetAction(parsed =>
        {
            var path = parsed.GetValue(file)!;
            if (!File.Exists(path))
                throw new CommandException(ExitCode.Usage, $"{path} is not there.");
            var (rates, rejected) = RateFile.Read(path);
            if (rates.Count == 0 && rejected.Count > 0)
                throw new CommandException(ExitCode.Usage, $"{path} states no rate that can be read: row {rejected[0].Row}: {rejected[0].Reason}.");
            using var workspace = Workspace.Open(parsed.GetValue(CommandContext.Data)!, context);
            using var alone = workspace.Alone();
            workspace.Pipeline.Run(workspace.Session, null, context.Stop);
            var receipt = RateBook.State(workspace.Session, workspace.Log, parsed.GetValue(per)!, rates, parsed.GetValue(reason), workspace.Now);
            workspace.Pipeline.Run(workspace.Session, null, CancellationToken.None);
            if (parsed.GetValue(CommandContext.Json))
            {
                context.Terminal.Json(new { receipt.Entry, receipt.Base, receipt.Rates, receipt.Currencies, receipt.First, receipt.Last, rejected });
                return rejected.Count > 0 ? ExitCode.PartlyRejected : ExitCode.Ok;
            }

            foreach (var row in rejected.Take(RejectedShown))
                context.Terminal.Warn($"row {row.Row}: {row.Reason}");
            if (rejected.Count > RejectedShown)
                context.Terminal.Warn($"and {rejected.Count - RejectedShown:N0} more; --json shows all");
            context.Terminal.Say($"{Plural.Of(receipt.Rates, "rate")} of {(receipt.Currencies == 1 ? "1 currency" : $"{receipt.Currencies} currencies")} per {receipt.Base}, {receipt.First:yyyy-MM-dd} to {receipt.Last:yyyy-MM-dd}.");
            return rejected.Count > 0 ? ExitCode.PartlyRejected : ExitCode.Ok;
        });
        return command;
    }

    private static void Show(Terminal terminal, List<RateLine> rates)
    {
        if (rates.Count == 0)
        {
            terminal.Say("No rates are known yet. 'meridian rates import FILE' takes them in.");
            return;
        }

        var table = TagReport.Columns("currency", "first day", "last day");
        foreach (var name in new[] { "days", $"for one {rates[0].Base}" })
            table.AddColumn(new TableColumn(name).RightAligned());
        foreach (var rate in rates)
            table.AddRow(rate.Currency, $"{rate.First:yyyy-MM-dd}", $"{rate.Last:yyyy-MM-dd}", $"{rate.Days:N0}", FormattableString.Invariant($"{rate.Rate:0.######}"));
        terminal.Console.Write(new BareTable(table));
    }
}
