using System.Globalization;
using Meridian.Rules.Explaining;
using Meridian.Segments;
using Spectre.Console;

namespace Meridian.Cli.Output;

/// <summary>An explanation as a tree.</summary>
internal static class ExplanationReport
{
    /// <summary>Events shown below each part; --json has more.</summary>
    private const int Events = 3;

    public static void Show(Terminal terminal, ExplainedAnswer answer)
    {
        var given = answer.Rules.FirstOrDefault(r => r.Explanation.Holds == true);
        if (answer.Tag is { } tag)
        {
            terminal.Output.WriteLine(given is null ? $"By its rule (version {answer.Version}), not {tag}." : $"By its rule (version {answer.Version}), {tag}{(given.Value is null or "yes" ? "" : $" = {given.Value}")}.");
        }

        foreach (var rule in answer.Rules)
        {
            var tree = new Tree(new Markup(Line(rule.Explanation, rule.Value)));
            Add(tree, rule.Explanation);
            terminal.Console.Write(tree);
        }
    }

    private static void Add(IHasTreeNodes to, Explanation explanation)
    {
        foreach (var because in explanation.Because)
            to.AddNode(new Markup($"[grey]{Markup.Escape(because)}[/]"));
        foreach (var e in explanation.Events.Take(Events))
        {
            var total = e.Total is { } sum ? string.Create(CultureInfo.InvariantCulture, $", {sum:0.##}") : "";
            to.AddNode(new Markup(string.Create(CultureInfo.InvariantCulture, $"[grey]{e.OccurredAt:yyyy-MM-dd HH:mm} {Markup.Escape(e.Name)}{total}, message {Markup.Escape(e.MessageId)}[/]")));
        }

        if (explanation.EventsTotal > Events)
            to.AddNode(new Markup($"[grey]and {explanation.EventsTotal - Math.Min(Events, explanation.Events.Count):N0} more[/]"));
        foreach (var part in explanation.Parts)
            Add(to.AddNode(new Markup(Line(part, null))), part);
    }

    private static string Line(Explanation e, string? gives)
    {
        var mark = e.Holds switch { true => "[green]yes[/]  ", false => "[red]no[/]   ", null => "" };
        var value = e.Holds is null ? $" = [bold]{Markup.Escape(e.Value ?? "missing")}[/]" : "";
        return $"{mark}{Markup.Escape(e.Part)}{value}{(gives is null or "yes" ? "" : $" [grey]gives {Markup.Escape(gives)}[/]")}";
    }
}
