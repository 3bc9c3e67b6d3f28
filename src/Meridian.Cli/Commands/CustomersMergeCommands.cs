using System.CommandLine;
using Meridian.Cli.Output;
using Meridian.Foundation.Governance;
using Meridian.Review;
using Meridian.Segments;

namespace Meridian.Cli.Commands;

/// <summary>meridian customers doubtful | decide</summary>
internal static class CustomersMergeCommands
{
    public static IEnumerable<Command> Make(CommandContext context)
    {
        var limit = new Option<int>("--limit") { Description = "At most this many.", HelpName = "N", DefaultValueFactory = _ => 50 };
        var doubtful = new Command("doubtful", "Pairs of customers who may be one person, and why nobody but a person can tell.") { limit };
        doubtful.SetAction(parsed => List(context, parsed, parsed.GetValue(limit)));

        var first = new Argument<string>("ID|IDENTIFIER") { Description = "One of them: profile id or source:id." };
        var second = new Argument<string>("OTHER") { Description = "The other." };
        var verdict = new Argument<string>("VERDICT") { Description = "one: they are one person; two: they are two people; open: take back what was said." };
        verdict.AcceptOnlyFromAmong("one", "two", "open");
        var decide = new Command("decide", "Say whether two customers are one person. It holds whatever files say later, until it is taken back.") { first, second, verdict };
        decide.SetAction(parsed => Decide(context, parsed, parsed.GetValue(first)!, parsed.GetValue(second)!, parsed.GetValue(verdict)!));
        return [doubtful, decide];
    }

    private static int List(CommandContext context, ParseResult parsed, int limit)
    {
        if (limit <= 0)
            throw new CommandException(ExitCode.Usage, "--limit must be 1 or more.");
        using var workspace = Workspace.OpenExisting(parsed.GetValue(CommandContext.Data)!, context);
        workspace.Freshen(context);
        var merges = OpenQuestions.Merges(workspace.Session, Scope.Whole, limit);
        if (parsed.GetValue(CommandContext.Json))
        {
            foreach (var merge in merges)
                context.Terminal.Json(merge);
            return ExitCode.Ok;
        }

        MergeReport.Table(context.Terminal, merges, OpenQuestions.Count(workspace.Session, Scope.Whole).Merges);
        return ExitCode.Ok;
    }

    private static int Decide(CommandContext context, ParseResult parsed, string first, string second, string verdict)
    {
        using var workspace = Workspace.OpenExisting(parsed.GetValue(CommandContext.Data)!, context);
        using var alone = workspace.Alone();
        workspace.Pipeline.Run(workspace.Session, null, context.Stop);
        var receipt = MergeDecisions.Take(workspace.Session, Scope.Whole, workspace.Log, Record(workspace, first), Record(workspace, second), verdict, workspace.Now)
            ?? throw new CommandException(ExitCode.NotFound, $"Nothing is in doubt or decided between '{first}' and '{second}'. 'meridian customers doubtful' lists who may be one.");
        workspace.Pipeline.Run(workspace.Session, null, CancellationToken.None);
        return context.Tell(parsed, receipt, () => MergeReport.Decided(context.Terminal, receipt));
    }

    /// <summary>A record that names the customer: customers who are one by a decision are told apart by their records only, so an id is taken as it is.</summary>
    private static Guid Record(Workspace workspace, string who) => Guid.TryParse(who, out var id) && CustomerViews.Find(workspace.Session, Scope.Whole, who, beginnings: false).Count == 1 ? id : OneCustomer.Of(workspace, who);
}
