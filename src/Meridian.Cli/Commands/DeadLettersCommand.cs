using System.CommandLine;
using Meridian.Cli.Output;
using Meridian.Events;
using Meridian.Foundation.Governance;
using Meridian.Ingest.Messages;
using Spectre.Console;

namespace Meridian.Cli.Commands;

/// <summary>meridian deadletters list | retry | drop</summary>
internal static class DeadLettersCommand
{
    public static Command Make(CommandContext context)
    {
        var limit = new Option<int>("--limit") { Description = "How many are shown.", DefaultValueFactory = _ => 20 };
        var list = new Command("list", "Messages on which the program failed, and why; the newest first.") { limit };
        list.SetAction(parsed => List(context, parsed, parsed.GetValue(limit)));
        var again = Which();
        var retry = new Command("retry", "Apply them again, as when the program is mended.") { again };
        retry.SetAction(parsed => Change(context, parsed, parsed.GetValue(again)!, isRetry: true));
        var given = Which();
        var drop = new Command("drop", "Give them up; they stay counted as rejected.") { given };
        drop.SetAction(parsed => Change(context, parsed, parsed.GetValue(given)!, isRetry: false));
        return new Command("deadletters", "Messages on which the program failed: see them, try them again, give them up.") { list, retry, drop };
    }

    private static Argument<string[]> Which() =>
        new("WHICH") { Description = "ENTRY:ROW as 'deadletters list' names them, or all.", Arity = ArgumentArity.OneOrMore };

    private static int List(CommandContext context, ParseResult parsed, int limit)
    {
        using var workspace = Workspace.OpenExisting(parsed.GetValue(CommandContext.Data)!, context);
        var dead = EventQueries.Rejected(workspace.Session, Scope.Whole, limit, RejectedKinds.Dead);
        if (parsed.GetValue(CommandContext.Json))
        {
            foreach (var letter in dead)
                context.Terminal.Json(letter);
            return ExitCode.Ok;
        }

        if (dead.Count == 0)
        {
            context.Terminal.Say("There is no dead letter.");
            return ExitCode.Ok;
        }

        var table = new Table();
        foreach (var name in new[] { "which", "received (UTC)", "source", "message id", "reason" })
            table.AddColumn(name);
        foreach (var d in dead)
            table.AddRow($"{d.Entry}:{d.Row}", $"{d.ReceivedAt:yyyy-MM-dd HH:mm:ss}", Markup.Escape(d.Source), Markup.Escape(d.MessageId ?? ""), Markup.Escape(d.Reason));
        context.Terminal.Console.Write(new BareTable(table));
        return ExitCode.Ok;
    }

    private static int Change(CommandContext context, ParseResult parsed, string[] which, bool isRetry)
    {
        var asked = which is [DeadLetterTurn.All] ? null : which.Select(Place).ToList();
        using var workspace = Workspace.OpenExisting(parsed.GetValue(CommandContext.Data)!, context);
        using var alone = workspace.Alone();
        workspace.Pipeline.Run(workspace.Session, null, context.Stop);
        var turn = DeadLetterTurn.Take(workspace.Session, workspace.Log, workspace.Pipeline, asked, isRetry, workspace.Now, out var none, context.Stop)
            ?? throw new CommandException(ExitCode.NotFound, $"{none.Entry}:{none.Row} is no dead letter. 'meridian deadletters list' shows them.");
        if (parsed.GetValue(CommandContext.Json))
            context.Terminal.Json(turn);
        else if (isRetry)
            context.Terminal.Say($"{Plural.Of(turn.Messages, "message")} tried again; the program still fails on {turn.Dead:N0}.");
        else
            context.Terminal.Say($"{Plural.Of(turn.Messages, "message")} given up.");
        return turn.Dead > 0 ? ExitCode.PartlyRejected : ExitCode.Ok;
    }

    private static MessagePlace Place(string text) =>
        DeadLetterTurn.Place(text) ?? throw new CommandException(ExitCode.Usage, $"'{text}' is no ENTRY:ROW, such as 12:3. 'meridian deadletters list' shows them; 'all' means all of them.");
}
