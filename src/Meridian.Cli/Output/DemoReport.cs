using Meridian.Foundation.Database;
using Meridian.Foundation.Governance;
using Meridian.Ingest;
using Meridian.Samples.Demo;
using Meridian.Segments;
using Spectre.Console;

namespace Meridian.Cli.Output;

/// <summary>What the demo shows: the files, what became of their rows, the matrix, and what to try next.</summary>
internal static class DemoReport
{
    // The launcher of a clone says how it was called, so that a line can be copied as it stands.
    public static string Meridian => Environment.GetEnvironmentVariable("MERIDIAN_COMMAND") ?? "meridian";

    /// <summary>The option that names the demo's folder.</summary>
    public static string Here(string data) => data == "./meridian-data/demo" ? "--data meridian-data/demo" : $"--data {data}";

    public static void Show(
        Terminal terminal, IReadOnlyList<DemoSource> sources, IReadOnlyList<ImportState> states, long ofFiles, IReadOnlyList<DemoEvents> events, IReadOnlyList<MatrixCell> cells, long customers, string data,
        ISession session, int matrixRows)
    {
        var console = terminal.Console;
        console.MarkupLine("[bold]Nine files of a team that sells across borders[/]");
        var table = new Spectre.Console.Table().AddColumn("file").AddColumn("what it is");
        foreach (var name in new[] { "rows", "rejected", "new", "duplicates", "merged", "left out" })
            table.AddColumn(new TableColumn(name).RightAligned());
        foreach (var (source, s) in sources.Zip(states))
        {
            table.AddRow(
                Markup.Escape(Path.GetFileName(source.File)), Markup.Escape(source.Description), $"{s.Rows:N0}", s.Rejected == 0 ? "[dim]0[/]" : $"[red]{s.Rejected}[/]", $"{s.Created:N0}",
                $"{s.Duplicates:N0}", s.Merged == 0 ? "[dim]0[/]" : $"{s.Merged}", s.Warnings == 0 ? "[dim]0[/]" : $"[yellow]{s.Warnings}[/]");
        }

        table.AddRow(
            "[bold]all[/]", "", $"[bold]{states.Sum(s => s.Rows):N0}[/]", $"{states.Sum(s => s.Rejected):N0}", $"{states.Sum(s => s.Created):N0}", $"{states.Sum(s => s.Duplicates):N0}",
            $"{states.Sum(s => s.Merged):N0}", $"{states.Sum(s => s.Warnings):N0}");
        console.Write(new BareTable(table));
        terminal.Output.WriteLine();
        console.MarkupLineInterpolated($"  [bold]{states.Sum(s => s.Rows):N0} rows are {ofFiles:N0} customers.[/] Rejected rows stand in {data}/imports, ready to mend.");
        terminal.Output.WriteLine();
        ShowEvents(terminal, events, ofFiles, customers);
        console.MarkupLine("[bold]Region × platform × activity[/]");
        MatrixReport.Show(terminal, cells, customers, matrixRows);
        terminal.Output.WriteLine();

        var someone = Customers.List(session, Scope.Whole, new CustomerFilter(), 200).MaxBy(c => c.Records);
        var (here, meridian) = (Here(data), Meridian);
        console.MarkupLine("[bold]Try next[/]");
        if (someone is { Phone: { } phone })
            console.MarkupLineInterpolated($"  {meridian} customers show {phone} {here}      {someone.Records} records became one customer: see why");
        console.MarkupLineInterpolated($"  {meridian} events tail --limit 5 {here}      what came last, of whom");
        console.MarkupLineInterpolated($"  {meridian} customers list --area \"Middle East\" --platform whatsapp {here}");
        console.MarkupLineInterpolated($"  {meridian} export --country TH --platform line --to line-th.xlsx {here}");
        console.MarkupLineInterpolated($"  {meridian} imports undo {states[^1].Entry} {here}      as if {states[^1].FileName} had never come");
        console.MarkupLineInterpolated($"  {meridian} import YOUR-FILE --source NAME --dry-run      your own customers, nothing written");
    }

    /// <summary>What to do while the server runs.</summary>
    /// <param name="key">The admin key; null where the environment has it.</param>
    public static void ShowServer(Terminal terminal, string url, string? key, string here)
    {
        terminal.Output.WriteLine();
        terminal.Console.MarkupLine("[bold]Your first event[/], from another terminal");
        // As it stands: a line that is broken by width cannot be copied.
        const string Event = """{"userId":"42","event":"Order Completed","properties":{"total":12.5}}""";
        terminal.Output.WriteLine($"  curl -u {key ?? "$MERIDIAN_ADMIN_KEY"}: -d '{Event}' {url}/v1/track");
        terminal.Output.WriteLine($"  {Meridian} events tail --limit 1 {here}");
        terminal.Output.WriteLine();
        terminal.Output.WriteLine($"  The server runs until Ctrl-C; '{Meridian} serve {here}' starts it again. All other commands work meanwhile.");
    }

    private static void ShowEvents(Terminal terminal, IReadOnlyList<DemoEvents> events, long before, long after)
    {
        terminal.Console.MarkupLine("[bold]What they did[/]");
        var table = new Spectre.Console.Table().AddColumn("file").AddColumn("what it is");
        foreach (var name in new[] { "rows", "events", "rejected", "not bought" })
            table.AddColumn(new TableColumn(name).RightAligned());
        foreach (var e in events)
        {
            table.AddRow(
                Markup.Escape(Path.GetFileName(e.Source.File)), Markup.Escape(e.Source.Description), $"{e.Counts.Rows:N0}", $"{e.Messages.Applied:N0}",
                e.Messages.Rejected == 0 ? "[dim]0[/]" : $"[red]{e.Messages.Rejected}[/]", e.Counts.PassedOver == 0 ? "[dim]0[/]" : $"{e.Counts.PassedOver:N0}");
        }

        terminal.Console.Write(new BareTable(table));
        terminal.Output.WriteLine();
        // The files know some by e-mail here and by phone there; an order that has both is the proof.
        terminal.Console.MarkupLineInterpolated($"  [bold]{events.Sum(e => e.Messages.Applied):N0} events.[/] Orders that name an e-mail and a phone join {before - after:N0} who were apart: {after:N0} customers.");
        terminal.Output.WriteLine();
    }
}
