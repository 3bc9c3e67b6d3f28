using System.CommandLine;
using Meridian.Cli.Output;
using Meridian.Foundation.Governance;
using Meridian.Profiles.Edits;

namespace Meridian.Cli.Commands;

/// <summary>meridian customers edit | release</summary>
internal static class CustomersEditCommands
{
    public static IEnumerable<Command> Make(CommandContext context)
    {
        var who = Who();
        var traits = new Argument<string[]>("TRAIT=VALUE") { Description = "What is so, whatever the sources say; with nothing behind the = it is not known.", Arity = ArgumentArity.OneOrMore };
        var reason = TagSaveCommand.ReasonOption();
        var isNew = new Option<bool>("--new") { Description = "A trait of your own may be one that no customer has yet." };
        var edit = new Command("edit", "Settle traits of a customer. No source changes them until they are released; 'customers show' tells what sources say.") { who, traits, reason, isNew };
        edit.SetAction(parsed => Take(context, parsed, parsed.GetValue(who)!, new EditRequest(Read(parsed.GetValue(traits)!), parsed.GetValue(reason), parsed.GetValue(isNew))));

        var whose = Who();
        var names = new Argument<string[]>("TRAIT") { Description = "Traits that were edited.", Arity = ArgumentArity.OneOrMore };
        var why = TagSaveCommand.ReasonOption();
        var release = new Command("release", "Leave edited traits of a customer to the sources again.") { whose, names, why };
        release.SetAction(parsed => Take(context, parsed, parsed.GetValue(whose)!, new EditRequest(Once(parsed.GetValue(names)!.Select(n => (n, (string?)null))), parsed.GetValue(why))));
        return [edit, release];
    }

    private static Argument<string> Who() => new("ID|IDENTIFIER") { Description = "Profile id, phone, e-mail, handle, link, platform:handle or source:id." };

    private static Dictionary<string, string?> Read(string[] pairs) => Once(pairs.Select(p => p.IndexOf('=', StringComparison.Ordinal) is > 0 and var at ? (p[..at].Trim(), (string?)p[(at + 1)..])
        : throw new CommandException(ExitCode.Usage, $"'{p}' is not of the form TRAIT=VALUE, such as city=Rome. Put it in quotes where it has spaces: \"name=Ana López\".")));

    private static Dictionary<string, string?> Once(IEnumerable<(string Name, string? Text)> traits)
    {
        var once = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, text) in traits)
        {
            if (!once.TryAdd(name, text))
                throw new CommandException(ExitCode.Usage, $"'{name}' is named twice.");
        }

        return once;
    }

    private static int Take(CommandContext context, ParseResult parsed, string who, EditRequest request)
    {
        using var workspace = Workspace.OpenExisting(parsed.GetValue(CommandContext.Data)!, context);
        using var alone = workspace.Alone();
        workspace.Pipeline.Run(workspace.Session, null, context.Stop);
        var profile = OneCustomer.Of(workspace, who);
        var receipt = EditIntake.Take(workspace.Session, Scope.Whole, workspace.Log, profile, request, workspace.Now)
            ?? throw new CommandException(ExitCode.NotFound, $"No customer has the id or identifier '{who}'.");
        workspace.Pipeline.Run(workspace.Session, null, CancellationToken.None);
        return context.Tell(parsed, receipt, () => CustomerReport.Edited(context.Terminal, receipt));
    }
}
