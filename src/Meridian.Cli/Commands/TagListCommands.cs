using System.CommandLine;
using Meridian.Cli.Output;
using Meridian.Foundation.Governance;
using Meridian.Segments;
using Meridian.Tags.Definitions;

namespace Meridian.Cli.Commands;

/// <summary>meridian tags list | show | versions</summary>
internal static class TagListCommands
{
    public static IEnumerable<Command> Make(CommandContext context) => [List(context), Show(context), Versions(context)];

    private static Command List(CommandContext context)
    {
        var language = new Option<string>("--language") { Description = "Of the names: en, zh-Hans, zh-Hant, ...", HelpName = "L", DefaultValueFactory = _ => "en" };
        var folder = new Option<string?>("--folder") { Description = "Only those of this folder and the folders in it.", HelpName = "FOLDER" };
        var builtIn = new Option<bool>("--built-in") { Description = "The built-in labels too." };
        var command = new Command("list", "The team's tags, with how many customers have each.") { language, folder, builtIn };
        command.SetAction(parsed =>
        {
            using var workspace = Workspace.OpenExisting(parsed.GetValue(CommandContext.Data)!, context);
            workspace.Freshen(context);
            var within = parsed.GetValue(folder);
            var lines = TagViews.All(workspace.Session, Scope.Whole, parsed.GetValue(language)!, parsed.GetValue(builtIn))
                .Where(l => within is null || l.Folder == within || l.Folder?.StartsWith(within + "/", StringComparison.Ordinal) == true).ToList();
            return context.TellEach(parsed, lines, () => TagReport.List(context.Terminal, lines));
        });
        return command;
    }

    private static Command Show(CommandContext context)
    {
        var key = KeyArgument();
        var command = new Command("show", "One tag: what it is, its rules, what it depends on, and who has it by value and country.") { key };
        command.SetAction(parsed =>
        {
            using var workspace = Workspace.OpenExisting(parsed.GetValue(CommandContext.Data)!, context);
            workspace.Freshen(context);
            var view = TagViews.Show(workspace.Session, Scope.Whole, parsed.GetValue(key)!);
            return context.Tell(parsed, view, () => TagReport.Show(context.Terminal, view));
        });
        return command;
    }

    private static Command Versions(CommandContext context)
    {
        var key = KeyArgument();
        var command = new Command("versions", "Every version of a tag: who saved it, when, why, and what became of it; the latest first.") { key };
        command.SetAction(parsed =>
        {
            using var workspace = Workspace.OpenExisting(parsed.GetValue(CommandContext.Data)!, context);
            var versions = TagBook.Versions(workspace.Session, parsed.GetValue(key)!);
            if (versions.Count == 0)
                throw TagIntake.Unknown(workspace.Session, parsed.GetValue(key)!);
            return context.TellEach(parsed, versions, () => TagReport.Versions(context.Terminal, versions));
        });
        return command;
    }

    internal static Argument<string> KeyArgument() => new("KEY") { Description = "The tag's key." };
}
