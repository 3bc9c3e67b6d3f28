using System.CommandLine;
using Meridian.Cli.Output;
using Meridian.Foundation.Governance;
using Meridian.Rules.Explaining;
using Meridian.Segments;
using Meridian.Tags.Definitions;

namespace Meridian.Cli.Commands;

/// <summary>meridian explain CUSTOMER TAG|'EXPR'</summary>
internal static class ExplainCommand
{
    public static Command Make(CommandContext context)
    {
        var who = new Argument<string>("CUSTOMER") { Description = "Profile id, phone, e-mail, handle, link, platform:handle or source:id." };
        var what = new Argument<string>("TAG|EXPR") { Description = "A tag's key, or a rule." };
        var command = new Command("explain", "Why a customer has a tag or not, or why a rule holds: each part, its value, and the events or records behind it.") { who, what };
        var input = new RuleInput(command);
        command.SetAction(parsed =>
        {
            using var workspace = Workspace.OpenExisting(parsed.GetValue(CommandContext.Data)!, context);
            workspace.Freshen(context);
            var profile = OneOf(workspace, parsed.GetValue(who)!);
            var asked = parsed.GetValue(what)!.Trim();
            var answer = TagBook.PublishedOf(workspace.Session, asked) is { } version ? OfTag(context, workspace, parsed, input, version, profile) : OfRule(context, workspace, parsed, input, asked, profile);
            if (parsed.GetValue(CommandContext.Json))
                context.Terminal.Json(answer);
            else
                ExplanationReport.Show(context.Terminal, answer);
            return ExitCode.Ok;
        });
        return command;
    }

    private static Guid OneOf(Workspace workspace, string who)
    {
        var found = CustomerViews.Find(workspace.Session, Scope.Whole, who);
        return found.Count switch
        {
            0 => throw new CommandException(ExitCode.Failed, $"Nobody is known as '{who}'."),
            1 => found[0],
            _ => throw new CommandException(ExitCode.Failed, $"{found.Count} customers are known as '{who}'. Name one by its id: {string.Join(", ", found.Take(5))}."),
        };
    }

    private static ExplainedAnswer OfRule(CommandContext context, Workspace workspace, ParseResult parsed, RuleInput input, string expression, Guid profile)
    {
        var (rule, inputs) = input.Read(context, workspace, parsed, expression);
        var explanation = RuleExplainer.Explain(workspace.Session, inputs, rule, profile) ?? throw NotThen();
        return new ExplainedAnswer(profile, null, null, inputs.At, [new ExplainedRule(null, expression, explanation)]);
    }

    private static ExplainedAnswer OfTag(CommandContext context, Workspace workspace, ParseResult parsed, RuleInput input, TagVersion tag, Guid profile)
    {
        var words = StoreVocabulary.Of(workspace.Session);
        var inputs = Tags.StoreFacts.Of(workspace.Session, words, workspace.Now, input.AsOf(parsed));
        var rules = tag.Definition.Rules.Select(r =>
            new ExplainedRule(r.Value, r.Rule, RuleExplainer.Explain(workspace.Session, inputs, RuleInput.Check(context, r.Rule, words), profile) ?? throw NotThen())).ToList();
        return new ExplainedAnswer(profile, tag.Key, tag.Version, inputs.At, rules);
    }

    private static CommandException NotThen() => new(ExitCode.Failed, "Nothing was known of this customer then.");
}

/// <summary>Why a customer has a tag or not, or why a rule holds.</summary>
/// <param name="Tag">Null where a rule was asked for.</param>
/// <param name="AsOf">UTC.</param>
/// <param name="Rules">Of a tag with values one for each; the first that holds gives the value.</param>
internal sealed record ExplainedAnswer(Guid ProfileId, string? Tag, int? Version, DateTime AsOf, IReadOnlyList<ExplainedRule> Rules);

/// <param name="Value">That it gives; null where a rule was asked for.</param>
internal sealed record ExplainedRule(string? Value, string Rule, Explanation Explanation);
