using System.CommandLine;
using Meridian.Cli.Output;
using Meridian.Events;
using Meridian.Ingest.Messages;
using Meridian.Segments;
using Spectre.Console;

namespace Meridian.Cli.Commands;

/// <summary>meridian events import | count | tail | rejected</summary>
internal static class EventsCommand
{
    private static readonly Option<string?> Name = new("--name") { Description = "Only events of this name, such as \"Order Completed\".", HelpName = "NAME" };
    private static readonly Option<string?> Customer = new("--customer") { Description = "Only of this customer: an id, phone, e-mail, handle or user id.", HelpName = "WHO" };

    public static Command Make(CommandContext context)
    {
        var files = new Argument<string[]>("FILE") { Description = "JSON lines in Segment's form, one message a line; also .gz.", Arity = ArgumentArity.OneOrMore };
        var source = new Option<string>("--source") { Description = "Name of the app that the messages come from.", HelpName = "NAME", DefaultValueFactory = _ => "default" };
        var import = new Command("import", "Take messages from files in, as if their apps had sent them. A message that is known changes nothing.") { files, source };
        import.SetAction(parsed => Import(context, parsed, parsed.GetValue(files)!, parsed.GetValue(source)!));
        var count = new Command("count", "How many events there are.") { Name, Customer };
        count.SetAction(parsed => Count(context, parsed));
        var limit = new Option<int>("--limit") { Description = "How many are shown.", DefaultValueFactory = _ => 20 };
        var tail = new Command("tail", "The messages that came last, the newest first.") { Name, Customer, limit };
        tail.SetAction(parsed => Tail(context, parsed, parsed.GetValue(limit)));
        var rejected = new Command("rejected", "Messages that were not applied, and why; the newest first.") { limit };
        rejected.SetAction(parsed => Rejected(context, parsed, parsed.GetValue(limit)));
        return new Command("events", "What customers did: take events in from files, count and see them.") { import, count, tail, rejected };
    }

    private static int Import(CommandContext context, ParseResult parsed, string[] files, string source)
    {
        foreach (var file in files.Where(f => !File.Exists(f)))
            throw new CommandException(ExitCode.Usage, $"{file}: there is no such file.");
        if (string.IsNullOrWhiteSpace(source))
            throw new CommandException(ExitCode.Usage, "--source must not be empty. Name the app that the messages come from.");
        using var workspace = Workspace.Open(parsed.GetValue(CommandContext.Data)!, context);
        using var alone = workspace.Alone();
        workspace.Pipeline.Run(workspace.Session, null, context.Stop);
        var before = EventQueries.Counts(workspace.Session);
        foreach (var file in files)
        {
            try
            {
                foreach (var (payload, messages) in MessageFile.Read(file))
                {
                    context.Stop.ThrowIfCancellationRequested();
                    workspace.Log.AppendAsync(EventsOrder.Kind, workspace.Now, new EventsOrder(source, EventsOrder.SharedSpace, null, messages).ToBody(payload)).GetAwaiter().GetResult();
                }
            }
            catch (InvalidDataException e)
            {
                throw new CommandException(ExitCode.Usage, $"{file} cannot be read to its end: {e.Message} What stood before is taken in; a whole file may be imported again, because messages that are known change nothing.");
            }
        }

        workspace.Pipeline.Run(workspace.Session, null, context.Stop);
        var after = EventQueries.Counts(workspace.Session);
        var (received, applied, duplicate, rejected) = (after.Received - before.Received, after.Applied - before.Applied, after.Duplicates - before.Duplicates, after.Rejected - before.Rejected);
        if (parsed.GetValue(CommandContext.Json))
            context.Terminal.Json(new { received, applied, duplicate, rejected });
        else
            context.Terminal.Say($"{Plural.Of(received, "message")} taken in: {applied:N0} new, {duplicate:N0} known already, {rejected:N0} rejected.{(rejected > 0 ? " 'meridian events rejected' says why." : "")}");
        return rejected > 0 ? ExitCode.PartlyRejected : ExitCode.Ok;
    }

    private static List<Guid>? Whose(Workspace workspace, ParseResult parsed) =>
        parsed.GetValue(Customer) is { } who ? [.. CustomerViews.Find(workspace.Session, who)] : null;

    private static int Count(CommandContext context, ParseResult parsed)
    {
        using var workspace = Workspace.OpenExisting(parsed.GetValue(CommandContext.Data)!, context);
        context.Terminal.Json(new { events = EventQueries.Count(workspace.Session, parsed.GetValue(Name), Whose(workspace, parsed)) });
        return ExitCode.Ok;
    }

    private static int Tail(CommandContext context, ParseResult parsed, int limit)
    {
        using var workspace = Workspace.OpenExisting(parsed.GetValue(CommandContext.Data)!, context);
        var events = EventQueries.Last(workspace.Session, parsed.GetValue(Name), Whose(workspace, parsed), limit);
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

    private static int Rejected(CommandContext context, ParseResult parsed, int limit)
    {
        using var workspace = Workspace.OpenExisting(parsed.GetValue(CommandContext.Data)!, context);
        var rejected = EventQueries.Rejected(workspace.Session, limit);
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
