using System.CommandLine;
using Meridian.Cli.Output;
using Meridian.Foundation.Governance;
using Meridian.Normalise;
using Meridian.Privacy;
using Meridian.Segments;
using Spectre.Console;

namespace Meridian.Cli.Commands;

/// <summary>meridian customers erase | erasures | readmit</summary>
internal static class CustomersEraseCommand
{
    public static IEnumerable<Command> Make(CommandContext context)
    {
        var who = new Argument<string>("ID|IDENTIFIER") { Description = "Profile id, phone, e-mail, handle, link, platform:handle or source:id." };
        var why = Reason("Why, for the receipt, such as \"request of 12 May\"; without personal data.");
        var again = new Option<bool>("--allow-return") { Description = "Let their data be taken in again. Without it files and messages that name them are refused, row by row." };
        var erase = new Command("erase", "Erase one customer for good: from the store, the log, kept files, rejected rows, known backups. It cannot be undone.") { who, why, again };
        erase.SetAction(parsed => Erase(context, parsed, parsed.GetValue(who)!, parsed.GetValue(why)!, suppress: !parsed.GetValue(again)));

        var list = new Command("erasures", "What was erased, when and why, and until when it has to be done; it names nobody.");
        list.SetAction(parsed => List(context, parsed));

        var back = new Argument<string>("IDENTIFIER") { Description = "Phone, e-mail, platform:handle, source:id or user id of the person who came back." };
        var because = Reason("Why, such as \"signed up again\"; without personal data.");
        var readmit = new Command("readmit", "Let data of an erased customer be taken in again.") { back, because };
        readmit.SetAction(parsed => Readmit(context, parsed, parsed.GetValue(back)!, parsed.GetValue(because)!));
        return [erase, list, readmit];
    }

    private static Option<string> Reason(string description) => new("--reason") { Description = description, HelpName = "TEXT", Required = true };

    private static int Erase(CommandContext context, ParseResult parsed, string who, string reason, bool suppress)
    {
        if (string.IsNullOrWhiteSpace(reason))
            throw new CommandException(ExitCode.Usage, "--reason: say why, such as \"request of 12 May\".");
        using var workspace = Workspace.OpenExisting(parsed.GetValue(CommandContext.Data)!, context);
        using var alone = workspace.Alone();
        workspace.Pipeline.Run(workspace.Session, null, context.Stop);
        var profiles = CustomerViews.Find(workspace.Session, Scope.Whole, who, beginnings: false);
        if (profiles.Count == 0)
            throw new CommandException(ExitCode.NotFound, "No customer has this id or identifier.");
        if (profiles.Count > 1)
            throw new CommandException(ExitCode.Usage, $"{profiles.Count} customers have this identifier: {string.Join(", ", profiles)}. Name the one to erase by its id; 'meridian customers show' shows each.");
        var (answer, rewritten) = ErasureEnd.Erase(workspace, context, profiles, reason.Trim(), suppress);
        if (parsed.GetValue(CommandContext.Json))
        {
            context.Terminal.Json(answer);
            return answer.Waits is null ? ExitCode.Ok : ExitCode.TryLater;
        }

        var (missing, waits) = (answer.BackupsMissing, answer.Waits);
        context.Terminal.Say($"Erased (receipt {answer.Erasure}): {Plural.Of(answer.Records, "record")} of one customer, {Plural.Of(answer.Rows, "row")} of kept files, {Plural.Of(answer.Messages, "message")} of the log.");
        if (rewritten.Count > 0)
            context.Terminal.Say($"{Plural.Of(rewritten.Count, "backup")} written anew: {string.Join(", ", rewritten)}");
        if (missing.Count > 0)
            context.Terminal.Warn($"Not reached, because they are not where they were written or cannot be opened: {string.Join(", ", missing)}. If they are kept elsewhere, delete them, or restore each, erase there and save it again.");
        context.Terminal.Say(suppress
            ? "Files and messages that name this person are refused from now on ('meridian customers readmit' allows them again). Lists that were exported before are yours to delete."
            : "Lists that were exported before are yours to delete.");
        if (waits is null)
            return ExitCode.Ok;
        context.Terminal.Warn($"Not ended yet: {waits} The end comes by itself with a later command, or within ten minutes where a server runs: only then are free blocks, look-ups, quarantine, snapshots and backups without them ('meridian customers erasures').");
        return ExitCode.TryLater;
    }

    private static int List(CommandContext context, ParseResult parsed)
    {
        using var workspace = Workspace.OpenExisting(parsed.GetValue(CommandContext.Data)!, context);
        var receipts = Erasures.All(workspace.Session);
        if (parsed.GetValue(CommandContext.Json))
        {
            foreach (var r in receipts)
                context.Terminal.Json(ErasureLine.Of(r));
            return ExitCode.Ok;
        }

        if (receipts.Count == 0)
        {
            context.Terminal.Say("Nobody was erased yet.");
            return ExitCode.Ok;
        }

        var table = new Table();
        foreach (var name in new[] { "receipt", "erased (UTC)", "done (UTC)", "customers", "records", "rows", "messages", "reason" })
            table.AddColumn(name);
        foreach (var r in receipts)
        {
            var done = r.DoneAt is { } at ? $"{at:yyyy-MM-dd HH:mm}" : $"not yet; {Math.Max(0, (r.ErasedAt.AddDays(Erasures.DeadlineDays) - workspace.Now).Days)} days left";
            table.AddRow($"{r.Erasure}", $"{r.ErasedAt:yyyy-MM-dd HH:mm}", done, $"{r.Customers:N0}", $"{r.Records:N0}", $"{r.Rows:N0}", $"{r.Messages:N0}", Markup.Escape(r.Reason));
        }

        context.Terminal.Console.Write(new BareTable(table));
        return ExitCode.Ok;
    }

    private static int Readmit(CommandContext context, ParseResult parsed, string who, string reason)
    {
        using var workspace = Workspace.OpenExisting(parsed.GetValue(CommandContext.Data)!, context);
        using var alone = workspace.Alone();
        var erasures = Erasures.Readmit(workspace.Session, workspace.Log, IdentifierKeys.Of(who), reason, workspace.Now);
        if (erasures.Count == 0)
            throw new CommandException(ExitCode.NotFound, "Nobody with this identifier was erased, or they are readmitted already.");
        workspace.Pipeline.Run(workspace.Session, null, context.Stop);
        return context.Tell(parsed, new { erasures }, () => context.Terminal.Say($"Data of this person is taken in again (erasure {string.Join(", ", erasures)}). What was erased stays erased."));
    }
}
