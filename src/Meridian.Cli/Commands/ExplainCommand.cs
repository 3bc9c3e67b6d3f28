using System.CommandLine;
using Meridian.Cli.Output;
using Meridian.Foundation.Governance;
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
            var profile = OneCustomer.Of(workspace, parsed.GetValue(who)!, beginnings: true);
            var asked = parsed.GetValue(what)!.Trim();
            var answer = TagBook.PublishedOf(workspace.Session, asked) is { } version ? OfTag(context, workspace, parsed, input, version, profile) : OfRule(context, workspace, parsed, input, asked, profile);
            return context.Tell(parsed, answer, () => ExplanationReport.Show(context.Terminal, answer));
        });
        return command;
    }

    private static ExplainedAnswer OfRule(CommandContext context, Workspace workspace, ParseResult parsed, RuleInput input, string expression, Guid profile)
    {
        var (rule, inputs) = input.Read(context, workspace, parsed, expression);
        return Explanations.OfRule(workspace.Session, inputs, rule, profile) ?? throw NotThen();
    }

    private static ExplainedAnswer OfTag(CommandContext context, Workspace workspace, ParseResult parsed, RuleInput input, TagVersion tag, Guid profile)
    {
        var inputs = Tags.StoreFacts.Of(workspace.Session, StoreVocabulary.Of(workspace.Session), workspace.Now, input.AsOf(parsed));
        return Explanations.OfTag(workspace.Session, inputs, tag, profile) ?? throw NotThen();
    }

    private static CommandException NotThen() => new(ExitCode.NotFound, "Nothing was known of this customer then.");
}
