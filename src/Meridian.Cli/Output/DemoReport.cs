using Meridian.Foundation.Database;
using Meridian.Ingest;
using Meridian.Samples.Demo;
using Meridian.Segments;
using Spectre.Console;

namespace Meridian.Cli.Output;

/// <summary>What the demo shows: the files, what became of their rows, the matrix, and what to try next.</summary>
internal static class DemoReport
{
    public static void Show(
        Terminal terminal, IReadOnlyList<DemoSource> sources, IReadOnlyList<ImportState> states, IReadOnlyList<MatrixCell> cells, long customers, string data,
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
        console.MarkupLineInterpolated($"  [bold]{states.Sum(s => s.Rows):N0} rows are {customers:N0} customers.[/] Rejected rows stand in {data}/imports, ready to mend.");
        terminal.Output.WriteLine();
        console.MarkupLine("[bold]Region × platform × activity[/]");
        MatrixReport.Show(terminal, cells, customers, matrixRows);
        terminal.Output.WriteLine();

        var someone = Customers.List(session, new CustomerFilter(), 200).MaxBy(c => c.Records);
        var here = data == "./meridian-data/demo" ? "--data meridian-data/demo" : $"--data {data}";
        // The launcher of a clone says how it was called, so that a line can be copied as it stands.
        var meridian = Environment.GetEnvironmentVariable("MERIDIAN_COMMAND") ?? "meridian";
        console.MarkupLine("[bold]Try next[/]");
        if (someone is { Phone: { } phone })
            console.MarkupLineInterpolated($"  {meridian} customers show {phone} {here}      {someone.Records} records became one customer: see why");
        console.MarkupLineInterpolated($"  {meridian} customers list --area \"Middle East\" --platform whatsapp {here}");
        console.MarkupLineInterpolated($"  {meridian} export --country TH --platform line --to line-th.xlsx {here}");
        console.MarkupLineInterpolated($"  {meridian} imports undo {states[^1].Entry} {here}      as if {states[^1].FileName} had never come");
        console.MarkupLineInterpolated($"  {meridian} import YOUR-FILE --source NAME --dry-run      your own customers, nothing written");
    }
}
