using System.CommandLine;
using Meridian.Cli.Output;
using Meridian.Foundation.Governance;
using Meridian.Segments;
using Meridian.Tags.Definitions;

namespace Meridian.Cli.Commands;

/// <summary>meridian tags preview | publish | retire | delete</summary>
internal static class TagChangeCommands
{
    public static IEnumerable<Command> Make(CommandContext context) =>
    [
        Preview(context),
        Publish(context),
        Change(context, "retire", "End a tag: nobody has it any more; its versions and its history stay, and it can be published again.", TagIntake.Retire, "retired"),
        Change(context, "delete", "Take a tag out of sight, with what was given by hand. Who had it when, the history still tells.", TagIntake.Delete, "deleted"),
    ];

    private static Command Preview(CommandContext context)
    {
        var key = TagListCommands.KeyArgument();
        var version = new Option<int?>("--version") { Description = "Which version; the draft if absent.", HelpName = "N" };
        var examples = new Option<int>("--examples") { Description = "How many customers of each kind are shown.", HelpName = "N", DefaultValueFactory = _ => 5 };
        var command = new Command("preview", "What publishing would do: who enters, who leaves, with examples and what it costs. Nothing is changed.") { key, version, examples };
        command.SetAction(parsed =>
        {
            using var workspace = Workspace.OpenExisting(parsed.GetValue(CommandContext.Data)!, context);
            workspace.Freshen(context);
            var preview = TagPreviews.Of(workspace.Session, Scope.Whole, parsed.GetValue(key)!, parsed.GetValue(version), workspace.Now, parsed.GetValue(examples));
            return context.Tell(parsed, preview, () => TagReport.Preview(context.Terminal, preview));
        });
        return command;
    }

    private static Command Publish(CommandContext context)
    {
        var key = TagListCommands.KeyArgument();
        var version = new Option<int?>("--version") { Description = "Which version; the draft if absent.", HelpName = "N" };
        var reason = TagSaveCommand.ReasonOption();
        var command = new Command("publish", "Let customers have the tag by its draft, or by an earlier version. 'tags preview' tells beforehand who enters and leaves.") { key, version, reason };
        command.SetAction(parsed => Do(context, parsed, (workspace, why) =>
        {
            var receipt = TagIntake.Publish(workspace.Session, workspace.Log, parsed.GetValue(key)!, parsed.GetValue(version), why, workspace.Now);
            return (receipt, $"Tag {receipt.Key}: version {receipt.Version} is published.");
        }, parsed.GetValue(reason)));
        return command;
    }

    private static Command Change(
        CommandContext context, string name, string description,
        Func<Foundation.Database.ISession, Foundation.Log.ILog, string, string?, DateTime, DefinitionReceipt> change, string done)
    {
        var key = TagListCommands.KeyArgument();
        var reason = TagSaveCommand.ReasonOption();
        var command = new Command(name, description) { key, reason };
        command.SetAction(parsed => Do(
            context, parsed, (workspace, why) => (change(workspace.Session, workspace.Log, parsed.GetValue(key)!, why, workspace.Now), $"Tag {parsed.GetValue(key)} is {done}."), parsed.GetValue(reason)));
        return command;
    }

    internal static int Do(CommandContext context, ParseResult parsed, Func<Workspace, string?, (DefinitionReceipt Receipt, string Done)> change, string? reason)
    {
        using var workspace = Workspace.OpenExisting(parsed.GetValue(CommandContext.Data)!, context);
        using var alone = workspace.Alone();
        workspace.Pipeline.Run(workspace.Session, null, context.Stop);
        var (receipt, done) = change(workspace, reason);
        workspace.Pipeline.Run(workspace.Session, null, CancellationToken.None);
        TagReport.Receipt(context.Terminal, parsed.GetValue(CommandContext.Json), receipt, done);
        return ExitCode.Ok;
    }
}
