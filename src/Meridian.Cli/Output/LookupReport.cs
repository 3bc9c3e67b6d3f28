using Meridian.Numbers.Lookups;
using Spectre.Console;

namespace Meridian.Cli.Output;

/// <summary>What a run of look-ups found and cost, for people and as JSON.</summary>
internal static class LookupReport
{
    private const int Shown = 8;

    public static object Line(LookupCounts c, LookupTerms terms, long month, string path) => new
    {
        file = Path.GetFullPath(path),
        provider = terms.Name,
        rows = c.Rows,
        numbers = c.Numbers,
        cached = c.Cached,
        answered = c.Answered,
        failed = c.Failed,
        not_asked = c.NotAsked,
        statuses = c.Statuses,
        reasons = c.Reasons,
        requests = c.Requests,
        cost = Amount(c.Requests * terms.Cost),
        cost_this_month = Amount(month),
        currency = terms.Currency,
        stopped = c.Stopped,
    };

    public static void Show(Terminal terminal, LookupCounts c, LookupTerms terms, long month, string path)
    {
        var table = new Table().AddColumn("status").AddColumn(new TableColumn("numbers").RightAligned());
        foreach (var (status, numbers) in c.Statuses.OrderByDescending(s => s.Value).ThenBy(s => s.Key, StringComparer.Ordinal))
            table.AddRow(status, $"{numbers:N0}");
        if (c.Statuses.Count > 0)
        {
            terminal.Console.Write(new BareTable(table));
            terminal.Output.WriteLine();
        }

        terminal.Output.WriteLine($"  {Plural.Of(c.Numbers, "different number")}: {c.Cached:N0} answered before, {c.Answered:N0} now by {terms.Name}, {c.Failed:N0} without an answer, {c.NotAsked:N0} not asked.");
        foreach (var (reason, numbers) in c.Reasons.OrderByDescending(r => r.Value).ThenBy(r => r.Key, StringComparer.Ordinal).Take(Shown))
            terminal.Output.WriteLine($"    {numbers:N0} {reason}");
        if (c.Reasons.Count > Shown)
            terminal.Output.WriteLine($"    and {c.Reasons.Count - Shown} more reasons");
        terminal.Output.WriteLine($"  {Plural.Of(c.Requests, "request")}, {terms.Money(c.Requests * terms.Cost)}; {terms.Money(month)} of {terms.Money(terms.CapPerMonth)} this month.");
        terminal.Say($"{Plural.Of(c.Rows, "row")} written to {path}.");
    }

    private static decimal Amount(long millionths) => millionths / (decimal)LookupTerms.Millionths;
}
