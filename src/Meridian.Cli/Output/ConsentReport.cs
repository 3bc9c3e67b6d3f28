using Meridian.Consents;
using Spectre.Console;

namespace Meridian.Cli.Output;

/// <summary>Consents as tables.</summary>
internal static class ConsentReport
{
    private const int RefusedShown = 20;

    public static void Show(Terminal terminal, Guid profile, ConsentView view)
    {
        terminal.Console.MarkupLineInterpolated($"[bold]consents[/]  [dim]{profile}[/]");
        if (view.Now.Count == 0 && view.History.Count == 0)
        {
            terminal.Say("Nothing was ever said: they may not be contacted.");
            return;
        }

        var now = new Table();
        foreach (var name in new[] { "identifier", "channel", "purpose", "state" })
            now.AddColumn(name);
        foreach (var s in view.Now)
            now.AddRow(Markup.Escape($"{s.Kind}:{s.Value}"), s.Channel, s.Purpose, Shade(s.State));
        terminal.Console.Write(new BareTable(now));
        var history = new Table();
        foreach (var name in new[] { "when (UTC)", "said", "identifier", "channel", "purpose", "where", "by" })
            history.AddColumn(name);
        foreach (var h in view.History)
        {
            history.AddRow(
                $"{h.At:yyyy-MM-dd HH:mm}", h.Own ? $"{h.State}, themselves" : h.State, Markup.Escape(h.Identifier ?? "the customer"), h.Channel, h.Purpose,
                Markup.Escape(Where(h)), Markup.Escape(h.By ?? ""));
        }

        terminal.Console.Write(new BareTable(history));
    }

    public static void Refused(Terminal terminal, IReadOnlyList<ConsentRefusal> refused)
    {
        foreach (var r in refused.Take(RefusedShown))
            terminal.Warn($"row {r.Item}: {r.Reason}");
        if (refused.Count > RefusedShown)
            terminal.Warn($"and {refused.Count - RefusedShown:N0} more; --json shows all");
    }

    internal static string Shade(string state) => state switch
    {
        "granted" => "[green]granted[/]",
        "none" => "[dim]none[/]",
        _ => $"[red]{state}[/]",
    };

    internal static string Where(ConsentLine line) => string.Join(", ", new[] { line.Source, $"entry {line.Entry} row {line.Row}" }.Where(p => !string.IsNullOrEmpty(p)));
}
