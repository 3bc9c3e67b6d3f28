using System.CommandLine;
using Meridian.Cli.Output;
using Meridian.Foundation.Governance;
using Meridian.Ingest;
using Spectre.Console;

namespace Meridian.Cli.Commands;

/// <summary>meridian imports list | resume | undo ID</summary>
internal static class ImportsCommand
{
    public static Command Make(CommandContext context)
    {
        var id = new Argument<long>("ID") { Description = "Number of the import." };
        var list = new Command("list", "All imports, with their counts.");
        list.SetAction(parsed => List(context, parsed));
        var resume = new Command("resume", "Continue an import that was interrupted.");
        resume.SetAction(parsed => Resume(context, parsed));
        var undo = new Command("undo", "Take an import back: the state that the log without it gives. Withdrawn consents stay withdrawn.") { id };
        undo.SetAction(parsed => Undo(context, parsed, parsed.GetValue(id)));
        return new Command("imports", "See, continue and undo imports.") { list, resume, undo };
    }

    private static int List(CommandContext context, ParseResult parsed)
    {
        using var workspace = Workspace.OpenExisting(parsed.GetValue(CommandContext.Data)!, context);
        var imports = Imports.All(workspace.Session);
        if (parsed.GetValue(CommandContext.Json))
        {
            foreach (var import in imports)
                context.Terminal.Json(ImportLine.Of(Scope.Whole, import));
            return ExitCode.Ok;
        }

        var table = new Table();
        foreach (var (name, right) in new[] { ("import", true), ("source", false), ("file", false), ("when (UTC)", false), ("rows", true), ("accepted", true), ("rejected", true), ("created", true), ("merged", true), ("state", false) })
            table.AddColumn(right ? new TableColumn(name).RightAligned() : new TableColumn(name));
        foreach (var i in imports)
        {
            string[] cells =
            [
                $"{i.Entry}", Markup.Escape(i.Source), Markup.Escape(i.FileName), $"{i.At:yyyy-MM-dd HH:mm}", $"{i.Rows:N0}", $"{i.Accepted:N0}", $"{i.Rejected:N0}",
                $"{i.Created:N0}", $"{i.Merged:N0}", i.State,
            ];
            // What an import brought that is undone is not in the store any more.
            table.AddRow(i.State == "undone" ? [.. cells.Select(c => $"[dim]{c}[/]")] : cells);
        }

        context.Terminal.Console.Write(new BareTable(table));
        return ExitCode.Ok;
    }

    private static int Resume(CommandContext context, ParseResult parsed)
    {
        using var workspace = Workspace.OpenExisting(parsed.GetValue(CommandContext.Data)!, context);
        using var alone = workspace.Alone();
        if (workspace.Pipeline.Next(workspace.Session) is not { } next)
        {
            context.Terminal.Say("Nothing to resume: every import is whole.");
            return ExitCode.Ok;
        }

        using var progress = new ProgressLine(context.Terminal);
        workspace.Pipeline.Run(workspace.Session, progress, context.Stop);
        progress.Clear();
        if (Imports.Find(workspace.Session, next.Entry) is { } state)
            new ImportReport(context.Terminal, parsed.GetValue(CommandContext.Json)).Show(state, Imports.Warnings(workspace.Session, state.Entry), workspace.Pipeline.LastPlan);
        return ExitCode.Ok;
    }

    private static int Undo(CommandContext context, ParseResult parsed, long id)
    {
        using var workspace = Workspace.OpenExisting(parsed.GetValue(CommandContext.Data)!, context);
        using var alone = workspace.Alone();
        var state = Imports.Find(workspace.Session, id)
            ?? throw new CommandException(ExitCode.NotFound, $"There is no import {id}. 'meridian imports list' shows them.");
        if (state.State is "undone" or "refused")
            throw new CommandException(ExitCode.Failed, $"Import {id} is {state.State} already; nothing of it is in the store.");
        workspace.Pipeline.Undo(workspace.Session, id, workspace.Now, workspace.Log.Actor);
        var undone = Imports.Find(workspace.Session, id)!;
        return context.Tell(parsed, ImportLine.Of(Scope.Whole, undone), () => context.Terminal.Say($"Import {id} ({state.FileName}) is undone: {Plural.Of(state.Accepted, "row")} taken out, the store is as the log without it gives."));
    }
}
