using System.CommandLine;
using Meridian.Cli.Output;
using Meridian.Numbers;
using Meridian.Numbers.SetAside;

namespace Meridian.Cli.Commands;

/// <summary>meridian numbers quarantine list | release | recheck</summary>
internal static class NumbersQuarantineCommand
{
    private static readonly Option<string?> Recipe = new("--recipe") { Description = "Only what this recipe rejected; 'screen' for screenings without one.", HelpName = "NAME" };

    public static Command Make(CommandContext context) =>
        new("quarantine", "Numbers that screenings rejected and set aside (screen --quarantine): with the reason, until it ends or you let them go.")
        {
            List(context), Release(context), Recheck(context),
        };

    private static Command List(CommandContext context)
    {
        var condition = new Option<string?>("--because") { Description = "Only what this condition rejected, such as verdict or suppressed.", HelpName = "CONDITION" };
        var released = new Option<bool>("--released") { Description = "What came back instead: when, by whom and why." };
        var limit = new Option<int>("--limit") { Description = "At most this many.", HelpName = "N", DefaultValueFactory = _ => 20 };
        var to = new Option<string?>("--to") { Description = "CSV file for all of them.", HelpName = "OUT" };
        var command = new Command("list", "What is set aside, and why.") { Recipe, condition, released, limit, to };
        command.SetAction(parsed =>
        {
            if (parsed.GetValue(limit) < 1)
                throw new CommandException(ExitCode.Usage, "--limit must be 1 or more.");
            var path = Output(parsed.GetValue(to));
            using var quarantine = SideFiles.ExistingQuarantine(parsed.GetValue(CommandContext.Data)!, SideUse.Read);
            var (recipe, because, json) = (parsed.GetValue(Recipe), parsed.GetValue(condition), parsed.GetValue(CommandContext.Json));
            if (parsed.GetValue(released))
            {
                if (path is not null)
                    Write(context, path, QuarantineReport.ReleaseColumns, quarantine.Releases(recipe).Select(QuarantineReport.Cells));
                QuarantineReport.Show(context.Terminal, quarantine.Releases(recipe).Take(parsed.GetValue(limit)), json);
                return ExitCode.Ok;
            }

            if (path is not null)
                Write(context, path, QuarantineReport.ItemColumns, quarantine.Items(recipe, because).Select(QuarantineReport.Cells));
            QuarantineReport.Show(context.Terminal, quarantine.Reasons(recipe, because), quarantine.Items(recipe, because).Take(parsed.GetValue(limit)), json);
            return ExitCode.Ok;
        });
        return command;
    }

    private static Command Release(CommandContext context)
    {
        var numbers = new Argument<string[]>("NUMBER")
        {
            Description = "International numbers, or cells without a number as 'list' shows them ('call me'); none for all of --recipe.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var why = new Option<string>("--why") { Description = "Why they may come back; kept with the release.", HelpName = "TEXT", Required = true };
        var command = new Command("release", "Let numbers go in spite of the reason. The decision holds for later screenings, as long as the reason is the same.") { numbers, Recipe, why };
        command.SetAction(parsed =>
        {
            var (given, recipe, because) = (parsed.GetValue(numbers)!, parsed.GetValue(Recipe), parsed.GetValue(why)!.Trim());
            if (given.Length == 0 && recipe is null)
                throw new CommandException(ExitCode.Usage, "Name the numbers, or with --recipe whose rejected numbers are let go.");
            if (because.Length == 0)
                throw new CommandException(ExitCode.Usage, "--why: say why they may come back.");
            // What stands there as a text is let go as it stands; a text may look like a number, whose country nobody knew.
            var read = given.SelectMany(n => new[] { n.Trim(), ScreenedNumber.Read(n, null, null, null).E164 }).OfType<string>().Distinct(StringComparer.Ordinal).ToList();
            using var quarantine = SideFiles.ExistingQuarantine(parsed.GetValue(CommandContext.Data)!);
            var released = quarantine.LetGo(read, recipe, Environment.UserName, because, SideFiles.Now(context));
            if (parsed.GetValue(CommandContext.Json))
                context.Terminal.Json(new { released });
            else if (released == 0)
                context.Terminal.Warn("Nothing of this is set aside. Write numbers with + and country code, texts as 'meridian numbers quarantine list' shows them.");
            else
                context.Terminal.Say($"{Plural.Of(released, "number")} let go; 'meridian numbers quarantine list --released' shows them.");
            return released > 0 ? ExitCode.Ok : ExitCode.NotFound;
        });
        return command;
    }

    private static Command Recheck(CommandContext context)
    {
        var against = new Option<string[]>("--against") { Description = "Lists that the condition in_list asks.", HelpName = "LIST", AllowMultipleArgumentsPerToken = true };
        var to = new Option<string?>("--to") { Description = "CSV file for those that come back now.", HelpName = "OUT" };
        var command = new Command("recheck", "Screen again what is set aside, and let go those whose reason has ended.") { Recipe, against, to };
        command.SetAction(parsed =>
        {
            var (data, recipe) = (parsed.GetValue(CommandContext.Data)!, parsed.GetValue(Recipe));
            var path = Output(parsed.GetValue(to));
            using var quarantine = SideFiles.ExistingQuarantine(data);
            var known = NumbersScreenCommand.Known(context, data, AsksCustomers(quarantine, recipe));
            var lists = NumberInput.OpenLists(context, parsed.GetValue(against) ?? [], "--against");
            try
            {
                var now = SideFiles.Now(context);
                var listed = lists.Count == 0 ? null : OtherLists.Of(lists, null, context.Stop);
                var options = new ScreenOptions(known, null, false, listed, DateOnly.FromDateTime(now)) { Lookups = SideFiles.Cached(context, data) };
                var counts = new QuarantineRecheck(options).Run(quarantine, recipe, now, context.Stop);
                if (path is not null)
                    Write(context, path, QuarantineReport.ReleaseColumns, quarantine.Releases(recipe).TakeWhile(r => r.ReleasedAt >= now).Where(r => !r.ByPerson).Select(QuarantineReport.Cells));
                return context.Tell(parsed, new { @checked = counts.Checked, released = counts.Released, stay = counts.Stay, file = path is null ? null : Path.GetFullPath(path) }, () => context.Terminal.Say($"{Plural.Of(counts.Checked, "number")} screened again: {counts.Released:N0} come back because the reason ended, {counts.Stay:N0} stay.{(path is null ? "" : $" Those that come back stand in {path}.")}"));
            }
            finally
            {
                lists.ForEach(f => f.Dispose());
            }
        });
        return command;
    }

    private static bool AsksCustomers(Quarantine quarantine, string? recipe)
    {
        try
        {
            return QuarantineRecheck.AsksCustomers(quarantine, recipe);
        }
        catch (UnanswerableRecipeException e)
        {
            throw new CommandException(
                ExitCode.Usage,
                $"What this recipe set aside cannot be screened again: {e.Message} Nothing was screened. Name another recipe with --recipe, or let its numbers go: meridian numbers quarantine release --recipe '{e.Recipe}' --why TEXT");
        }
    }

    private static string? Output(string? path) => path is null || path.EndsWith(".csv", StringComparison.OrdinalIgnoreCase) ? path
        : throw new CommandException(ExitCode.Usage, $"--to: '{path}' is not the name of a CSV file. Let it end in .csv.");

    private static void Write(CommandContext context, string path, IReadOnlyList<string> header, IEnumerable<IReadOnlyList<string?>> rows) =>
        NumberInput.Writing(context, path, _ => CsvTable.Write(path, header, rows, context.Stop));
}
