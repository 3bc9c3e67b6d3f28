using System.CommandLine;
using System.Globalization;
using Meridian.Audit;
using Meridian.Cli.Output;
using Spectre.Console;

namespace Meridian.Cli.Commands;

/// <summary>meridian audit list | verify</summary>
internal static class AuditCommand
{
    public static Command Make(CommandContext context)
    {
        var actor = new Option<string?>("--actor") { Description = "Only what this key or user did, such as local:ana.", HelpName = "ACTOR" };
        var since = new Option<string?>("--since") { Description = "Only from this day on, UTC.", HelpName = "YYYY-MM-DD" };
        var limit = new Option<int>("--limit") { Description = "At most this many.", HelpName = "N", DefaultValueFactory = _ => 50 };
        var list = new Command("list", "What was done, the latest first.") { actor, since, limit };
        list.SetAction(parsed => List(context, parsed, parsed.GetValue(actor), parsed.GetValue(since), parsed.GetValue(limit)));
        var verify = new Command("verify", "Look whether the audit is what was written; exit code 1 and the first row that does not fit, where it is not.");
        verify.SetAction(parsed => Verify(context, parsed));
        return new Command("audit", "Who did what; nobody changes it unseen.") { list, verify };
    }

    private static int List(CommandContext context, ParseResult parsed, string? actor, string? since, int limit)
    {
        DateTime? from = null;
        if (since is not null)
        {
            if (!DateTime.TryParseExact(since, ["yyyy-MM-dd", "yyyy-MM-dd'T'HH:mm:ss'Z'"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
                throw new CommandException(ExitCode.Usage, $"--since: '{since}' is no day such as 2026-05-12.");
            from = day;
        }

        if (limit <= 0)
            throw new CommandException(ExitCode.Usage, "--limit must be 1 or more.");
        using var workspace = Workspace.OpenExisting(parsed.GetValue(CommandContext.Data)!, context);
        Bring(workspace, context);
        var rows = AuditReading.List(workspace.Session, actor, from, limit);
        if (parsed.GetValue(CommandContext.Json))
        {
            foreach (var r in rows)
                context.Terminal.Json(AuditLine.Of(r));
            return ExitCode.Ok;
        }

        if (rows.Count == 0)
        {
            context.Terminal.Say("Nothing was done that is told of.");
            return ExitCode.Ok;
        }

        var table = new Table();
        foreach (var name in new[] { "row", "when (UTC)", "who", "what", "of what", "before", "after" })
            table.AddColumn(name);
        foreach (var r in rows)
        {
            table.AddRow(
                $"{r.Seq}", $"{r.Act.At:yyyy-MM-dd HH:mm:ss}", Markup.Escape(r.Act.Actor), Markup.Escape(r.Act.Action), Markup.Escape(r.Act.Subject),
                Markup.Escape(r.Act.Before ?? ""), Markup.Escape(r.Act.After ?? ""));
        }

        context.Terminal.Console.Write(new BareTable(table));
        return ExitCode.Ok;
    }

    private static int Verify(CommandContext context, ParseResult parsed)
    {
        using var workspace = Workspace.OpenExisting(parsed.GetValue(CommandContext.Data)!, context);
        using var alone = workspace.Alone();
        workspace.Pipeline.Run(workspace.Session, null, context.Stop);
        var verdict = AuditReading.Verify(workspace.Session, workspace.Log, workspace.Folder);
        if (parsed.GetValue(CommandContext.Json))
            context.Terminal.Json(new { ok = verdict.Fault is null, rows = verdict.Rows, anchors = verdict.Anchors, row = verdict.Fault?.Seq, what = verdict.Fault?.What });
        else if (verdict.Fault is { } fault)
            context.Terminal.Fail($"Row {fault.Seq} of the audit does not fit: {fault.What}. What stands before it is as it was written.");
        else
            context.Terminal.Say($"All {Plural.Of(verdict.Rows, "row")} of the audit are as they were written; {Plural.Of(verdict.Anchors, "day")} anchored.");
        return verdict.Fault is null ? ExitCode.Ok : ExitCode.Failed;
    }

    /// <summary>A store of an earlier program has no audit yet; its log has all that is needed.</summary>
    private static void Bring(Workspace workspace, CommandContext context)
    {
        using var alone = workspace.Alone();
        workspace.Pipeline.Run(workspace.Session, null, context.Stop);
    }
}
