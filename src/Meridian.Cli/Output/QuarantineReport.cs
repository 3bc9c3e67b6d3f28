using System.Globalization;
using Meridian.Numbers.SetAside;
using Spectre.Console;

namespace Meridian.Cli.Output;

/// <summary>What is set aside and what came back, for people, as JSON and as cells of a CSV file.</summary>
internal static class QuarantineReport
{
    public static IReadOnlyList<string> ItemColumns { get; } = ["e164", "text", "country", "recipe", "because", "reason", "file", "row", "set_aside_at", "last_seen_at"];

    public static IReadOnlyList<string> ReleaseColumns { get; } = ["e164", "text", "recipe", "because", "reason", "file", "row", "set_aside_at", "released_at", "released_by", "why"];

    public static IReadOnlyList<string?> Cells(QuarantineItem i) =>
        [i.Number, i.Text, i.Country, i.Recipe, i.Because, i.Reason, i.File, Text(i.Row), Text(i.SetAsideAt), Text(i.LastSeenAt)];

    public static IReadOnlyList<string?> Cells(QuarantineRelease r) =>
        [r.Number, r.Text, r.Recipe, r.Because, r.Reason, r.File, Text(r.Row), Text(r.SetAsideAt), Text(r.ReleasedAt), r.By, r.Why];

    public static void Show(Terminal terminal, IReadOnlyList<(string Recipe, string Reason, long Numbers)> reasons, IEnumerable<QuarantineItem> items, bool json)
    {
        if (json)
        {
            foreach (var (recipe, reason, numbers) in reasons)
                terminal.Json(new { recipe, reason, numbers });
            foreach (var i in items)
                terminal.Json(new { e164 = Given(i.Number), text = Given(i.Text), country = i.Country, recipe = i.Recipe, because = i.Because, reason = i.Reason, file = i.File, row = i.Row, set_aside_at = i.SetAsideAt, last_seen_at = i.LastSeenAt });
            return;
        }

        var all = reasons.Sum(r => r.Numbers);
        if (all == 0)
        {
            terminal.Output.WriteLine("  Nothing is set aside.");
            return;
        }

        var table = new Table().AddColumn("recipe").AddColumn("reason").AddColumn(new TableColumn("numbers").RightAligned());
        foreach (var (recipe, reason, numbers) in reasons)
            table.AddRow(Markup.Escape(recipe), Markup.Escape(reason), $"{numbers:N0}");
        terminal.Console.Write(new BareTable(table));
        terminal.Output.WriteLine();
        var list = new Table().AddColumn("number").AddColumn("recipe").AddColumn("reason").AddColumn("first in").AddColumn("since");
        var shown = 0;
        foreach (var i in items)
        {
            list.AddRow(Markup.Escape(i.Number.Length > 0 ? i.Number : $"'{i.Text}'"), Markup.Escape(i.Recipe), Markup.Escape(i.Reason), Markup.Escape($"{i.File}:{i.Row}"), Day(i.SetAsideAt));
            shown++;
        }

        terminal.Console.Write(new BareTable(list));
        if (shown < all)
            terminal.Console.MarkupLineInterpolated($"[dim]  and {all - shown:N0} more (--limit, --to)[/]");
    }

    public static void Show(Terminal terminal, IEnumerable<QuarantineRelease> releases, bool json)
    {
        var table = new Table().AddColumn("number").AddColumn("recipe").AddColumn("was set aside for").AddColumn("since").AddColumn("came back").AddColumn("by").AddColumn("why");
        var any = false;
        foreach (var r in releases)
        {
            any = true;
            if (json)
                terminal.Json(new { e164 = Given(r.Number), text = Given(r.Text), recipe = r.Recipe, because = r.Because, reason = r.Reason, file = r.File, row = r.Row, set_aside_at = r.SetAsideAt, released_at = r.ReleasedAt, released_by = r.By, why = r.Why });
            else
                table.AddRow(Markup.Escape(r.Number.Length > 0 ? r.Number : $"'{r.Text}'"), Markup.Escape(r.Recipe), Markup.Escape(r.Reason), Day(r.SetAsideAt), Day(r.ReleasedAt), Markup.Escape(r.By), Markup.Escape(r.Why));
        }

        if (json)
            return;
        if (any)
            terminal.Console.Write(new BareTable(table));
        else
            terminal.Output.WriteLine("  Nothing came back yet.");
    }

    private static string? Given(string text) => text.Length == 0 ? null : text;

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Text(DateTime at) => at.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static string Day(DateTime at) => at.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
