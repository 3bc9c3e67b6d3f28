using System.CommandLine;
using Meridian.Cli.Output;
using Meridian.Foundation.Governance;
using Meridian.Segments;
using Meridian.Tags;

namespace Meridian.Cli.Commands;

/// <summary>meridian tags history | as-of | flow | replay</summary>
internal static class TagTimeCommands
{
    public static IEnumerable<Command> Make(CommandContext context) => [History(context), AsOf(context), Flow(context), Replay(context)];

    private static Command History(CommandContext context)
    {
        var who = new Argument<string>("CUSTOMER") { Description = "Profile id, phone, e-mail, handle, link, platform:handle or source:id." };
        var tag = new Option<string?>("--tag") { Description = "Only this tag's.", HelpName = "KEY" };
        var command = new Command("history", "When a customer had which tag, by what, and what people said of it.") { who, tag };
        command.SetAction(parsed =>
        {
            using var workspace = Workspace.OpenExisting(parsed.GetValue(CommandContext.Data)!, context);
            workspace.Freshen(context);
            foreach (var profile in Find(workspace, parsed.GetValue(who)!))
            {
                var history = TagQueries.Of(workspace.Session, profile, parsed.GetValue(tag));
                if (parsed.GetValue(CommandContext.Json))
                    context.Terminal.Json(new { profile_id = profile, spells = history.Spells, statements = history.Statements });
                else
                    TagReport.History(context.Terminal, profile, history);
            }

            return ExitCode.Ok;
        });
        return command;
    }

    private static Command AsOf(CommandContext context)
    {
        var date = new Argument<string>("DATE") { Description = "A day (its midnight UTC) or a time, ISO 8601." };
        var who = new Argument<string?>("CUSTOMER") { Description = "Whose tags; without one, how many customers had each value.", Arity = ArgumentArity.ZeroOrOne };
        var tag = new Option<string?>("--tag") { Description = "Only this tag's.", HelpName = "KEY" };
        var command = new Command("as-of", "Tags as they were recorded at an earlier time: of one customer, or how many had each.") { date, who, tag };
        command.SetAction(parsed =>
        {
            var at = TaggingCommands.TimeOf(parsed.GetValue(date), "DATE")!.Value;
            using var workspace = Workspace.OpenExisting(parsed.GetValue(CommandContext.Data)!, context);
            if (parsed.GetValue(who) is not { } customer)
            {
                var counts = TagQueries.CountsAsOf(workspace.Session, Scope.Whole, parsed.GetValue(tag), at);
                return context.TellEach(parsed, counts, () => TagReport.Counts(context.Terminal, counts));
            }

            foreach (var profile in Find(workspace, customer))
            {
                var spells = TagQueries.AsOf(workspace.Session, profile, at).Where(s => parsed.GetValue(tag) is not { } only || s.Tag == only).ToList();
                if (parsed.GetValue(CommandContext.Json))
                    context.Terminal.Json(new { profile_id = profile, at, tags = spells });
                else
                    TagReport.Spells(context.Terminal, profile, spells);
            }

            return ExitCode.Ok;
        });
        return command;
    }

    private static Command Flow(CommandContext context)
    {
        var tag = TagListCommands.KeyArgument();
        var from = new Option<string?>("--from") { Description = "The first day (UTC); 30 days ago if absent.", HelpName = "DATE" };
        var to = new Option<string?>("--to-day") { Description = "The last day; today if absent.", HelpName = "DATE" };
        var command = new Command("flow", "How many customers got and lost each value of a tag, day by day.") { tag, from, to };
        command.SetAction(parsed =>
        {
            using var workspace = Workspace.OpenExisting(parsed.GetValue(CommandContext.Data)!, context);
            workspace.Freshen(context);
            var last = DateOnly.FromDateTime(TaggingCommands.TimeOf(parsed.GetValue(to), "--to-day") ?? workspace.Now);
            var first = TaggingCommands.TimeOf(parsed.GetValue(from), "--from") is { } begin ? DateOnly.FromDateTime(begin) : last.AddDays(-30);
            var flow = TagQueries.Flow(workspace.Session, Scope.Whole, parsed.GetValue(tag)!, first, last);
            return context.TellEach(parsed, flow, () => TagReport.Flow(context.Terminal, parsed.GetValue(tag)!, flow));
        });
        return command;
    }

    private static Command Replay(CommandContext context)
    {
        var tag = TagListCommands.KeyArgument();
        var from = new Argument<string>("FROM") { Description = "The first day (UTC), such as 2026-10-01." };
        var to = new Argument<string?>("TO") { Description = "The last day; today if absent.", Arity = ArgumentArity.ZeroOrOne };
        var version = new Option<int?>("--version") { Description = "Which version; the draft if absent, or the one that stands.", HelpName = "N" };
        var command = new Command("replay", "What a tag's rule would have done in the past, day by day, by what had happened by the end of each. Nothing is changed.") { tag, from, to, version };
        command.SetAction(parsed =>
        {
            using var workspace = Workspace.OpenExisting(parsed.GetValue(CommandContext.Data)!, context);
            workspace.Freshen(context);
            var first = DateOnly.FromDateTime(TaggingCommands.TimeOf(parsed.GetValue(from), "FROM")!.Value);
            var last = DateOnly.FromDateTime(TaggingCommands.TimeOf(parsed.GetValue(to), "TO") ?? workspace.Now);
            var days = TagReplays.Of(workspace.Session, Scope.Whole, parsed.GetValue(tag)!, parsed.GetValue(version), first, last, workspace.Now, stop: context.Stop);
            return context.TellEach(parsed, days, () => TagReport.Replay(context.Terminal, parsed.GetValue(tag)!, days));
        });
        return command;
    }

    private static List<Guid> Find(Workspace workspace, string who) =>
        CustomerViews.Find(workspace.Session, Scope.Whole, who) is { Count: > 0 } found ? found : throw new CommandException(ExitCode.NotFound, $"No customer has the id or identifier '{who}'.");
}
