using System.CommandLine;
using Meridian.Foundation.Governance;
using Meridian.Privacy;
using Meridian.Segments;

namespace Meridian.Cli.Commands;

/// <summary>meridian customers export ID|IDENTIFIER</summary>
internal static class CustomersExportCommand
{
    public static Command Make(CommandContext context)
    {
        var who = new Argument<string>("ID|IDENTIFIER") { Description = "Profile id, phone, e-mail, handle, link, platform:handle or source:id." };
        var command = new Command("export", "All that is held of one customer as JSON: the customer's view, every event, and what was received, word for word.") { who };
        command.SetAction(parsed =>
        {
            using var workspace = Workspace.OpenExisting(parsed.GetValue(CommandContext.Data)!, context);
            using var alone = workspace.Alone();
            workspace.Freshen(context);
            var profiles = CustomerViews.Find(workspace.Session, Scope.Whole, parsed.GetValue(who)!);
            if (profiles.Count == 0)
                throw new CommandException(ExitCode.NotFound, $"No customer has the id or identifier '{parsed.GetValue(who)}'.");
            if (profiles.Count > 1)
                throw new CommandException(ExitCode.Usage, $"{profiles.Count} customers have this identifier: {string.Join(", ", profiles)}. Name one by its id: what is held of one is no other's to see.");
            try
            {
                context.Terminal.Json(Dossier.Of(workspace.Session, Scope.Whole, workspace.Log, workspace.Folder, profiles[0], SideFiles.Database, workspace.Now));
            }
            catch (Numbers.SideStoreInUseException e)
            {
                throw new CommandException(ExitCode.TryLater, e.Message);
            }

            return ExitCode.Ok;
        });
        return command;
    }
}
