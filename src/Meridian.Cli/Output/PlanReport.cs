using Meridian.Numbers;
using Spectre.Console;

namespace Meridian.Cli.Output;

/// <summary>Numbering plans, for people and as JSON.</summary>
internal static class PlanReport
{
    private const int BarWidth = 24;
    private const int AreasShown = 3;

    public static void Coverage(Terminal terminal, IReadOnlyList<NumberingRegion> regions)
    {
        var table = new Table().AddColumn("region").AddColumn(new TableColumn("code").RightAligned()).AddColumn("example").AddColumn("types");
        foreach (var region in regions)
        {
            var name = region.Region == "001" ? "no country" : $"{region.Region} {RegionView.NameOf(region.Region)}";
            table.AddRow(Markup.Escape(name), $"+{region.CallingCode}", region.Examples.Count > 0 ? region.Examples[0].Value : "[dim]·[/]", Markup.Escape(string.Join(", ", region.Examples.Select(e => e.Key.Replace('_', ' ')))));
        }

        terminal.Console.Write(new BareTable(table));
        terminal.Output.WriteLine();
        terminal.Output.WriteLine($"  {regions.Count(r => r.Region != "001"):N0} regions and {regions.Count(r => r.Region == "001"):N0} codes of no country. The example is of the first type.");
    }

    public static void Ranges(Terminal terminal, NumberingRegion region, List<NumberRange> ranges)
    {
        // Ten billion numbers stand beside ten thousand: a bar by the count's logarithm still shows both.
        var largest = ranges.Count == 0 ? 1 : ranges.Max(r => Math.Log10(Math.Max(r.Numbers, 1)));
        var table = new Table().AddColumn("type").AddColumn($"after +{region.CallingCode}").AddColumn(new TableColumn("digits").RightAligned())
            .AddColumn(new TableColumn("numbers").RightAligned()).AddColumn(new TableColumn("").NoWrap());
        var areas = ranges.Exists(r => r.Areas.Count > 0);
        if (areas)
            table.AddColumn("areas");
        string? before = null;
        foreach (var range in ranges)
        {
            var leading = range.First == range.Last ? range.First
                : range.First[..^1] == range.Last[..^1] && range.First[^1] == '0' && range.Last[^1] == '9' ? range.First[..^1]
                : $"{range.First}–{range.Last}";
            var length = Math.Max(1, (int)Math.Round(Math.Log10(Math.Max(range.Numbers, 1)) / Math.Max(largest, 1) * BarWidth));
            string[] cells = [range.Type == before ? "" : range.Type.Replace('_', ' '), leading, Lengths(range.Digits), Rough(range.Numbers), new string('█', length)];
            table.AddRow(areas ? [.. cells, Markup.Escape(Areas(range.Areas))] : cells);
            before = range.Type;
        }

        terminal.Console.Write(new BareTable(table));
        terminal.Output.WriteLine();
        terminal.Output.WriteLine($"  {RegionView.NameOf(region.Region)}, +{region.CallingCode}. Found by asking the plan for numbers behind each leading digits; bars are logarithmic.");
    }

    private static string Areas(IReadOnlyList<string> areas) =>
        areas.Count <= AreasShown ? string.Join(", ", areas) : $"{string.Join(", ", areas.Take(AreasShown))} and {areas.Count - AreasShown} more";

    private static string Lengths(IReadOnlyList<int> digits) =>
        digits.Count == 1 ? $"{digits[0]}" : digits[^1] - digits[0] == digits.Count - 1 ? $"{digits[0]}–{digits[^1]}" : string.Join(", ", digits);

    private static string Rough(double numbers) => numbers switch
    {
        >= 1e12 => $"{numbers / 1e12:0.#} T",
        >= 1e9 => $"{numbers / 1e9:0.#} G",
        >= 1e6 => $"{numbers / 1e6:0.#} M",
        >= 1e3 => $"{numbers / 1e3:0.#} k",
        _ => $"{numbers:0}",
    };
}
