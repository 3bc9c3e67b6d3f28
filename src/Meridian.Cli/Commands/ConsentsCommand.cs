using System.CommandLine;
using Meridian.Cli.Output;
using Meridian.Consents;
using Meridian.Foundation.Governance;
using Meridian.Segments;
using Spectre.Console;

namespace Meridian.Cli.Commands;

/// <summary>meridian consents add | withdraw | show | list | import | suppress | unsuppress | suppressions</summary>
internal static class ConsentsCommand
{
    public static Command Make(CommandContext context)
    {
        var consents = new Command("consents", "Who may be contacted, how and what for: say, show and look up consents; keep the suppression list.")
        {
            Say(context, "add", "Keep that somebody agreed to be contacted.", "granted"),
            Say(context, "withdraw", "Keep that somebody does not want to be contacted any more. Without --channel: on none.", "withdrawn"),
            Show(context),
            List(context),
            Import(context),
        };
        foreach (var command in SuppressionCommands.Make(context))
            consents.Subcommands.Add(command);
        return consents;
    }

    private static Command Say(CommandContext context, string name, string description, string state)
    {
        var granted = state == "granted";
        var who = new Argument<string>("IDENTIFIER") { Description = granted ? "E-mail address, phone, platform:handle or link." : "E-mail address, phone, platform:handle, link, or a customer's id." };
        var channel = new Option<string?>("--channel") { Description = "email, sms, call, a platform such as whatsapp, or any.", HelpName = "CHANNEL" };
        var purpose = new Option<string>("--purpose") { Description = $"{string.Join(", ", Purposes.Known)}, or a word of your own.", HelpName = "PURPOSE", DefaultValueFactory = _ => Purposes.Marketing };
        var own = new Option<bool>("--own") { Description = "They did it themselves (a form, a call, at the counter): only so a withdrawal is taken back." };
        var at = new Option<string?>("--at") { Description = "When they said it, ISO 8601; now if absent.", HelpName = "TIME" };
        var source = new Option<string?>("--source") { Description = "Where it was said, such as \"newsletter form\".", HelpName = "TEXT" };
        var wording = new Option<string?>("--wording") { Description = "What they were shown or said.", HelpName = "TEXT" };
        var proof = new Option<string?>("--proof") { Description = "Where the proof is kept.", HelpName = "TEXT" };
        var country = new Option<string?>("--country") { Description = "Where a national number is from.", HelpName = "CC" };
        var command = new Command(name, description) { who, channel, purpose, at, source, wording, proof, country };
        if (granted)
            command.Options.Add(own);
        command.SetAction(parsed =>
        {
            using var workspace = Workspace.Open(parsed.GetValue(CommandContext.Data)!, context);
            using var alone = workspace.Alone();
            workspace.Pipeline.Run(workspace.Session, null, context.Stop);
            var request = new ConsentRequest(
                parsed.GetValue(who), granted ? parsed.GetValue(channel) : parsed.GetValue(channel) ?? "any", parsed.GetValue(purpose), state, parsed.GetValue(at), !granted || parsed.GetValue(own),
                parsed.GetValue(source), parsed.GetValue(wording), parsed.GetValue(proof), parsed.GetValue(country));
            // A customer's id, or what a source calls them, is no address: all of the customer is meant.
            if (!granted && !Normalise.IdentifierText.TryRead(request.Identifier!, null, out _, out _) && CustomerViews.Find(workspace.Session, Scope.Whole, request.Identifier!, beginnings: false) is [var customer])
                request = request with { Identifier = null, Customer = customer };
            var receipt = ConsentIntake.Take(workspace.Session, workspace.Log, [request], workspace.Now);
            if (receipt.Refused.Count > 0)
                throw new CommandException(ExitCode.Usage, $"Not kept: {receipt.Refused[0].Reason}.");
            workspace.Pipeline.Run(workspace.Session, null, CancellationToken.None);
            return context.Tell(parsed, new { entry = receipt.Entries[0], state, granted = receipt.Granted, withdrawn = receipt.Withdrawn }, () => context.Terminal.Say(granted ? $"Kept (entry {receipt.Entries[0]})." : $"Withdrawn (entry {receipt.Entries[0]}). No file's yes overrides it, only their own act."));
        });
        return command;
    }

    private static Command Show(CommandContext context)
    {
        var who = new Argument<string>("ID|IDENTIFIER") { Description = "Profile id, phone, e-mail, handle, link, platform:handle or source:id." };
        var command = new Command("show", "How one customer's consents stand, and all that was ever said.") { who };
        command.SetAction(parsed =>
        {
            using var workspace = Workspace.OpenExisting(parsed.GetValue(CommandContext.Data)!, context);
            workspace.Freshen(context);
            var profiles = CustomerViews.Find(workspace.Session, Scope.Whole, parsed.GetValue(who)!);
            if (profiles.Count == 0)
                throw new CommandException(ExitCode.NotFound, $"No customer has the id or identifier '{parsed.GetValue(who)}'.");
            foreach (var profile in profiles)
            {
                var view = ConsentViews.Of(workspace.Session, profile);
                if (parsed.GetValue(CommandContext.Json))
                    context.Terminal.Json(new { profile_id = profile, now = view.Now, history = view.History });
                else
                    ConsentReport.Show(context.Terminal, profile, view);
            }

            return ExitCode.Ok;
        });
        return command;
    }

    private static Command List(CommandContext context)
    {
        var channel = new Option<string>("--channel") { Description = "email, sms, call, a platform such as whatsapp.", HelpName = "CHANNEL", DefaultValueFactory = _ => "email" };
        var purpose = new Option<string>("--purpose") { Description = "What for.", HelpName = "PURPOSE", DefaultValueFactory = _ => Purposes.Marketing };
        var limit = new Option<int>("--limit") { Description = "At most this many.", HelpName = "N", DefaultValueFactory = _ => 50 };
        var command = new Command("list", "Who may be contacted by a channel for a purpose.") { channel, purpose, limit };
        command.SetAction(parsed =>
        {
            if (!Channels.TryFind(parsed.GetValue(channel)!, out var by))
                throw new CommandException(ExitCode.Usage, $"--channel: '{parsed.GetValue(channel)}' is none; email, sms, call, or a platform such as whatsapp.");
            if (!Purposes.TryRead(parsed.GetValue(purpose)!, out var what))
                throw new CommandException(ExitCode.Usage, $"--purpose: '{parsed.GetValue(purpose)}' is no word; {string.Join(", ", Purposes.Known)} or one of your own.");
            if (parsed.GetValue(limit) <= 0)
                throw new CommandException(ExitCode.Usage, "--limit must be 1 or more.");
            using var workspace = Workspace.OpenExisting(parsed.GetValue(CommandContext.Data)!, context);
            workspace.Freshen(context);
            var (targets, all) = ContactPermission.First(workspace.Session, by, what, parsed.GetValue(limit));
            if (parsed.GetValue(CommandContext.Json))
            {
                foreach (var target in targets)
                    context.Terminal.Json(target);
                return ExitCode.Ok;
            }

            if (all > 0)
            {
                var table = new Table();
                foreach (var name in new[] { "identifier", "kind", "profile" })
                    table.AddColumn(name);
                foreach (var t in targets)
                    table.AddRow(Markup.Escape(t.Value), t.Kind, $"[dim]{t.ProfileId.ToString()[..8]}[/]");
                context.Terminal.Console.Write(new BareTable(table));
            }

            context.Terminal.Say($"{Plural.Of(all, "identifier")} may be contacted by {by} for {what}{(targets.Count < all ? $"; {targets.Count:N0} are shown, --limit shows more" : "")}.");
            return ExitCode.Ok;
        });
        return command;
    }

    private static Command Import(CommandContext context)
    {
        var file = new Argument<string>("FILE") { Description = $"CSV, XLSX, JSON lines, ... with the columns identifier and state (granted or withdrawn); also {string.Join(", ", ConsentJson.Members.Where(m => m is not ("identifier" or "state")))}." };
        var command = new Command("import", "Take a list of consents in. A yes in it never overrides a withdrawal.") { file };
        command.SetAction(parsed =>
        {
            var path = parsed.GetValue(file)!;
            if (!File.Exists(path))
                throw new CommandException(ExitCode.Usage, $"{path} is not there.");
            using var workspace = Workspace.Open(parsed.GetValue(CommandContext.Data)!, context);
            using var alone = workspace.Alone();
            workspace.Pipeline.Run(workspace.Session, null, context.Stop);
            var receipt = ConsentIntake.Take(workspace.Session, workspace.Log, ConsentFile.Read(path), workspace.Now);
            workspace.Pipeline.Run(workspace.Session, null, CancellationToken.None);
            if (parsed.GetValue(CommandContext.Json))
            {
                context.Terminal.Json(receipt);
                return receipt.Refused.Count > 0 ? ExitCode.PartlyRejected : ExitCode.Ok;
            }

            ConsentReport.Refused(context.Terminal, receipt.Refused);
            context.Terminal.Say($"{Plural.Of(receipt.Granted, "grant")} and {Plural.Of(receipt.Withdrawn, "withdrawal")} kept, {Plural.Of(receipt.Refused.Count, "row")} refused.");
            return receipt.Refused.Count > 0 ? ExitCode.PartlyRejected : ExitCode.Ok;
        });
        return command;
    }
}
