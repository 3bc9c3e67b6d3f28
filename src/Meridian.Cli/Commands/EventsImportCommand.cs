using System.CommandLine;
using Meridian.Cli.Output;
using Meridian.Events;
using Meridian.Ingest;
using Meridian.Ingest.Columns;
using Meridian.Ingest.Messages;
using Meridian.Normalise.EventFiles;
using Spectre.Console;

namespace Meridian.Cli.Commands;

/// <summary>meridian events import FILE...</summary>
internal static class EventsImportCommand
{
    public static Command Make(CommandContext context)
    {
        var files = new Argument<string[]>("FILE")
        {
            Description = "JSON lines in Segment's form, one message a line, also as .gz; or orders or chats as CSV, TSV or XLSX, also as .gz or .zip.",
            Arity = ArgumentArity.OneOrMore,
        };
        var source = new Option<string>("--source") { Description = "Name of the app that they come from; ids of customers in a spreadsheet are this source's.", HelpName = "NAME", DefaultValueFactory = _ => "default" };
        var country = new Option<string?>("--country") { Description = "Where national phone numbers of a spreadsheet are from, when nothing else says so.", HelpName = "CC" };
        var map = new Option<string?>("--map") { Description = "Corrected mapping of a spreadsheet's columns (JSON); kept for the source.", HelpName = "FILE" };
        var dryRun = new Option<bool>("--dry-run") { Description = "Say what each column of a spreadsheet is taken for and what would come in; nothing is written." };
        var command = new Command("import", "Take events from files in, as if their apps had sent them: messages, orders, chats. What is known already changes nothing.") { files, source, country, map, dryRun };
        command.SetAction(parsed => Run(context, parsed, parsed.GetValue(files)!, parsed.GetValue(source)!, parsed.GetValue(country), parsed.GetValue(map), parsed.GetValue(dryRun)));
        return command;
    }

    private static int Run(CommandContext context, ParseResult parsed, string[] files, string source, string? country, string? map, bool dryRun)
    {
        foreach (var file in files.Where(f => !File.Exists(f)))
            throw new CommandException(ExitCode.Usage, $"{file}: there is no such file.");
        if (string.IsNullOrWhiteSpace(source))
            throw new CommandException(ExitCode.Usage, "--source must not be empty. Name the app that the messages come from.");
        var mapping = map is null ? null : ImportCommand.ReadMapping(map, EventHeaders.Fields);
        var order = new ImportOrder(source, "", "", "", ImportCommand.CountryOf(country), mapping ?? Kept(context, parsed.GetValue(CommandContext.Data)!, source));
        var now = context.Clock.GetCurrentInstant().InUtc().ToDateTimeUnspecified();
        // All files are looked at before the first is taken in, so that a slip in the third does not leave two.
        var tables = files.Select(f => EventFile.HoldsMessages(f) ? null : EventFile.Open(f, order with { FileName = Path.GetFileName(f) }, now)).ToList();
        var json = parsed.GetValue(CommandContext.Json);
        if (dryRun)
            return Rehearse(context.Terminal, json, files, tables);

        using var workspace = Workspace.Open(parsed.GetValue(CommandContext.Data)!, context);
        using var alone = workspace.Alone();
        var taken = Take(context, workspace, source, [.. files.Zip(tables)], mapping);
        var (received, applied, duplicate, rejected) = (taken.Received, taken.Applied, taken.Duplicates, taken.Rejected);
        var counts = tables.OfType<EventFile>().Select(t => t.Counts).ToList();
        if (json)
        {
            context.Terminal.Json(new EventFileReceipt(received, applied, duplicate, rejected, counts.Sum(c => c.Rows), counts.Sum(c => c.PassedOver), counts.Sum(c => c.LeftOut)));
            return rejected > 0 ? ExitCode.PartlyRejected : ExitCode.Ok;
        }

        foreach (var (file, table) in files.Zip(tables))
        {
            if (table is not null)
                Say(context.Terminal, file, table);
        }

        context.Terminal.Say($"{Plural.Of(received, "message")} taken in: {applied:N0} new, {duplicate:N0} known already, {rejected:N0} rejected.{(rejected > 0 ? " 'meridian events rejected' says why." : "")}");
        return rejected > 0 ? ExitCode.PartlyRejected : ExitCode.Ok;
    }

    /// <summary>What was said of the columns of the source's earlier files; null where nothing was.</summary>
    private static string? Kept(CommandContext context, string data, string source)
    {
        if (!Workspace.IsThere(data, context))
            return null;
        using var workspace = Workspace.OpenExisting(data, context);
        return Sources.EventMapping(workspace.Session, source);
    }

    /// <summary>Takes files in and applies them; what became of their messages.</summary>
    /// <param name="mapping">What a person said of the files' columns; it is kept for the source. Null for nothing.</param>
    internal static MessageCounts Take(CommandContext context, Workspace workspace, string source, IReadOnlyList<(string File, EventFile? Table)> files, string? mapping = null)
    {
        workspace.Pipeline.Run(workspace.Session, null, context.Stop);
        var before = EventQueries.Counts(workspace.Session);
        foreach (var (file, table) in files)
            Append(context, workspace, source, file, table, mapping);
        workspace.Pipeline.Run(workspace.Session, null, context.Stop);
        var after = EventQueries.Counts(workspace.Session);
        return new MessageCounts(
            after.Received - before.Received, after.Applied - before.Applied, after.Duplicates - before.Duplicates, after.Conflicts - before.Conflicts, after.Rejected - before.Rejected);
    }

    /// <summary>Writes a file's messages to the log.</summary>
    private static void Append(CommandContext context, Workspace workspace, string source, string file, EventFile? table, string? mapping)
    {
        try
        {
            EventFileIntake.Append(workspace.Log, file, Path.GetFileName(file), table, source, mapping, () => workspace.Now, context.Stop);
        }
        catch (EventFileBrokenException e)
        {
            // What stood before is in the log, and is said to be taken in.
            workspace.Pipeline.Run(workspace.Session, null, context.Stop);
            throw new CommandException(ExitCode.Usage, e.Message);
        }
    }

    /// <summary>How many messages a file would make.</summary>
    private static long Messages(string file, EventFile? table)
    {
        try
        {
            return (table?.Read() ?? MessageFile.Read(file)).Sum(p => (long)p.Lines.Count);
        }
        catch (InvalidDataException e)
        {
            throw new CommandException(ExitCode.Usage, $"{Path.GetFileName(file)} cannot be read to its end: {e.Message}");
        }
    }

    private static int Rehearse(Terminal terminal, bool json, string[] files, List<EventFile?> tables)
    {
        var refused = 0L;
        foreach (var (file, table) in files.Zip(tables))
        {
            var messages = Messages(file, table);
            if (json)
            {
                terminal.Json(new
                {
                    file,
                    kind = Kind(table),
                    messages,
                    rejected = table?.Counts.Refused,
                    rows = table?.Counts.Rows,
                    passed_over = table?.Counts.PassedOver,
                    left_out = table?.Counts.LeftOut,
                    columns = table?.Columns.Select(c => new { header = c.Header, field = c.Field }),
                });
            }
            else if (table is null)
            {
                terminal.Say($"{Path.GetFileName(file)}: {Plural.Of(messages, "message")} as apps send them.");
            }
            else
            {
                Say(terminal, file, table);
                var shown = new Spectre.Console.Table().AddColumn("column").AddColumn("taken for");
                foreach (var (header, field) in table.Columns)
                    shown.AddRow(Markup.Escape(header), Markup.Escape(field));
                terminal.Console.Write(new BareTable(shown));
            }

            refused += table?.Counts.Refused ?? 0;
        }

        if (!json)
            terminal.Say("Nothing was written.");
        return refused > 0 ? ExitCode.PartlyRejected : ExitCode.Ok;
    }

    private static string Kind(EventFile? table) => table?.Kind switch { null => "messages", EventTable.Orders => "orders", _ => "chat" };

    private static void Say(Terminal terminal, string file, EventFile table)
    {
        var counts = table.Counts;
        terminal.Say($"{Path.GetFileName(file)}: {Plural.Of(counts.Rows, "row")} of {(table.Kind == EventTable.Orders ? "orders" : "a chat")}, {Plural.Of(counts.Messages - counts.Refused, "event")}"
            + (counts.Refused > 0 ? $", {counts.Refused:N0} refused" : "")
            + (counts.PassedOver > 0 ? $", {Plural.Of(counts.PassedOver, "order")} not paid or cancelled and passed over" : "")
            + (counts.LeftOut > 0 ? $", {Plural.Of(counts.LeftOut, "value")} left out" : "") + ".");
        foreach (var note in table.Notes.Concat(counts.Notes))
            terminal.Warn(note);
    }
}
