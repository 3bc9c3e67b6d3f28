using Meridian.Foundation.Geography;
using Meridian.Foundation.Platforms;
using Meridian.Segments;
using Spectre.Console;

namespace Meridian.Cli.Output;

/// <summary>The region × platform × activity matrix as a table with bars.</summary>
internal static class MatrixReport
{
    private static readonly string[] Activities = ["high", "medium", "low", "silent", "unknown"];
    private const int BarWidth = 24;

    /// <param name="rows">How many rows at the most; the largest are shown.</param>
    public static void Show(Terminal terminal, IReadOnlyList<MatrixCell> cells, long customers, int rows)
    {
        if (cells.Count == 0)
        {
            terminal.Say("No customers match.");
            return;
        }

        var lines = cells.GroupBy(c => (c.Country, c.Platform))
            .Select(g => (g.Key.Country, g.Key.Platform, Total: g.Sum(c => c.Customers), By: Activities.Select(a => g.Where(c => c.Activity == a).Sum(c => c.Customers)).ToArray()))
            .OrderByDescending(l => l.Total).ThenBy(l => l.Country, StringComparer.Ordinal).ThenBy(l => l.Platform, StringComparer.Ordinal).ToList();
        var largest = lines[0].Total;
        var table = new Table().AddColumn("country").AddColumn("platform").AddColumn(new TableColumn("customers").RightAligned());
        table.AddColumn(new TableColumn("").NoWrap());
        foreach (var activity in Activities)
            table.AddColumn(new TableColumn(activity).RightAligned());
        foreach (var line in lines.Take(rows))
        {
            string[] row =
            [
                line.Country is null ? "[dim]unknown[/]" : $"{line.Country} {Markup.Escape(Countries.Get(line.Country)?.EnglishName ?? "")}",
                line.Platform is null ? "[dim]none[/]" : Markup.Escape(Platforms.WithKey(line.Platform)?.Name ?? line.Platform),
                $"{line.Total:N0}",
                Bar(line.Total, largest, line.By),
                .. line.By.Select(n => n == 0 ? "[dim]·[/]" : $"{n:N0}"),
            ];
            table.AddRow(row);
        }

        terminal.Console.Write(new BareTable(table));
        terminal.Output.WriteLine();
        if (lines.Count > rows)
            terminal.Console.MarkupLineInterpolated($"[dim]  {Plural.Of(lines.Count - rows, "smaller row")} left out; 'meridian labels' shows all[/]");
        terminal.Console.MarkupLineInterpolated($"  {Plural.Of(customers, "customer")}. One who has several platforms counts once for each.");
    }

    /// <summary>A bar as long as the count, its colours the activities; without colours the blocks still tell them apart.</summary>
    private static string Bar(long total, long largest, long[] by)
    {
        var length = Math.Max(1, (int)Math.Round((double)total / largest * BarWidth));
        string[] blocks = ["█", "▓", "▒", "░", "·"];
        string[] colours = ["green", "yellow", "darkorange", "grey", "grey"];
        var bar = new System.Text.StringBuilder();
        var done = 0L;
        var drawn = 0;
        for (var i = 0; i < by.Length; i++)
        {
            done += by[i];
            var to = (int)Math.Round((double)done / total * length);
            if (to > drawn)
                bar.Append('[').Append(colours[i]).Append(']').Append(string.Concat(Enumerable.Repeat(blocks[i], to - drawn))).Append("[/]");
            drawn = Math.Max(drawn, to);
        }

        return bar.ToString();
    }
}
