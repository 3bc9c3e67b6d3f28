using System.CommandLine;
using System.Diagnostics;
using Meridian.Cli.Output;
using Meridian.Numbers;
using Meridian.Numbers.Recipes;
using Meridian.Numbers.SetAside;

namespace Meridian.Cli.Commands;

/// <summary>meridian numbers screen FILE... [--recipe NAME|FILE] [--facts] [--against LIST...] --to OUT [--matching OUT] [--quarantine]</summary>
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
        var aside = new Option<bool>("--quarantine") { Description = "Set aside what is rejected, with the reason ('numbers quarantine'); adds the column set_aside." };
        command.Options.Add(recipe);
        command.Options.Add(facts);
        command.Options.Add(against);
        command.Options.Add(to);
        command.Options.Add(matching);
        command.Options.Add(aside);
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
            Quarantine? quarantine = null;
            try
            {
                files = input.Open(context, parsed);
                if (parsed.GetValue(aside) && files.FirstOrDefault(f => f.IsGenerated) is { } madeUp)
                    throw new CommandException(ExitCode.Usage, $"--quarantine: {madeUp.Path} holds made-up numbers, which are nobody's. Screen it without.");
                var watch = Stopwatch.StartNew();
                var known = Known(context, data, parsed.GetValue(facts) || asked is { AsksCustomers: true });
                var lookups = asked is { AsksLookups: true } ? SideFiles.Cached(context, data) : null;
                quarantine = parsed.GetValue(aside) ? SideFiles.Quarantine(data) : null;
                using var rejected = quarantine?.Begin(asked ?? Rejected.UsualQuestion);
                var counts = NumberInput.Writing(context, path, progress =>
                {
                    var listed = lists.Count == 0 ? null : OtherLists.Of(lists, progress, context.Stop);
                    var options = new ScreenOptions(known, asked, parsed.GetValue(facts), listed, DateOnly.FromDateTime(SideFiles.Now(context))) { Lookups = lookups, SetAside = rejected };
                    return NumberScreen.Run(files, options, path, chosen, progress, context.Stop);
                });
                var setAside = rejected is null ? null : quarantine!.SetAside(rejected, SideFiles.Now(context));
                return context.Tell(parsed, ScreenReport.Line(counts, path, chosen, known, setAside), () => ScreenReport.Show(context.Terminal, counts, path, chosen, known, data, setAside, watch.Elapsed));
            }
            finally
            {
                quarantine?.Dispose();
                files.ForEach(f => f.Dispose());
                lists.ForEach(f => f.Dispose());
            }
        });
        return command;
    }

    /// <summary>The phones of the store's customers. The store is closed again before the numbers are read.</summary>
    internal static KnownCustomers Known(CommandContext context, string data, bool facts)
    {
        if (!Workspace.IsThere(data, context))
            return KnownCustomers.None;
        using var workspace = Workspace.OpenExisting(data, context);
        if (!facts)
            return KnownCustomers.Of(workspace.Session);
        workspace.Freshen(context);
        return KnownCustomers.WithFacts(workspace.Session, workspace.Now);
    }
}
