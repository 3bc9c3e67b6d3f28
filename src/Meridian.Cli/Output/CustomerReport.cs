using Meridian.Profiles.Edits;
using Meridian.Segments;
using Meridian.Tags.Labels;
using Spectre.Console;

namespace Meridian.Cli.Output;

/// <summary>Customers as a table and as a card.</summary>
internal static class CustomerReport
{
    public static void Table(Terminal terminal, IReadOnlyList<CustomerLine> customers, long total)
    {
        if (total == 0)
        {
            terminal.Say("No customers match.");
            return;
        }

        var table = new Table();
        foreach (var name in new[] { "name", "country", "language", "platforms", "activity", "phone", "e-mail", "profile" })
            table.AddColumn(name);
        foreach (var c in customers)
        {
            table.AddRow(
                Markup.Escape(c.Name ?? "-"), c.Country ?? "-", c.Language ?? "-", string.Join(", ", c.Platforms), Shade(c.Activity), c.Phone ?? "", Markup.Escape(c.Email ?? ""),
                $"[dim]{c.ProfileId.ToString()[..8]}[/]");
        }

        terminal.Console.Write(new BareTable(table));
        terminal.Say(customers.Count < total ? $"{customers.Count:N0} of {Plural.Of(total, "customer")}; --limit shows more." : $"{Plural.Of(total, "customer")}.");
    }

    public static void Card(Terminal terminal, CustomerView view)
    {
        var console = terminal.Console;
        var name = view.Traits.FirstOrDefault(t => t.Trait == "name")?.Value ?? "(no name)";
        console.MarkupLineInterpolated($"[bold]{name}[/]  [dim]{view.ProfileId}[/]");
        if (view.RedirectedFrom is not null)
            console.MarkupLineInterpolated($"  [dim]{view.RedirectedFrom} was merged into this profile[/]");

        Section(console, "labels", view.Labels.Select(l => (l.Tag, l.Value, Join(Because(l), l.Evidence))));
        if (view.CountryConflict)
            console.MarkupLineInterpolated($"    [yellow]! countries differ:[/] {string.Join("; ", view.CountryEvidence.Select(c => $"{c.Value} ({Where(c.From)})"))}");
        foreach (var reason in view.ReviewReasons)
            console.MarkupLineInterpolated($"    [yellow]! a person must decide:[/] {reason}");
        Section(console, "identifiers", view.Identifiers.Select(i => (i.Kind, i.Value, Join(string.Join(", ", new[] { i.NumberType, i.Note }.Where(n => n is not null)), i.From))));
        Section(console, "traits", view.Traits.Select(t => (
            t.Trait, t.Value, (t.Edit is { } edit ? Edited(edit) : t.From is null ? "" : Where(t.From)) + (t.Others.Count == 0 ? "" : $"; others say {string.Join(", ", t.Others.Select(o => $"'{o.Value}' ({Where(o.From)})"))}"))));
        if (view.Edits.Where(e => e.Value is null).ToList() is { Count: > 0 } blank)
            Section(console, "not known, as people say", blank.Select(e => (e.Trait, "", Edited(e))));
        Section(console, "records", view.Records.Select(r => (r.Source, r.ExternalId ?? "", r.Message is null ? $"import {r.Import}, {r.File}, row {r.Row}" : $"log entry {r.Import}, {Where(r)}")));
        if (view.Events.Count > 0)
            Section(console, "events", view.Events.Select(e => (e.Name, $"{e.Events:N0}", e.Events == 1 ? $"{e.Last:yyyy-MM-dd HH:mm}" : $"{e.First:yyyy-MM-dd HH:mm} to {e.Last:yyyy-MM-dd HH:mm}")));
        if (view.Consents.History.Count > 0 || view.Consents.Now.Count > 0)
        {
            Section(console, "consents", view.Consents.Now.Select(c => ($"{c.Channel}, {c.Purpose}", c.Value, c.State))
                .Concat(view.Consents.History.Select(h => ($"{h.At:yyyy-MM-dd HH:mm}", $"{h.State}{(h.Own ? " by themselves" : "")}: {h.Channel}, {h.Purpose}", ConsentReport.Where(h)))));
        }

        if (view.History.Count > 0)
            Section(console, "history", view.History.Select(h => ($"{h.At:yyyy-MM-dd HH:mm}", h.What, "")));
        terminal.Output.WriteLine();
    }

    /// <summary>What an edit changed.</summary>
    public static void Edited(Terminal terminal, EditReceipt receipt)
    {
        foreach (var (trait, before, value, released) in receipt.Changed)
        {
            var was = before is null ? "" : $" (was '{before}')";
            terminal.Output.WriteLine(released ? $"{trait} is left to the sources again{was}." : value is null ? $"{trait} is not known{was}." : $"{trait} is '{value}'{was}.");
        }

        foreach (var trait in receipt.Unchanged)
            terminal.Output.WriteLine($"{trait} stays as it is.");
    }

    internal static string Shade(string activity) => activity switch
    {
        "high" => "[green]high[/]",
        "medium" => "[yellow]medium[/]",
        "low" => "[darkorange]low[/]",
        _ => $"[dim]{activity}[/]",
    };

    private static GridColumn Gap() => new() { Padding = new Padding(0, 0, 2, 0) };

    private static void Section(IAnsiConsole console, string title, IEnumerable<(string Key, string Value, string Note)> lines)
    {
        var grid = new Grid().AddColumn(new GridColumn { Padding = new Padding(4, 0, 2, 0), NoWrap = true }).AddColumn(Gap()).AddColumn(Gap());
        foreach (var (key, value, note) in lines)
            grid.AddRow(Markup.Escape(key), Markup.Escape(value), $"[dim]{Markup.Escape(note)}[/]");
        console.MarkupLineInterpolated($"  [bold]{title}[/]");
        console.Write(grid);
    }

    /// <summary>Where nothing is known, and where a label tells what is missing, there is no evidence that could be more or less sure.</summary>
    private static string Because(LabelView label) =>
        label.Edit is { } edit ? Edited(edit) : label.Confidence == 0 || label.Tag == DataQuality.Tag ? label.Because : $"because of {label.Because}, {label.Confidence * 100:0} % sure";

    private static string Edited(EditView edit) => $"edited by {edit.By ?? "somebody"} on {edit.At:yyyy-MM-dd}{(edit.Reason is null ? "" : $" ({edit.Reason})")}";

    private static string Join(string note, IReadOnlyList<RecordReference> records) => string.Join(": ", new[] { note, From(records) }.Where(p => p.Length > 0));

    private static string From(IReadOnlyList<RecordReference> records) =>
        records.Count == 0 ? "" : $"{string.Join(", ", records.Select(Where).Distinct().Take(3))}{(records.Count > 3 ? $" and {records.Count - 3} more" : "")}";

    // Ids of messages are long and say nothing to people; the start tells them apart, --json has them whole.
    private static string Where(RecordReference r) => r.Message is { } message ? $"message {ShortId(message)}" : $"{r.File} row {r.Row}";

    internal static string ShortId(string id) => id.Length > 16 ? id[..15] + "…" : id;
}
