using Meridian.Tags.Packs;
using Spectre.Console;

namespace Meridian.Cli.Output;

/// <summary>Packs of tags as tables.</summary>
internal static class PackReport
{
    public static void List(Terminal terminal, IReadOnlyList<TagPack> packs, string language)
    {
        var table = new Table().AddColumn("pack").AddColumn("name").AddColumn("what it is for").AddColumn("tags");
        foreach (var pack in packs)
            table.AddRow(Markup.Escape(pack.Key), Markup.Escape(pack.NameIn(language)), Markup.Escape(pack.DescriptionIn(language)), Markup.Escape(string.Join(", ", pack.Tags.Select(t => t.Key))));
        terminal.Console.Write(new BareTable(table));
    }

    public static void Show(Terminal terminal, TagPack pack, string language)
    {
        terminal.Console.MarkupLineInterpolated($"[bold]{pack.NameIn(language)}[/]  [dim]{pack.DescriptionIn(language)}[/]");
        foreach (var tag in pack.Tags)
        {
            terminal.Console.WriteLine();
            terminal.Console.MarkupLineInterpolated($"[bold]{tag.Key}[/]  {tag.NameIn(language)}  [dim]{tag.Kind}{(tag.Folder is null ? "" : $", in {tag.Folder}")}[/]");
            foreach (var (value, rule) in tag.Rules)
                terminal.Output.WriteLine(tag.Values is null ? Indented(rule) : $"  {value}:\n{Indented(rule)}");
            terminal.Console.MarkupLineInterpolated($"  [dim]{tag.Notes ?? ""}[/]");
        }
    }

    public static void Installed(Terminal terminal, bool json, IReadOnlyList<PackReceipt> receipts)
    {
        foreach (var receipt in receipts)
        {
            if (json)
            {
                terminal.Json(receipt);
                continue;
            }

            foreach (var warning in receipt.Warnings)
                terminal.Warn($"{receipt.Key}: {warning}");
            terminal.Say(receipt.Outcome switch
            {
                PackReceipt.Published => $"Tag {receipt.Key}: version {receipt.Version} is published.",
                PackReceipt.Saved => $"Tag {receipt.Key}: version {receipt.Version} is saved as a draft.",
                _ => $"Tag {receipt.Key}: the team has one, which is kept. --replace saves the pack's as a new version.",
            });
        }

        if (!json && receipts.Any(r => r.Outcome == PackReceipt.Saved))
            terminal.Say("Look at them with 'meridian tags preview KEY', then 'meridian tags publish KEY'.");
    }

    private static string Indented(string rule) => "    " + rule.Replace("\n", "\n    ", StringComparison.Ordinal);
}
