using System.CommandLine;
using System.Diagnostics;
using Meridian.Cli.Output;
using Meridian.Numbers;
using Meridian.Numbers.Recipes;

namespace Meridian.Cli.Commands;

/// <summary>meridian numbers screen FILE... [--recipe NAME|FILE] [--facts] [--against LIST...] --to OUT [--matching OUT]</summary>
internal static class NumbersScreenCommand
{
    public static Command Make(CommandContext context)
    {
        var command = new Command("screen", "Judge every number: one row out for each row in, with verdict, reason, country, type, zones, duplicates and known customers.");
        var input = new NumberInput(command);
        var recipe = new Option<string?>("--recipe") { Description = "Conditions to judge by: a name or file ('numbers recipes' lists them), or in a line: \"open=whatsapp, age=18-40\".", HelpName = "NAME|FILE" };
        var facts = new Option<bool>("--facts") { Description = "Add what your own data says of each known customer, with source and age." };
        var against = new Option<string[]>("--against") { Description = "Lists to look each number up in; adds the column in_lists.", HelpName = "LIST", AllowMultipleArgumentsPerToken = true };
        var to = NumberInput.To("CSV file to write: the input's columns and what was found.");
        var matching = new Option<string?>("--matching") { Description = "CSV file for the rows that match the recipe, beside --to.", HelpName = "OUT" };
        command.Options.Add(recipe);
        command.Options.Add(facts);
        command.Options.Add(against);
        command.Options.Add(to);
        command.Options.Add(matching);
        command.SetAction(parsed =>
        {
            var data = parsed.GetValue(CommandContext.Data)!;
            var asked = parsed.GetValue(recipe) is { } name ? NumbersRecipesCommand.Find(name, data) : null;
            var others = parsed.GetValue(against) ?? [];
            var path = input.Output(parsed, "--to", parsed.GetValue(to)!, others);
            var chosen = parsed.GetValue(matching) is { } wanted ? input.Output(parsed, "--matching", wanted, others) : null;
            if (chosen is not null && (asked is null || Path.GetFullPath(chosen) == Path.GetFullPath(path)))
                throw new CommandException(ExitCode.Usage, asked is null ? "--matching needs --recipe: it takes the rows that match one." : "--matching and --to name the same file.");
            var lists = input.OpenLists(context, parsed, others, "--against");
            var files = new List<NumberFile>();
            try
            {
                files = input.Open(context, parsed);
                var watch = Stopwatch.StartNew();
                var known = Known(context, data, parsed.GetValue(facts) || asked is { AsksCustomers: true });
                var counts = NumberInput.Writing(context, path, progress =>
                {
                    var listed = lists.Count == 0 ? null : OtherLists.Of(lists, progress, context.Stop);
                    var options = new ScreenOptions(known, asked, parsed.GetValue(facts), listed, DateOnly.FromDateTime(context.Clock.GetCurrentInstant().ToDateTimeUtc()));
                    return NumberScreen.Run(files, options, path, chosen, progress, context.Stop);
                });
                if (parsed.GetValue(CommandContext.Json))
                    context.Terminal.Json(ScreenReport.Line(counts, path, chosen, known));
                else
                    ScreenReport.Show(context.Terminal, counts, path, chosen, known, data, watch.Elapsed);
                return ExitCode.Ok;
            }
            finally
            {
                files.ForEach(f => f.Dispose());
                lists.ForEach(f => f.Dispose());
            }
        });
        return command;
    }

    /// <summary>The phones of the store's customers. The store is closed again before the numbers are read.</summary>
    private static KnownCustomers Known(CommandContext context, string data, bool facts)
    {
        if (!File.Exists(Path.Combine(data, "meridian.duckdb")))
            return KnownCustomers.None;
        using var workspace = Workspace.OpenExisting(data, context);
        if (!facts)
            return KnownCustomers.Of(workspace.Session);
        workspace.Freshen(context.Terminal);
        return KnownCustomers.WithFacts(workspace.Session, workspace.Now);
    }
}
