using Meridian.Numbers;
using Spectre.Console;

namespace Meridian.Cli.Output;

/// <summary>Compared lists, for people and as JSON.</summary>
internal static class CompareReport
{
    private const int BarWidth = 30;

    public static void Show(Terminal terminal, NumberComparison comparison, string? folder, IReadOnlyList<string> written)
    {
        var lists = new Table().AddColumn("list").AddColumn(new TableColumn("rows").RightAligned()).AddColumn(new TableColumn("numbers").RightAligned()).AddColumn(new TableColumn("no number").RightAligned());
        foreach (var list in comparison.Lists)
            lists.AddRow(Markup.Escape(list.Name), $"{list.Rows:N0}", $"{list.Numbers:N0}", $"{list.WithoutNumber:N0}");
        terminal.Console.Write(new BareTable(lists));
        terminal.Output.WriteLine();
        if (comparison.Shares.Count == 0)
        {
            terminal.Say("None of the lists holds a number that reads.");
            return;
        }

        var all = comparison.Shares.Sum(s => s.Numbers);
        var shares = new Table().AddColumn("numbers in").AddColumn(new TableColumn("count").RightAligned()).AddColumn(new TableColumn("").NoWrap());
        foreach (var share in comparison.Shares)
            shares.AddRow(Markup.Escape(Name(comparison, share)), $"{share.Numbers:N0}", new string('█', Math.Max(1, (int)Math.Round((double)share.Numbers / all * BarWidth))));
        terminal.Console.Write(new BareTable(shares));
        if (written.Count > 0)
            terminal.Say($"{Plural.Of(written.Count, "list")} written to {folder}.");
    }

    private static string Name(NumberComparison comparison, NumberShare share) =>
        share.Lists.Count == 1 ? "only " + comparison.Lists[share.Lists[0]].Name
        : share.Lists.Count == comparison.Lists.Count ? (share.Lists.Count == 2 ? "both" : "all")
        : string.Join(" and ", share.Lists.Select(l => comparison.Lists[l].Name));
}
