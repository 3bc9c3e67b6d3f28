using System.CommandLine;
using System.Globalization;
using Meridian.Changes;
using Meridian.Cli.Output;
using Meridian.Foundation.Governance;
using Spectre.Console;

namespace Meridian.Cli.Commands;

/// <summary>meridian changes tail | follow | next | passed | end | followers</summary>
internal static class ChangesCommand
{
    public static Command Make(CommandContext context) =>
        new("changes", "What changed of customers: who entered or left a tag, was merged or parted, said something of consent.")
        {
            Tail(context),
            Follow(context),
            Next(context),
            Passed(context),
            End(context),
            All(context),
        };

    private static Command Tail(CommandContext context)
    {
        var tag = new Option<string?>("--tag") { Description = "Only what happened to this tag, and to who is who.", HelpName = "KEY" };
        var since = new Option<string?>("--since") { Description = "Only from this day or time on, ISO 8601.", HelpName = "DATE" };
        var limit = LimitOption();
        var command = new Command("tail", "What changed last, the latest first.") { tag, since, limit };
        command.SetAction(parsed =>
        {
            var filter = new ChangeFilter(0, parsed.GetValue(tag), TaggingCommands.TimeOf(parsed.GetValue(since), "--since"));
            using var workspace = Workspace.OpenExisting(parsed.GetValue(CommandContext.Data)!, context);
            workspace.Freshen(context);
            return Tell(context, parsed, ChangeFeed.Tail(workspace.Session, Scope.Whole, filter, Limit(parsed.GetValue(limit))), "Nothing changed.");
        });
        return command;
    }

    private static Command Follow(CommandContext context)
    {
        var name = NameArgument();
        var oldest = new Option<bool>("--from-oldest") { Description = "Begin with the oldest change that is kept; else with the next that comes." };
        var command = new Command("follow", "Begin to follow the changes under a name; one that follows already stays where it is.") { name, oldest };
        command.SetAction(parsed => Change(context, parsed, parsed.GetValue(name)!, w =>
        {
            Followers.Follow(w.Session, w.Log, parsed.GetValue(name)!, parsed.GetValue(oldest), w.Now);
            return $"'{parsed.GetValue(name)}' follows the changes.";
        }));
        return command;
    }

    private static Command Next(CommandContext context)
    {
        var name = NameArgument();
        var limit = LimitOption();
        var command = new Command("next", "The changes that a follower has not passed yet, the oldest first. The same again until 'changes passed' says that they are acted on.") { name, limit };
        command.SetAction(parsed =>
        {
            using var workspace = Workspace.OpenExisting(parsed.GetValue(CommandContext.Data)!, context);
            workspace.Freshen(context);
            var next = Followers.Next(workspace.Session, parsed.GetValue(name)!, Limit(parsed.GetValue(limit)));
            if (next.Missed)
                context.Terminal.Warn($"Changes went before '{parsed.GetValue(name)}' read them, because they were old. Read the customers anew ('meridian export'), then go on from here.");
            return Tell(context, parsed, next.Changes, "Nothing is new.");
        });
        return command;
    }

    private static Command Passed(CommandContext context)
    {
        var name = NameArgument();
        var position = new Argument<long>("POSITION") { Description = "Of the last change that was acted on." };
        var command = new Command("passed", "Note that a follower has acted on everything up to a position.") { name, position };
        command.SetAction(parsed => Change(context, parsed, parsed.GetValue(name)!, w =>
        {
            Followers.Pass(w.Session, w.Log, parsed.GetValue(name)!, parsed.GetValue(position), w.Now);
            return string.Create(CultureInfo.InvariantCulture, $"'{parsed.GetValue(name)}' has passed {parsed.GetValue(position)}.");
        }));
        return command;
    }

    private static Command End(CommandContext context)
    {
        var name = NameArgument();
        var command = new Command("end", "End a follower: no change is kept for it any more.") { name };
        command.SetAction(parsed =>
        {
            using var workspace = Workspace.OpenExisting(parsed.GetValue(CommandContext.Data)!, context);
            using var alone = workspace.Alone();
            workspace.Pipeline.Run(workspace.Session, null, context.Stop);
            var last = Followers.Find(workspace.Session, parsed.GetValue(name)!);
            Followers.End(workspace.Session, workspace.Log, last.Name, workspace.Now);
            workspace.Pipeline.Run(workspace.Session, null, CancellationToken.None);
            return context.Tell(parsed, last, () => context.Terminal.Say($"'{last.Name}' follows the changes no more."));
        });
        return command;
    }

    private static Command All(CommandContext context)
    {
        var command = new Command("followers", "Who follows the changes, and how far each has acted on them.");
        command.SetAction(parsed =>
        {
            using var workspace = Workspace.OpenExisting(parsed.GetValue(CommandContext.Data)!, context);
            var all = Followers.All(workspace.Session);
            return context.TellEach(parsed, all, () =>
            {
                if (all.Count == 0)
                {
                    context.Terminal.Say("Nobody follows the changes.");
                    return;
                }

                var table = Columns("name", "passed", "waiting", "since (UTC)", "acted last (UTC)", "note");
                foreach (var f in all)
                    table.AddRow(f.Name, $"{f.Position}", $"{f.Waiting:N0}", $"{f.Since:yyyy-MM-dd HH:mm}", $"{f.PassedAt:yyyy-MM-dd HH:mm}", f.Missed ? "changes went before they were read" : "");
                context.Terminal.Console.Write(new BareTable(table));
            });
        });
        return command;
    }

    private static int Change(CommandContext context, ParseResult parsed, string name, Func<Workspace, string> change)
    {
        using var workspace = Workspace.OpenExisting(parsed.GetValue(CommandContext.Data)!, context);
        using var alone = workspace.Alone();
        workspace.Pipeline.Run(workspace.Session, null, context.Stop);
        var done = change(workspace);
        workspace.Pipeline.Run(workspace.Session, null, CancellationToken.None);
        return context.Tell(parsed, Followers.Find(workspace.Session, name), () => context.Terminal.Say(done));
    }

    private static int Tell(CommandContext context, ParseResult parsed, IReadOnlyList<ChangeLine> changes, string none) => context.TellEach(parsed, changes, () =>
    {
        if (changes.Count == 0)
        {
            context.Terminal.Say(none);
            return;
        }

        var table = Columns("position", "when (UTC)", "what", "tag", "value", "customer", "now", "by");
        foreach (var c in changes)
        {
            table.AddRow(
                $"{c.Position}", $"{c.At:yyyy-MM-dd HH:mm}", c.What, Markup.Escape(c.Tag ?? ""), Markup.Escape(c.Value ?? ""), c.Many is { } many ? $"{many:N0} customers" : Short(c.ProfileId), Short(c.OtherId),
                c.Version is { } version ? $"{c.Origin} {version}" : c.Origin ?? "");
        }

        context.Terminal.Console.Write(new BareTable(table));
    });

    private static string Short(Guid? id) => id is { } known ? known.ToString()[..8] : "";

    private static Table Columns(params string[] names)
    {
        var table = new Table();
        foreach (var name in names)
            table.AddColumn(name);
        return table;
    }

    private static Argument<string> NameArgument() => new("NAME") { Description = "The follower's name: a program's, such as mail-sync." };

    private static Option<int> LimitOption() => new("--limit") { Description = "At most this many.", HelpName = "N", DefaultValueFactory = _ => 50 };

    private static int Limit(int limit) => limit > 0 ? limit : throw new CommandException(ExitCode.Usage, "--limit must be 1 or more.");
}
