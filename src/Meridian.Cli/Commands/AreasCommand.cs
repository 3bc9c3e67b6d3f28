using System.CommandLine;
using Meridian.Cli.Output;
using Meridian.Tags.Definitions;
using Spectre.Console;

namespace Meridian.Cli.Commands;

/// <summary>meridian areas list | set | remove</summary>
internal static class AreasCommand
{
    private const int CountriesShown = 12;

    public static Command Make(CommandContext context) =>
        new("areas", "What names of areas mean: 'Middle East' as the team means it.") { List(context), Set(context), Remove(context) };

    private static Command List(CommandContext context)
    {
        var own = new Option<bool>("--own") { Description = "Only those that the team defined." };
        var command = new Command("list", "All areas that rules and filters may name: the team's own, then those that the program brings.") { own };
        command.SetAction(parsed =>
        {
            using var workspace = Workspace.OpenExisting(parsed.GetValue(CommandContext.Data)!, context);
            workspace.Freshen(context);
            var areas = AreaBook.All(workspace.Session).Where(a => a.Own || !parsed.GetValue(own)).ToList();
            return context.TellEach(parsed, areas, () => Show(context.Terminal, areas));
        });
        return command;
    }

    private static Command Set(CommandContext context)
    {
        var key = KeyArgument();
        var names = new Option<string[]>("--name") { Description = "Its name in a UI language; without one in English. Each finds the area.", HelpName = "L=TEXT" };
        var countries = new Option<string[]>("--countries") { Description = "Countries and areas, codes or names, with commas between.", HelpName = "CC,..." };
        var reason = TagSaveCommand.ReasonOption();
        var command = new Command("set", "Say what an area means, for the first time or from now on; what is not said of it stays as it was.") { key, names, countries, reason };
        command.SetAction(parsed =>
        {
            using var workspace = Workspace.Open(parsed.GetValue(CommandContext.Data)!, context);
            using var alone = workspace.Alone();
            workspace.Pipeline.Run(workspace.Session, null, context.Stop);
            var before = AreaBook.Own(workspace.Session).Find(a => a.Key == parsed.GetValue(key));
            var area = new AreaDefinition(
                parsed.GetValue(key)!, TagSaveCommand.Texts(parsed.GetValue(names), before?.Names) ?? new Dictionary<string, string>(StringComparer.Ordinal),
                parsed.GetValue(countries) is { Length: > 0 } texts ? [.. texts.SelectMany(t => t.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))] : before?.Countries ?? []);
            var receipt = AreaIntake.Save(workspace.Session, workspace.Log, area, parsed.GetValue(reason), workspace.Now);
            workspace.Pipeline.Run(workspace.Session, null, CancellationToken.None);
            var count = AreaBook.Own(workspace.Session).Find(a => a.Key == receipt.Key)!.Countries.Count;
            TagReport.Receipt(context.Terminal, parsed.GetValue(CommandContext.Json), receipt, $"Area {receipt.Key} is {(count == 1 ? "1 country" : $"{count} countries")}.");
            return ExitCode.Ok;
        });
        return command;
    }

    private static Command Remove(CommandContext context)
    {
        var key = KeyArgument();
        var reason = TagSaveCommand.ReasonOption();
        var command = new Command("remove", "Take an area of the team's away; its name means again what the program brings, if anything.") { key, reason };
        command.SetAction(parsed => TagChangeCommands.Do(
            context, parsed,
            (workspace, why) => (AreaIntake.Remove(workspace.Session, workspace.Log, parsed.GetValue(key)!, why, workspace.Now), $"Area {parsed.GetValue(key)} is taken away."), parsed.GetValue(reason)));
        return command;
    }

    private static void Show(Terminal terminal, List<AreaLine> areas)
    {
        if (areas.Count == 0)
        {
            terminal.Say("The team has no areas of its own yet. 'meridian areas set KEY --name TEXT --countries CC,...' makes one.");
            return;
        }

        var table = TagReport.Columns("area", "name", "whose", "countries");
        foreach (var area in areas)
        {
            var more = area.Countries.Count > CountriesShown ? $" and {area.Countries.Count - CountriesShown} more" : "";
            table.AddRow(Markup.Escape(area.Key), Markup.Escape(area.Names.GetValueOrDefault("en") ?? area.Names.Values.First()), area.Own ? "the team's" : "the program's", string.Join(' ', area.Countries.Take(CountriesShown)) + more);
        }

        terminal.Console.Write(new BareTable(table));
    }

    private static Argument<string> KeyArgument() => new("KEY") { Description = "The area's key: letters a to z, digits and _." };
}
