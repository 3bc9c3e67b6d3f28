using Meridian.Segments;
using Meridian.Tags;
using Meridian.Tags.Definitions;
using Meridian.Tags.Manual;
using Spectre.Console;

namespace Meridian.Cli.Output;

/// <summary>Tags, their versions and their history as tables.</summary>
internal static class TagReport
{
    private const int RefusedShown = 20;
    private const int CountriesShown = 10;

    public static void List(Terminal terminal, IReadOnlyList<TagLine> lines)
    {
        if (lines.Count == 0)
        {
            terminal.Say("There are no tags yet. 'meridian tags save KEY --rule EXPR' makes one.");
            return;
        }

        var table = Columns("tag", "name", "kind", "by", "status", "folder");
        table.AddColumn(new TableColumn("customers").RightAligned());
        foreach (var l in lines)
        {
            var status = l.Version is { } version ? $"{l.Status} {version}{(l.Draft is { } draft ? $", draft {draft}" : "")}" : l.Status;
            table.AddRow(Markup.Escape(l.Key), Markup.Escape(l.Name), l.Kind ?? "", l.Origin, status, Markup.Escape(l.Folder ?? ""), $"{l.Customers:N0}");
        }

        terminal.Console.Write(new BareTable(table));
    }

    public static void Show(Terminal terminal, TagView view)
    {
        var definition = view.Current.Definition;
        var facts = Columns("", "");
        facts.HideHeaders();
        void Line(string name, string? text)
        {
            if (!string.IsNullOrEmpty(text))
                facts.AddRow($"[dim]{name}[/]", Markup.Escape(text));
        }

        Line("names", Texts(definition.Names));
        Line("description", Texts(definition.Descriptions));
        Line("kind", definition.Kind);
        Line("by", definition.Origin);
        Line("folder", definition.Folder);
        Line("colour", definition.Colour);
        Line("owner", definition.Owner);
        Line("rule", definition.Rule);
        foreach (var value in definition.Values ?? [])
            Line($"value {Markup.Escape(value.Value)}", value.Rule ?? "by hand");
        Line("ends after", definition.TimeToLiveDays is { } days ? $"{days} days, where given by hand" : null);
        Line("notes", definition.Notes);
        Line("needs", string.Join(", ", view.Needs));
        Line("needed by", string.Join(", ", view.NeededBy));
        terminal.Console.MarkupLineInterpolated($"[bold]tag {view.Key}[/]  [dim]version {view.Current.Version}, {view.Status}{(view.Draft is { } draft ? $"; draft {draft.Version} waits" : "")}[/]");
        terminal.Console.Write(new BareTable(facts));
        terminal.Say($"{Plural.Of(view.Customers, "customer")} {(view.Customers == 1 ? "has" : "have")} it.");
        if (view.Customers == 0)
            return;
        var counts = Columns("value");
        counts.AddColumn(new TableColumn("customers").RightAligned());
        foreach (var value in view.Values)
            counts.AddRow(Markup.Escape(value.Value), $"{value.Customers:N0}");
        terminal.Console.Write(new BareTable(counts));
        var countries = Columns("country");
        countries.AddColumn(new TableColumn("customers").RightAligned());
        foreach (var country in view.Countries.Take(CountriesShown))
            countries.AddRow(country.Country ?? "unknown", $"{country.Customers:N0}");
        terminal.Console.Write(new BareTable(countries));
    }

    public static void Versions(Terminal terminal, IReadOnlyList<TagVersion> versions)
    {
        var table = Columns("version", "status", "saved (UTC)", "by", "reason", "rules");
        foreach (var v in versions)
        {
            var rules = v.Definition.Rules.Select(r => v.Definition.Values is null ? r.Rule : $"{r.Value}: {r.Rule}");
            table.AddRow($"{v.Version}", v.Status, $"{v.SavedAt:yyyy-MM-dd HH:mm}", Markup.Escape(v.Author ?? ""), Markup.Escape(v.Reason ?? ""), Markup.Escape(string.Join('\n', rules)));
        }

        terminal.Console.Write(new BareTable(table));
    }

    /// <summary>What became of a definition.</summary>
    public static void Receipt(Terminal terminal, bool json, DefinitionReceipt receipt, string done)
    {
        if (json)
        {
            terminal.Json(receipt);
            return;
        }

        foreach (var warning in receipt.Warnings)
            terminal.Warn(warning);
        terminal.Say(done);
    }

    public static void Preview(Terminal terminal, TagPreview preview)
    {
        foreach (var warning in preview.Warnings)
            terminal.Warn(warning);
        terminal.Console.MarkupLineInterpolated($"[bold]tag {preview.Key}[/]  [dim]version {preview.Version}, if it were published[/]");
        var values = Columns("value");
        foreach (var name in new[] { "now", "then" })
            values.AddColumn(new TableColumn(name).RightAligned());
        foreach (var v in preview.Values)
            values.AddRow(Markup.Escape(v.Value), $"{v.Now:N0}", $"{v.Then:N0}");
        if (preview.Values.Count > 0)
            terminal.Console.Write(new BareTable(values));
        var examples = Columns("", "profile", "name", "country", "now", "then");
        foreach (var (what, list) in new[] { ("enters", preview.Entering), ("leaves", preview.Leaving), ("changes", preview.Changing) })
        {
            foreach (var e in list)
                examples.AddRow(what, $"[dim]{e.ProfileId.ToString()[..8]}[/]", Markup.Escape(e.Name ?? ""), e.Country ?? "", Markup.Escape(e.Now ?? ""), Markup.Escape(e.Then ?? ""));
        }

        if (examples.Rows.Count > 0)
            terminal.Console.Write(new BareTable(examples));
        var change = preview.Change > 0 ? $", {Plural.Of(preview.Change, "customer")} to another value" : "";
        var hand = preview.ByHand > 0 ? $" Of {Plural.Of(preview.ByHand, "customer")} people have said it." : "";
        var needed = preview.NeededBy.Count > 0 ? $" It is needed by {string.Join(", ", preview.NeededBy)}." : "";
        terminal.Say($"{Plural.Of(preview.Enter, "customer")} would enter, {preview.Leave:N0} leave{change}.{hand}{needed} ({preview.Milliseconds:N0} ms)");
    }

    public static void Tagging(Terminal terminal, string action, string tag, TaggingReceipt receipt, IReadOnlyList<NotNamed> refused)
    {
        foreach (var r in refused.Take(RefusedShown))
            terminal.Warn($"row {r.Place}: '{r.Text}' {r.Reason}");
        if (refused.Count > RefusedShown)
            terminal.Warn($"and {refused.Count - RefusedShown:N0} more; --json shows all");
        var done = action switch { TaggingOrder.Give => "given to", TaggingOrder.Take => "taken from", _ => "left to the rule for" };
        var until = receipt.Until is { } end && receipt.Customers > 0 ? $" until {end:yyyy-MM-dd HH:mm}" : "";
        terminal.Say($"{tag} is {done} {Plural.Of(receipt.Customers, "customer")}{until}{(receipt.Unchanged > 0 ? $"; {receipt.Unchanged:N0} unchanged" : "")}{(refused.Count > 0 ? $"; {Plural.Of(refused.Count, "identifier")} refused" : "")}.");
    }

    public static void Conflicts(Terminal terminal, IReadOnlyList<TagConflict> conflicts)
    {
        if (conflicts.Count == 0)
        {
            terminal.Say("People and rules agree.");
            return;
        }

        var table = Columns("profile", "tag", "by hand", "by the rule", "since (UTC)", "until", "by", "reason");
        foreach (var c in conflicts)
        {
            table.AddRow(
                $"[dim]{c.ProfileId.ToString()[..8]}[/]", Markup.Escape(c.Tag), Markup.Escape(c.ByHand ?? "not"), Markup.Escape(c.ByRule ?? "not"), $"{c.Since:yyyy-MM-dd HH:mm}",
                c.Until is { } until ? $"{until:yyyy-MM-dd}" : "", Markup.Escape(c.By ?? ""), Markup.Escape(c.Reason ?? ""));
        }

        terminal.Console.Write(new BareTable(table));
    }

    public static void History(Terminal terminal, Guid profile, TagHistory history)
    {
        Spells(terminal, profile, history.Spells);
        if (history.Statements.Count == 0)
            return;
        var table = Columns("when (UTC)", "tag", "said", "until", "reason", "by");
        foreach (var s in history.Statements)
        {
            table.AddRow(
                $"{s.At:yyyy-MM-dd HH:mm}", Markup.Escape(s.Value is null or TagTables.Yes ? s.Tag : $"{s.Tag} = {s.Value}"), s.Said, s.Until is { } until ? $"{until:yyyy-MM-dd}" : "",
                Markup.Escape(s.Reason ?? ""), Markup.Escape(s.By ?? ""));
        }

        terminal.Console.Write(new BareTable(table));
    }

    public static void Spells(Terminal terminal, Guid profile, IReadOnlyList<TagSpell> spells)
    {
        terminal.Console.MarkupLineInterpolated($"[bold]tags[/]  [dim]{profile}[/]");
        if (spells.Count == 0)
        {
            terminal.Say("None.");
            return;
        }

        var table = Columns("tag", "value", "since (UTC)", "until", "by", "because");
        foreach (var s in spells)
        {
            table.AddRow(
                Markup.Escape(s.Tag), Markup.Escape(s.Value), $"{s.Since:yyyy-MM-dd HH:mm}", s.Until is { } until ? $"{until:yyyy-MM-dd HH:mm}" : "",
                s.Version is { } version ? $"{s.Origin}, version {version}" : s.Origin, Markup.Escape(s.Because));
        }

        terminal.Console.Write(new BareTable(table));
    }

    public static void Counts(Terminal terminal, IReadOnlyList<TagCountAsOf> counts)
    {
        var table = Columns("tag", "value");
        table.AddColumn(new TableColumn("customers").RightAligned());
        foreach (var c in counts)
            table.AddRow(Markup.Escape(c.Tag), Markup.Escape(c.Value), $"{c.Customers:N0}");
        terminal.Console.Write(new BareTable(table));
    }

    public static void Flow(Terminal terminal, string tag, IReadOnlyList<TagFlow> flow)
    {
        if (flow.Count == 0)
        {
            terminal.Say($"Nobody got or lost the tag '{tag}' in these days.");
            return;
        }

        var table = Columns("day (UTC)", "value");
        foreach (var name in new[] { "entered", "left" })
            table.AddColumn(new TableColumn(name).RightAligned());
        foreach (var f in flow)
            table.AddRow($"{f.Day:yyyy-MM-dd}", Markup.Escape(f.Value), $"{f.Entered:N0}", $"{f.Left:N0}");
        terminal.Console.Write(new BareTable(table));
    }

    /// <summary>A row of each day and value; of a tag without values, of each day.</summary>
    public static void Replay(Terminal terminal, string tag, IReadOnlyList<TagReplayDay> days)
    {
        var plain = days.All(d => d.Value == TagTables.Yes);
        var table = plain ? Columns("day (UTC)") : Columns("day (UTC)", "value");
        foreach (var name in new[] { "customers", "entered", "left" })
            table.AddColumn(new TableColumn(name).RightAligned());
        foreach (var d in days)
            table.AddRow([$"{d.Day:yyyy-MM-dd}", .. plain ? Array.Empty<string>() : [Markup.Escape(d.Value)], $"{d.Customers:N0}", $"{d.Entered:N0}", $"{d.Left:N0}"]);
        terminal.Say($"What the rule of '{tag}' would have done, by what had happened by the end of each day:");
        terminal.Console.Write(new BareTable(table));
    }

    internal static Table Columns(params string[] names)
    {
        var table = new Table();
        foreach (var name in names)
            table.AddColumn(name);
        return table;
    }

    private static string Texts(IReadOnlyDictionary<string, string>? texts) => texts is null ? "" : string.Join("; ", texts.Select(t => $"{t.Key}: {t.Value}"));
}
