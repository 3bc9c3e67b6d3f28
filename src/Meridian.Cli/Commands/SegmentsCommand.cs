using System.CommandLine;
using Meridian.Cli.Output;
using Meridian.Foundation.Governance;
using Meridian.Segments;
using Meridian.Tags.Definitions;

namespace Meridian.Cli.Commands;

/// <summary>meridian segments save | list | show | delete, and who is in them (<see cref="SegmentSizeCommands"/>)</summary>
internal static class SegmentsCommand
{
    public static Command Make(CommandContext context)
    {
        var segments = new Command("segments", "Saved expressions: who is in them, how they overlap, who entered and left.") { Save(context), List(context), Show(context), Delete(context) };
        foreach (var command in SegmentSizeCommands.Make(context))
            segments.Subcommands.Add(command);
        return segments;
    }

    private static Command Save(CommandContext context)
    {
        var key = KeyArgument();
        var rule = new Option<string>("--rule") { Description = "Who is in it, as docs/rules.md says.", HelpName = "EXPR", Required = true };
        var names = new Option<string[]>("--name") { Description = "Its name in a UI language; without one in English.", HelpName = "L=TEXT" };
        var folder = new Option<string?>("--folder") { Description = "Where it stands, parts with / between.", HelpName = "FOLDER" };
        var owner = new Option<string?>("--owner") { Description = "Who answers for it.", HelpName = "TEXT" };
        var notes = new Option<string?>("--notes") { Description = "Anything else to be known.", HelpName = "TEXT" };
        var reason = TagSaveCommand.ReasonOption();
        var command = new Command("save", "Save a segment, or a new version of it; what is not said of it stays as it was.") { key, rule, names, folder, owner, notes, reason };
        command.SetAction(parsed =>
        {
            using var workspace = Workspace.Open(parsed.GetValue(CommandContext.Data)!, context);
            using var alone = workspace.Alone();
            workspace.Pipeline.Run(workspace.Session, null, context.Stop);
            var before = SegmentBook.Find(workspace.Session, parsed.GetValue(key)!)?.Definition;
            var definition = new SegmentDefinition(parsed.GetValue(key)!, parsed.GetValue(rule)!)
            {
                Names = TagSaveCommand.Texts(parsed.GetValue(names), before?.Names),
                Folder = parsed.GetValue(folder) ?? before?.Folder,
                Owner = parsed.GetValue(owner) ?? before?.Owner,
                Notes = parsed.GetValue(notes) ?? before?.Notes,
            };
            var receipt = SegmentIntake.Save(workspace.Session, workspace.Log, definition, parsed.GetValue(reason), workspace.Now);
            workspace.Pipeline.Run(workspace.Session, null, CancellationToken.None);
            TagReport.Receipt(context.Terminal, parsed.GetValue(CommandContext.Json), receipt, $"Segment {receipt.Key}: version {receipt.Version} is saved.");
            return ExitCode.Ok;
        });
        return command;
    }

    private static Command List(CommandContext context)
    {
        var command = new Command("list", "The saved segments.");
        command.SetAction(parsed =>
        {
            using var workspace = Workspace.OpenExisting(parsed.GetValue(CommandContext.Data)!, context);
            var segments = SegmentBook.All(workspace.Session);
            return context.TellEach(parsed, segments, () => SegmentReport.List(context.Terminal, segments));
        });
        return command;
    }

    private static Command Show(CommandContext context)
    {
        var key = KeyArgument();
        var command = new Command("show", "One segment: its rule, how many are in it by country, what depends on it, its versions.") { key };
        command.SetAction(parsed =>
        {
            using var workspace = Workspace.OpenExisting(parsed.GetValue(CommandContext.Data)!, context);
            workspace.Freshen(context);
            var view = SegmentViews.Show(workspace.Session, Scope.Whole, parsed.GetValue(key)!, workspace.Now);
            return context.Tell(parsed, view, () => SegmentReport.Show(context.Terminal, view));
        });
        return command;
    }

    private static Command Delete(CommandContext context)
    {
        var key = KeyArgument();
        var reason = TagSaveCommand.ReasonOption();
        var command = new Command("delete", "Delete a segment; its snapshots stay.") { key, reason };
        command.SetAction(parsed => TagChangeCommands.Do(
            context, parsed,
            (workspace, why) => (SegmentIntake.Delete(workspace.Session, workspace.Log, parsed.GetValue(key)!, why, workspace.Now), $"Segment {parsed.GetValue(key)} is deleted."), parsed.GetValue(reason)));
        return command;
    }

    internal static Argument<string> KeyArgument() => new("KEY") { Description = "The segment's key: letters a to z, digits and _." };
}
