using Meridian.Activate.Audiences;
using Meridian.Segments;
using Meridian.Tags.Definitions;
using Spectre.Console;

namespace Meridian.Cli.Output;

/// <summary>Segments as tables.</summary>
internal static class SegmentReport
{
    private const int CountriesShown = 10;

    public static void List(Terminal terminal, IReadOnlyList<SegmentVersion> segments)
    {
        if (segments.Count == 0)
        {
            terminal.Say("There are no segments yet. 'meridian segments save KEY --rule EXPR' makes one.");
            return;
        }

        var table = TagReport.Columns("segment", "name", "folder", "version", "saved (UTC)", "rule");
        foreach (var s in segments)
        {
            table.AddRow(
                Markup.Escape(s.Key), Markup.Escape(s.Definition.Names?.GetValueOrDefault("en") ?? s.Key), Markup.Escape(s.Definition.Folder ?? ""), $"{s.Version}", $"{s.SavedAt:yyyy-MM-dd HH:mm}",
                Markup.Escape(s.Definition.Rule));
        }

        terminal.Console.Write(new BareTable(table));
    }

    public static void Show(Terminal terminal, SegmentView view)
    {
        terminal.Console.MarkupLineInterpolated($"[bold]segment {view.Key}[/]  [dim]version {view.Current.Version}[/]");
        terminal.Console.WriteLine(view.Current.Definition.Rule);
        if (view.NeededBy.Count > 0)
            terminal.Console.MarkupLineInterpolated($"[dim]needed by {string.Join(", ", view.NeededBy)}[/]");
        terminal.Say($"{Plural.Of(view.Customers, "customer")} {(view.Customers == 1 ? "is" : "are")} in it.");
        var countries = TagReport.Columns("country");
        countries.AddColumn(new TableColumn("customers").RightAligned());
        foreach (var country in view.Countries.Take(CountriesShown))
            countries.AddRow(country.Country ?? "unknown", $"{country.Customers:N0}");
        if (view.Countries.Count > 0)
            terminal.Console.Write(new BareTable(countries));
    }

    public static void Overlap(Terminal terminal, OverlapView overlap)
    {
        var table = TagReport.Columns([.. overlap.Segments]);
        table.AddColumn(new TableColumn("customers").RightAligned());
        foreach (var part in overlap.Parts)
            table.AddRow([.. overlap.Segments.Select(s => part.In.Contains(s) ? "in" : "[dim]-[/]"), $"{part.Customers:N0}"]);
        terminal.Console.Write(new BareTable(table));
        terminal.Say($"{Plural.Of(overlap.Customers, "customer")} in any of them.");
    }

    public static void Audience(Terminal terminal, AudienceCounts counts, string form, string path)
    {
        terminal.Say($"{Plural.Of(counts.Included, "customer")} written to {path} for {form}: {Plural.Of(counts.Emails, "e-mail")}, {Plural.Of(counts.Phones, "phone")}, hashed.");
        foreach (var (left, why) in new[] { (counts.NoConsent, "nobody said that they consent"), (counts.Withdrawn, "they withdrew"), (counts.Suppressed, "on a suppression list"), (counts.NoAddress, "neither e-mail nor phone") })
        {
            if (left > 0)
                terminal.Say($"left out: {Plural.Of(left, "customer")}, {why}");
        }
    }

    public static void Flow(Terminal terminal, string segment, IReadOnlyList<SegmentChange> flow)
    {
        if (flow.Count == 0)
        {
            terminal.Say($"The segment '{segment}' has no snapshots yet. 'meridian segments snapshot {segment}' takes one.");
            return;
        }

        var table = TagReport.Columns("as of (UTC)");
        foreach (var name in new[] { "customers", "entered", "left" })
            table.AddColumn(new TableColumn(name).RightAligned());
        foreach (var f in flow)
            table.AddRow($"{f.To:yyyy-MM-dd HH:mm}", $"{f.Customers:N0}", f.From is null ? "" : $"{f.Entered:N0}", f.From is null ? "" : $"{f.Left:N0}");
        terminal.Console.Write(new BareTable(table));
    }
}
