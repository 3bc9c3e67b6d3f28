using Meridian.Resolve.Decisions;
using Meridian.Review;
using Spectre.Console;

namespace Meridian.Cli.Output;

/// <summary>Customers who may be one, and what was decided of them.</summary>
internal static class MergeReport
{
    public static void Table(Terminal terminal, IReadOnlyList<DoubtfulMerge> merges, long total)
    {
        if (total == 0)
        {
            terminal.Say("Nobody is in doubt.");
            return;
        }

        var table = new Table();
        foreach (var name in new[] { "one", "other", "in common", "in doubt because of" })
            table.AddColumn(name);
        foreach (var m in merges)
            table.AddRow(Who(m.FirstName, m.First), Who(m.SecondName, m.Second), Markup.Escape(m.Value ?? ""), Markup.Escape(m.Reason));
        terminal.Console.Write(new BareTable(table));
        terminal.Say(merges.Count < total ? $"{merges.Count:N0} of {Plural.Of(total, "pair")}; --limit shows more." : $"{Plural.Of(total, "pair")}. 'meridian customers decide ID OTHER one|two' settles one.");
    }

    public static void Decided(Terminal terminal, DecisionReceipt receipt) => terminal.Output.WriteLine(receipt.Entry is null
        ? "That is what was said before; nothing changed."
        : receipt.Verdict switch
        {
            DecisionOrder.One => "They are one person now.",
            DecisionOrder.Two => "They are two people, and nobody is asked again.",
            _ => "What was said is taken back.",
        });

    private static string Who(string? name, Guid profile) => name is null ? $"{profile}" : $"{Markup.Escape(name)} [dim]{profile}[/]";
}
