using System.CommandLine;
using Meridian.Cli.Output;
using Meridian.Resolve;
using Meridian.Review;
using Spectre.Console;

namespace Meridian.Cli.Commands;

/// <summary>meridian check [--digest]</summary>
internal static class CheckCommand
{
    public static Command Make(CommandContext context)
    {
        var digest = new Option<bool>("--digest") { Description = "Print the content of the store as one hash; equal hashes are equal stores." };
        var command = new Command("check", "Audit the store; exit code 1 when something does not hold.") { digest };
        command.SetAction(parsed =>
        {
            using var workspace = Workspace.OpenExisting(parsed.GetValue(CommandContext.Data)!, context);
            return parsed.GetValue(digest) ? Digest(context, parsed, workspace) : Audit(context, parsed, workspace);
        });
        return command;
    }

    private static int Digest(CommandContext context, ParseResult parsed, Workspace workspace)
    {
        var (digest, parts) = StoreDigest.Of(workspace.Session);
        if (parsed.GetValue(CommandContext.Json))
        {
            var document = new Dictionary<string, object>(StringComparer.Ordinal) { ["digest"] = digest };
            foreach (var part in parts)
                document[part.Name] = new { rows = part.Rows, sha256 = part.Sha256 };
            context.Terminal.Json(document);
        }
        else
        {
            context.Terminal.Output.WriteLine(digest);
            foreach (var part in parts)
                context.Terminal.Say($"  {part.Name,-12} {part.Rows,12:N0}  {part.Sha256[..16]}");
        }

        return ExitCode.Ok;
    }

    private static int Audit(CommandContext context, ParseResult parsed, Workspace workspace)
    {
        var rules = StoreCheck.Run(workspace.Session, IdentityLimits.Default);
        var broken = rules.Where(r => r.Rows > 0).ToList();
        if (parsed.GetValue(CommandContext.Json))
        {
            context.Terminal.Json(new { ok = broken.Count == 0, rules = rules.Count, findings = broken });
        }
        else
        {
            foreach (var rule in rules)
                context.Terminal.Console.MarkupLineInterpolated(rule.Rows == 0 ? (FormattableString)$"[green]ok[/]      {rule.Rule}" : $"[red]broken[/]  {rule.Rule}: {Plural.Of(rule.Rows, "row")}, such as {rule.Example}");
            context.Terminal.Say(broken.Count == 0 ? $"All {rules.Count} rules hold." : $"{broken.Count} of {rules.Count} rules {(broken.Count == 1 ? "does" : "do")} not hold.");
        }

        return broken.Count == 0 ? ExitCode.Ok : ExitCode.Failed;
    }
}
