using System.CommandLine;
using Meridian.Cli.Output;
using Meridian.Foundation.Database;
using Meridian.Foundation.Governance;
using Meridian.Normalise.Messages;
using Meridian.Segments;
using Meridian.Tags.Manual;

namespace Meridian.Cli.Commands;

/// <summary>meridian tags give | take | release | conflicts</summary>
internal static class TaggingCommands
{
    public static IEnumerable<Command> Make(CommandContext context) =>
    [
        Say(context, TaggingOrder.Give, "Give a tag to customers. No rule takes it from them; 'tags conflicts' shows where one would."),
        Say(context, TaggingOrder.Take, "Take a tag from customers. No rule gives it to them again; 'tags conflicts' shows where one would."),
        Say(context, TaggingOrder.Release, "Leave it to the rule again whether customers have the tag."),
        Conflicts(context),
    ];

    private static Command Say(CommandContext context, string action, string description)
    {
        var tag = new Argument<string>("KEY[=VALUE]") { Description = "The tag, and which of its values." };
        var who = new Argument<string?>("CUSTOMER") { Description = "Profile id, phone, e-mail, handle, link, platform:handle or source:id.", Arity = ArgumentArity.ZeroOrOne };
        var file = new Option<string?>("--file") { Description = "Instead: a file of customers, a table with a column identifier, id, email or phone, or a .txt with one a line.", HelpName = "FILE" };
        var segment = new Option<string?>("--segment") { Description = "Instead: who is in a saved segment now.", HelpName = "KEY" };
        var country = new Option<string?>("--country") { Description = "Where national numbers are from.", HelpName = "CC" };
        var reason = TagSaveCommand.ReasonOption();
        var until = new Option<string?>("--until") { Description = "A day or a time, ISO 8601; from then on the rule decides again.", HelpName = "DATE" };
        var command = new Command(action, description) { tag, who, file, segment, country, reason };
        if (action != TaggingOrder.Release)
            command.Options.Add(until);
        command.SetAction(parsed =>
        {
            if (new[] { parsed.GetValue(who), parsed.GetValue(file), parsed.GetValue(segment) }.Count(w => w is not null) != 1)
                throw new CommandException(ExitCode.Usage, "Say who is meant: a customer, --file FILE or --segment KEY.");
            var (key, value) = parsed.GetValue(tag)!.Split('=', 2) is [var k, var v] ? (k, v) : (parsed.GetValue(tag)!, null);
            var end = action == TaggingOrder.Release ? null : TimeOf(parsed.GetValue(until), "--until");
            using var workspace = Workspace.OpenExisting(parsed.GetValue(CommandContext.Data)!, context);
            using var alone = workspace.Alone();
            workspace.Pipeline.Run(workspace.Session, null, context.Stop);
            var (profiles, refused) = Customers(workspace, parsed.GetValue(who), parsed.GetValue(file), parsed.GetValue(segment), ImportCommand.CountryOf(parsed.GetValue(country)));
            var receipt = TaggingIntake.Take(workspace.Session, workspace.Log, new TaggingRequest(action, key, value, end, parsed.GetValue(reason)), profiles, workspace.Now);
            workspace.Pipeline.Run(workspace.Session, null, CancellationToken.None);
            if (parsed.GetValue(CommandContext.Json))
                context.Terminal.Json(new { customers = receipt.Customers, unchanged = receipt.Unchanged, until = receipt.Until, entries = receipt.Entries, refused });
            else
                TagReport.Tagging(context.Terminal, action, parsed.GetValue(tag)!, receipt, refused);
            return refused.Count > 0 ? ExitCode.PartlyRejected : ExitCode.Ok;
        });
        return command;
    }

    private static (Sql Profiles, IReadOnlyList<NotNamed> Refused) Customers(Workspace workspace, string? who, string? file, string? segment, string? country)
    {
        if (segment is not null)
            return (SegmentMembers.Of(workspace.Session, segment, workspace.Now), []);
        if (file is not null)
        {
            if (!File.Exists(file))
                throw new CommandException(ExitCode.Usage, $"--file: {file} is not there.");
            var refused = IdentifierList.Resolve(workspace.Session, Scope.Whole, IdentifierList.Read(file), country);
            return (IdentifierList.Profiles, refused);
        }

        return (IdentifierList.Only(OneCustomer.Of(workspace, who!)), []);
    }

    private static Command Conflicts(CommandContext context)
    {
        var tag = new Argument<string?>("KEY") { Description = "Only this tag's.", Arity = ArgumentArity.ZeroOrOne };
        var limit = new Option<int>("--limit") { Description = "At most this many.", HelpName = "N", DefaultValueFactory = _ => 50 };
        var command = new Command("conflicts", "Where a person says one thing of a customer's tag and its rule another. The person's word holds until it is released.") { tag, limit };
        command.SetAction(parsed =>
        {
            using var workspace = Workspace.OpenExisting(parsed.GetValue(CommandContext.Data)!, context);
            workspace.Freshen(context);
            var conflicts = TagConflicts.Of(workspace.Session, Scope.Whole, parsed.GetValue(tag), parsed.GetValue(limit));
            return context.TellEach(parsed, conflicts, () => TagReport.Conflicts(context.Terminal, conflicts));
        });
        return command;
    }

    /// <summary>An instant, UTC, of a day (its midnight) or a time; null for none.</summary>
    /// <exception cref="CommandException">It is neither.</exception>
    internal static DateTime? TimeOf(string? text, string option)
    {
        if (text is null)
            return null;
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture, System.Globalization.DateTimeStyles.None, out var day))
            return day.ToDateTime(TimeOnly.MinValue);
        return MessageTime.TryRead(text, out var time) ? time : throw new CommandException(ExitCode.Usage, $"{option}: '{text}' is neither a day such as 2026-05-12 nor a time such as 2026-05-12T10:30:00Z.");
    }
}
