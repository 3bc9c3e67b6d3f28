using System.Globalization;
using Meridian.Foundation.Geography;
using Meridian.Numbers;
using Spectre.Console;

namespace Meridian.Cli.Output;

/// <summary>What a screening found, for people and as JSON.</summary>
internal static class ScreenReport
{
    private const int BarWidth = 30;
    private const int Shown = 10;

    public static object Line(ScreenCounts c, string path, KnownCustomers? known) => new
    {
        file = Path.GetFullPath(path),
        rows = c.Rows,
        valid = c.Valid,
        possible = c.Possible,
        impossible = c.Impossible,
        duplicates = c.Duplicates,
        known_customers = known is null ? (long?)null : c.Known,
        suppressed = (long?)null,
        reasons = c.Reasons.ToDictionary(r => NumberScreen.Name(r.Key), r => r.Value, StringComparer.Ordinal),
        countries = c.Countries.Where(k => k.Key.Length > 0).ToDictionary(StringComparer.Ordinal),
    };

    public static void Show(Terminal terminal, ScreenCounts c, string path, KnownCustomers? known, string data, TimeSpan took)
    {
        if (c.Rows > 0)
        {
            var table = new Table().AddColumn("verdict").AddColumn(new TableColumn("rows").RightAligned()).AddColumn(new TableColumn("").NoWrap()).AddColumn("because");
            table.AddRow("[green]valid[/]", $"{c.Valid:N0}", Bar(c.Valid, c.Rows), Markup.Escape(Reasons(c.Reasons[NumberVerdict.Valid])));
            table.AddRow("[yellow]possible[/]", $"{c.Possible:N0}", Bar(c.Possible, c.Rows), Markup.Escape(Reasons(c.Reasons[NumberVerdict.Possible])));
            table.AddRow("[red]impossible[/]", $"{c.Impossible:N0}", Bar(c.Impossible, c.Rows), Markup.Escape(Reasons(c.Reasons[NumberVerdict.Impossible])));
            terminal.Console.Write(new BareTable(table));
            terminal.Output.WriteLine();
        }

        if (c.Countries.Count > 0)
        {
            var countries = c.Countries.OrderByDescending(k => k.Value).ThenBy(k => k.Key, StringComparer.Ordinal).ToList();
            var table = new Table().AddColumn("country").AddColumn(new TableColumn("valid").RightAligned()).AddColumn(new TableColumn("").NoWrap());
            foreach (var (country, rows) in countries.Take(Shown))
                table.AddRow(country.Length == 0 ? "[dim]none[/]" : $"{country} {Markup.Escape(Countries.Get(country)?.EnglishName ?? "")}", $"{rows:N0}", Bar(rows, countries[0].Value));
            terminal.Console.Write(new BareTable(table));
            if (countries.Count > Shown)
                terminal.Console.MarkupLineInterpolated($"[dim]  and {countries.Count - Shown} more[/]");
            terminal.Output.WriteLine();
        }

        var seconds = Math.Max(took.TotalSeconds, 0.001);
        terminal.Output.WriteLine($"  {Plural.Of(c.Duplicates, "repeat")} of an earlier number; {(known is null ? $"no store in {data}, so known customers are unknown" : $"{Plural.Of(c.Known, "row")} of known customers ({Plural.Of(known.Phones, "phone")} in the store)")}.");
        terminal.Say(string.Create(CultureInfo.InvariantCulture, $"{Plural.Of(c.Rows, "row")} written to {path} ({took.TotalSeconds:0.0} s, {c.Rows / seconds:N0} rows/s)."));
    }

    private static string Reasons(IReadOnlyDictionary<string, long> reasons) =>
        string.Join(", ", reasons.OrderByDescending(r => r.Value).ThenBy(r => r.Key, StringComparer.Ordinal).Take(6).Select(r => $"{r.Key} {r.Value:N0}"));

    private static string Bar(long part, long whole) => whole == 0 || part == 0 ? "" : new string('█', Math.Max(1, (int)Math.Round((double)part / whole * BarWidth)));
}
