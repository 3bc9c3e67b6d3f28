using System.CommandLine;
using Meridian.Cli.Output;
using Meridian.Events;
using Meridian.Foundation.Governance;
using Meridian.Segments;
using Spectre.Console;

namespace Meridian.Cli.Commands;

/// <summary>meridian events count | tail | rejected | files; <see cref="EventsImportCommand"/> is beside it.</summary>
internal static class EventsCommand
{
    private static readonly Option<string?> Name = new("--name") { Description = "Only events of this name, such as \"Order Completed\".", HelpName = "NAME" };
    private static readonly Option<string?> Customer = new("--customer") { Description = "Only of this customer: an id, phone, e-mail, handle or user id.", HelpName = "WHO" };

    public static Command Make(CommandContext context)
    {
        var count = new Command("count", "How many events there are.") { Name, Customer };
        count.SetAction(parsed => Count(context, parsed));
        var limit = new Option<int>("--limit") { Description = "How many are shown.", DefaultValueFactory = _ => 20 };
        var tail = new Command("tail", "The messages that came last, the newest first.") { Name, Customer, limit };
        tail.SetAction(parsed => Tail(context, parsed, parsed.GetValue(limit)));
        var rejected = new Command("rejected", "Messages that were not applied, and why; the newest first.") { limit };
        rejected.SetAction(parsed => Rejected(context, parsed, parsed.GetValue(limit)));
        var files = new Command("files", "Files of events that came in, and what became of their messages.");
        files.SetAction(parsed => Files(context, parsed));
        return new Command("events", "What customers did: take events in from files, count and see them.") { EventsImportCommand.Make(context), count, tail, rejected, files };
    }

    private static List<Guid>? Whose(Workspace workspace, ParseResult parsed) =>
        parsed.GetValue(Customer) is { } who ? [.. CustomerViews.Find(workspace.Session, Scope.Whole, who)] : null;

    private static int Count(CommandContext context, ParseResult parsed)
    {
        using var workspace = Workspace.OpenExisting(parsed.GetValue(CommandContext.Data)!, context);
        context.Terminal.Json(new { events = EventQueries.Count(workspace.Session, Scope.Whole, parsed.GetValue(Name), Whose(workspace, parsed)) });
        return ExitCode.Ok;
    }

    private static int Tail(CommandContext context, ParseResult parsed, int limit)
    {
        using var workspace = Workspace.OpenExisting(parsed.GetValue(CommandContext.Data)!, context);
        var events = EventQueries.Last(workspace.Session, Scope.Whole, parsed.GetValue(Name), Whose(workspace, parsed), limit);
        if (parsed.GetValue(CommandContext.Json))
        {
            foreach (var e in events)
                context.Terminal.Json(e);
            return ExitCode.Ok;
        }

        var table = new Table();
        foreach (var name in new[] { "when (UTC)", "type", "name", "customer", "source", "message id", "note" })
            table.AddColumn(name);
        foreach (var e in events)
            table.AddRow($"{e.OccurredAt:yyyy-MM-dd HH:mm:ss}", e.Type, Markup.Escape(e.Name ?? ""), $"{e.ProfileId}"[..8], Markup.Escape(e.Source), Markup.Escape(CustomerReport.ShortId(e.MessageId)), Markup.Escape(e.Note ?? ""));
        context.Terminal.Console.Write(new BareTable(table));
        return ExitCode.Ok;
    }

    private static int Files(CommandContext context, ParseResult parsed)
    {
        using var workspace = Workspace.OpenExisting(parsed.GetValue(CommandContext.Data)!, context);
        workspace.Freshen(context);
        var files = EventFiles.All(workspace.Session, Scope.Whole, Meridian.Tags.LabelRefresher.EvaluatedTo(workspace.Session));
        return context.TellEach(parsed, files, () =>
        {
            if (files.Count == 0)
            {
                context.Terminal.Say("No file of events came in yet. 'meridian events import FILE' takes one in.");
                return;
            }

            var table = TagReport.Columns("entry", "file", "source", "when (UTC)", "state");
            foreach (var name in new[] { "messages", "new", "known", "rejected" })
                table.AddColumn(new TableColumn(name).RightAligned());
            foreach (var f in files)
                table.AddRow($"{f.Entry}", Markup.Escape(f.File), Markup.Escape(f.Source), $"{f.At:yyyy-MM-dd HH:mm}", f.State, $"{f.Received:N0}", $"{f.Applied:N0}", $"{f.Duplicate:N0}", $"{f.Rejected:N0}");
            context.Terminal.Console.Write(new BareTable(table));
        });
    }

    private static int Rejected(CommandContext context, ParseResult parsed, int limit)
    {
        using var workspace = Workspace.OpenExisting(parsed.GetValue(CommandContext.Data)!, context);
        var rejected = EventQueries.Rejected(workspace.Session, Scope.Whole, limit);
        if (parsed.GetValue(CommandContext.Json))
        {
            foreach (var r in rejected)
                context.Terminal.Json(r);
            return ExitCode.Ok;
        }

        var table = new Table();
        if (rejected.Count == 0)
        {
            context.Terminal.Say("No message was rejected.");
            return ExitCode.Ok;
        }

        foreach (var name in new[] { "received (UTC)", "kind", "source", "message id", "reason", "it begins" })
            table.AddColumn(name);
        foreach (var r in rejected)
            table.AddRow($"{r.ReceivedAt:yyyy-MM-dd HH:mm:ss}", r.Kind, Markup.Escape(r.Source), Markup.Escape(CustomerReport.ShortId(r.MessageId ?? "")), Markup.Escape(r.Reason), Markup.Escape(r.Payload.Length > 40 ? r.Payload[..40] + "…" : r.Payload));
        context.Terminal.Console.Write(new BareTable(table));
        return ExitCode.Ok;
    }
}
