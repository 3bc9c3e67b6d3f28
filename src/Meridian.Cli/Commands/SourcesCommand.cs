using System.CommandLine;
using Meridian.Cli.Output;
using Meridian.Ingest;
using Meridian.Ingest.Columns;
using Meridian.Segments;
using Spectre.Console;

namespace Meridian.Cli.Commands;

/// <summary>meridian sources list | set</summary>
internal static class SourcesCommand
{
    public static Command Make(CommandContext context) =>
        new("sources", "Where customers and events come from, how far each source is trusted, and how its columns are read.") { List(context), Set(context) };

    private static Command List(CommandContext context)
    {
        var command = new Command("list", "All sources with what came from them.");
        command.SetAction(parsed =>
        {
            using var workspace = Workspace.OpenExisting(parsed.GetValue(CommandContext.Data)!, context);
            workspace.Freshen(context);
            var sources = SourceViews.All(workspace.Session);
            return context.TellEach(parsed, sources.Select(SourceView.Of), () => Show(context.Terminal, sources));
        });
        return command;
    }

    private static Command Set(CommandContext context)
    {
        var name = new Argument<string>("SOURCE") { Description = "Its name, as 'meridian sources list' tells it." };
        var trust = new Option<int?>("--trust") { Description = "0 to 100: where two sources say different things of a customer, the more trusted one counts, then the newer. 50 to begin with.", HelpName = "N" };
        var mapping = new Option<string?>("--map") { Description = "Corrected mapping of columns (JSON) with which its next files of customers are read; 'none' lets their columns be guessed anew.", HelpName = "FILE" };
        var events = new Option<string?>("--event-map") { Description = "The same for its files of orders and chats.", HelpName = "FILE" };
        var reason = TagSaveCommand.ReasonOption();
        var command = new Command("set", "Say how far a source is trusted, and how its next file is read; what is not said stays as it was.") { name, trust, mapping, events, reason };
        command.SetAction(parsed =>
        {
            var order = new SourceOrder(
                parsed.GetValue(name)!, parsed.GetValue(trust), Read("--map", parsed.GetValue(mapping), []), Read("--event-map", parsed.GetValue(events), EventHeaders.Fields), parsed.GetValue(reason));
            using var workspace = Workspace.OpenExisting(parsed.GetValue(CommandContext.Data)!, context);
            using var alone = workspace.Alone();
            workspace.Pipeline.Run(workspace.Session, null, context.Stop);
            SourceIntake.Save(workspace.Log, SourceViews.Names(workspace.Session), order, workspace.Now);
            workspace.Pipeline.Run(workspace.Session, null, CancellationToken.None);
            var source = SourceViews.Find(workspace.Session, order.Source)!;
            return context.Tell(parsed, SourceView.Of(source), () => context.Terminal.Say($"Source {source.Name}: trust {source.Trust}; {Columns(source)}."));
        });
        return command;
    }

    /// <summary>What a file says; empty for none.</summary>
    private static string? Read(string option, string? path, IReadOnlyCollection<string> more) => path switch
    {
        null => null,
        "none" => "",
        _ => ImportCommand.ReadMapping(path, more, option),
    };

    private static string Columns(SourceOverview source) => source.ColumnsSaid == 0 ? "columns are guessed" : $"{Plural.Of(source.ColumnsSaid, "column")} as somebody said";

    private static void Show(Terminal terminal, List<SourceOverview> sources)
    {
        if (sources.Count == 0)
        {
            terminal.Say("Nothing has come in yet. A source is here with its first file or event: 'meridian import FILE'.");
            return;
        }

        var table = TagReport.Columns("source");
        foreach (var column in new[] { "trust", "imports", "messages", "rejected" })
            table.AddColumn(new TableColumn(column).RightAligned());
        table.AddColumn("columns");
        foreach (var s in sources)
            table.AddRow(Markup.Escape(s.Name), $"{s.Trust}", $"{s.Imports:N0}", $"{s.Messages:N0}", $"{s.Rejected:N0}", Columns(s));
        terminal.Console.Write(new BareTable(table));
    }
}
