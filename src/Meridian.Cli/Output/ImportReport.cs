using Meridian.Foundation.Governance;
using Meridian.Ingest;
using Meridian.Normalise;
using Spectre.Console;

namespace Meridian.Cli.Output;

/// <summary>What an import did, for a person and as one JSON object.</summary>
internal sealed class ImportReport(Terminal terminal, bool json)
{
    /// <summary>Warnings that a person sees; all are counted, the first hundred are in the JSON.</summary>
    private const int WarningsShown = 5;

    public void Show(ImportState s, IReadOnlyList<RowWarning> warnings, ImportPlan? plan)
    {
        if (json)
        {
            terminal.Json(new
            {
                import_id = s.Entry,
                file = s.FileName,
                source = s.Source,
                rows = s.Rows,
                accepted = s.Accepted,
                rejected = s.Rejected,
                profiles_created = s.Created,
                profiles_merged = s.Merged,
                duplicates = s.Duplicates,
                unchanged = s.Unchanged,
                warnings,
                warnings_total = s.Warnings,
                rejected_file = s.RejectedFile,
                seconds = Math.Round(s.Seconds, 3),
                columns = ColumnView.Of(plan),
                notes = plan?.Notes ?? [],
                overlaps = plan?.Notes ?? [],
            });
            return;
        }

        Title($"import {s.Entry}: {s.FileName} ({s.Source})", $"{s.Seconds:0.0} s, {s.Rows / Math.Max(s.Seconds, 0.001):N0} rows/s");
        if (plan is not null)
            ShowColumns(plan);
        Counts(s);
        Warnings(warnings, s.Warnings);
        if (s.RejectedFile is not null)
            terminal.Console.MarkupLineInterpolated($"  rejected rows, ready to mend and import again: [underline]{Relative(s.RejectedFile)}[/]");
        terminal.Output.WriteLine();
    }

    public void Show(Rehearsal rehearsal)
    {
        var s = rehearsal.State;
        if (json)
        {
            terminal.Json(RehearsalView.Of(Scope.Whole, rehearsal));
            return;
        }

        Title($"rehearsal: {s.FileName} ({s.Source})", "nothing is written");
        ShowColumns(rehearsal.Plan);
        Counts(s);
        var table = new Table().AddColumn(new TableColumn("row").RightAligned()).AddColumn("verdict").AddColumn("of").AddColumn("note");
        foreach (var row in rehearsal.Rows.Take(RowsShown))
        {
            table.AddRow(
                $"{row.Row}", row.Verdict, Markup.Escape(row.OfName ?? row.Of?.ToString() ?? ""), Markup.Escape(row.Reason ?? row.Conflict ?? ""));
        }

        terminal.Console.Write(new BareTable(table));
        if (s.Rows > RowsShown)
            terminal.Console.MarkupLineInterpolated($"[dim]  the first {RowsShown} of {s.Rows:N0} rows; --json tells all up to {Rehearsal.Kept:N0}[/]");
        Warnings(rehearsal.Warnings, s.Warnings);
        terminal.Output.WriteLine();
    }

    private const int RowsShown = 25;

    private static string Relative(string path)
    {
        var relative = Path.GetRelativePath(Directory.GetCurrentDirectory(), path);
        return relative.StartsWith("..", StringComparison.Ordinal) ? path : relative;
    }

    private void Title(string title, string note) => terminal.Console.MarkupLineInterpolated($"[bold]{title}[/]  [dim]{note}[/]");

    private void ShowColumns(ImportPlan plan)
    {
        var grid = new Grid().AddColumn(new GridColumn { Padding = new Padding(2, 0, 2, 0) }).AddColumn(new GridColumn { Padding = new Padding(0, 0, 2, 0) }).AddColumn();
        foreach (var guess in plan.Guesses.Columns)
        {
            var sure = guess.Confidence >= 0.8 ? "green" : guess.Confidence >= 0.5 ? "yellow" : "dim";
            grid.AddRow(Markup.Escape(guess.Header), $"[{sure}]{Markup.Escape(guess.Field)}[/] {guess.Confidence * 100:0} %", $"[dim]{Markup.Escape(guess.Because)}[/]");
        }

        terminal.Console.Write(grid);
        foreach (var note in plan.Notes)
            terminal.Console.MarkupLineInterpolated($"  [yellow]![/] {note}");
    }

    private void Counts(ImportState s)
    {
        var rejected = s.Rejected > 0 ? $"[red]{s.Rejected:N0} rejected[/]" : "0 rejected";
        terminal.Console.MarkupLine(
            $"  {Plural.Of(s.Rows, "row")} = [green]{s.Accepted:N0} accepted[/] + {rejected};  accepted = {Plural.Of(s.Created, "new customer")} + {Plural.Of(s.Duplicates, "duplicate")} ({s.Unchanged:N0} unchanged)");
        if (s.Merged > 0)
            terminal.Console.MarkupLine(s.Merged == 1
                ? "  1 earlier customer turned out to be the same as another and was merged"
                : $"  {s.Merged:N0} earlier customers turned out to be the same as others and were merged");
    }

    private void Warnings(IReadOnlyList<RowWarning> warnings, long total)
    {
        if (total == 0)
            return;
        terminal.Console.MarkupLine($"  [yellow]{Plural.Of(total, "warning")}[/] (a value that cannot be read is left out of its row):");
        foreach (var warning in warnings.Take(WarningsShown))
            terminal.Console.MarkupLineInterpolated($"    row {warning.Row}, {warning.Column}: '{warning.Value}' {warning.Reason}");
        if (total > WarningsShown)
            terminal.Console.MarkupLineInterpolated($"    [dim]and {total - WarningsShown:N0} more[/]");
    }
}
