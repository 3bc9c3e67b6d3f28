using System.CommandLine;
using Meridian.Cli.Output;
using Meridian.Consents;
using Spectre.Console;

namespace Meridian.Cli.Commands;

/// <summary>meridian consents suppress | unsuppress | suppressions</summary>
internal static class SuppressionCommands
{
    public static IEnumerable<Command> Make(CommandContext context) =>
    [
        Change(context, "suppress", "Never contact these addresses and numbers, whoever has them or comes with them later.", isOn: true),
        Change(context, "unsuppress", "Take addresses and numbers off the suppression list; consents then count again as they stand.", isOn: false),
        List(context),
    ];

    private static Command Change(CommandContext context, string name, string description, bool isOn)
    {
        var what = new Argument<string>("FILE|IDENTIFIER") { Description = "An address, number, handle or SHA-256 hash of one (of the address in lower case, of the number as + and digits), or a file with one a line." };
        var channel = new Option<string?>("--channel") { Description = "For this channel only.", HelpName = "CHANNEL" };
        var reason = new Option<string?>("--reason") { Description = "Why, such as \"bounced\"; without personal data.", HelpName = "TEXT" };
        var country = new Option<string?>("--country") { Description = "Where national numbers are from.", HelpName = "CC" };
        var command = new Command(name, description) { what, channel, reason, country };
        command.SetAction(parsed =>
        {
            string? by = null;
            if (parsed.GetValue(channel) is { } text && !text.Equals("any", StringComparison.OrdinalIgnoreCase) && !Channels.TryFind(text, out by))
                throw new CommandException(ExitCode.Usage, $"--channel: '{text}' is none; email, sms, call, or a platform such as whatsapp.");
            var hint = ImportCommand.CountryOf(parsed.GetValue(country));
            using var workspace = isOn ? Workspace.Open(parsed.GetValue(CommandContext.Data)!, context) : Workspace.OpenExisting(parsed.GetValue(CommandContext.Data)!, context);
            using var alone = workspace.Alone();
            workspace.Pipeline.Run(workspace.Session, null, context.Stop);
            var given = parsed.GetValue(what)!;
            var texts = File.Exists(given) ? Lines(given) : [(1, given)];
            var receipt = isOn
                ? SuppressionIntake.Suppress(workspace.Session, workspace.Log, texts, hint, by, parsed.GetValue(reason), workspace.Now)
                : SuppressionIntake.Unsuppress(workspace.Session, workspace.Log, texts, hint, by, parsed.GetValue(reason), workspace.Now);
            workspace.Pipeline.Run(workspace.Session, null, CancellationToken.None);
            if (!File.Exists(given) && receipt.Refused.Count > 0)
                throw new CommandException(ExitCode.Usage, $"{given}: {receipt.Refused[0].Reason}.");
            if (!isOn && !File.Exists(given) && receipt.Done == 0)
                throw new CommandException(ExitCode.NotFound, "It is not on the suppression list.");
            if (parsed.GetValue(CommandContext.Json))
            {
                context.Terminal.Json(new { done = receipt.Done, unchanged = receipt.Unchanged, refused = receipt.Refused });
            }
            else
            {
                ConsentReport.Refused(context.Terminal, receipt.Refused);
                context.Terminal.Say($"{Plural.Of(receipt.Done, "identifier")} {(isOn ? "suppressed" : "off the list")}{(receipt.Unchanged > 0 ? $", {receipt.Unchanged:N0} {(isOn ? "were on it before" : "were not on it")}" : "")}.");
            }

            return receipt.Refused.Count > 0 ? ExitCode.PartlyRejected : ExitCode.Ok;
        });
        return command;
    }

    private static Command List(CommandContext context)
    {
        var command = new Command("suppressions", "The suppression list, the latest first.");
        command.SetAction(parsed =>
        {
            using var workspace = Workspace.OpenExisting(parsed.GetValue(CommandContext.Data)!, context);
            var lines = Suppressions.All(workspace.Session);
            if (parsed.GetValue(CommandContext.Json))
            {
                foreach (var line in lines)
                    context.Terminal.Json(line);
                return ExitCode.Ok;
            }

            if (lines.Count == 0)
            {
                context.Terminal.Say("Nobody is on the suppression list.");
                return ExitCode.Ok;
            }

            var table = new Table();
            foreach (var name in new[] { "identifier", "channel", "since (UTC)", "by", "reason" })
                table.AddColumn(name);
            foreach (var s in lines)
                table.AddRow(Markup.Escape(s.Value ?? $"hash {s.Hash[..12]}…"), s.Channel ?? "any", $"{s.Since:yyyy-MM-dd HH:mm}", Markup.Escape(s.By ?? ""), Markup.Escape(s.Reason ?? ""));
            context.Terminal.Console.Write(new BareTable(table));
            context.Terminal.Say($"{Plural.Of(lines.Count, "identifier")}.");
            return ExitCode.Ok;
        });
        return command;
    }

    /// <summary>One identifier a line; blank lines, lines that begin with "#", and a word on top that names the column are passed over.</summary>
    private static IEnumerable<(long Place, string Text)> Lines(string path)
    {
        var place = 0L;
        foreach (var line in File.ReadLines(path))
        {
            place++;
            var text = line.Trim().TrimEnd(',', ';').Trim('"').Trim();
            if (text.Length == 0 || text.StartsWith('#') || (place == 1 && !text.Any(char.IsDigit) && !text.Contains('@') && !text.Contains(':')))
                continue;
            yield return (place, text);
        }
    }
}
