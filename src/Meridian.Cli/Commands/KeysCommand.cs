using System.CommandLine;
using Meridian.Cli.Output;
using Meridian.Foundation.Governance;
using Meridian.Ingest.Messages;
using Spectre.Console;

namespace Meridian.Cli.Commands;

/// <summary>meridian keys create | list | revoke</summary>
internal static class KeysCommand
{
    public static Command Make(CommandContext context)
    {
        var role = new Option<string>("--role") { Description = $"What it may do: {string.Join(", ", Roles.All)}.", HelpName = "ROLE", Required = true };
        var source = new Option<string>("--source") { Description = "What its messages come from.", HelpName = "NAME", DefaultValueFactory = _ => "default" };
        var own = new Option<bool>("--own-users") { Description = "The source's user 42 is another person than other sources' user 42." };
        var countries = new Option<string[]>("--countries") { Description = "Only customers of these countries: codes or names, with commas between.", HelpName = "CC,CC", AllowMultipleArgumentsPerToken = true };
        var create = new Command("create", "Make a key; it is shown once.") { role, source, own, countries };
        create.SetAction(parsed => Create(context, parsed, parsed.GetValue(role)!, parsed.GetValue(source)!, parsed.GetValue(own), parsed.GetValue(countries) ?? []));
        var list = new Command("list", "All keys, without what opens them.");
        list.SetAction(parsed => List(context, parsed));
        var id = new Argument<string>("KEY") { Description = "As 'keys list' names it, or the key itself." };
        var revoke = new Command("revoke", "End a key.") { id };
        revoke.SetAction(parsed => Revoke(context, parsed, parsed.GetValue(id)!));
        return new Command("keys", "Keys to the server: make, list and end them.") { create, list, revoke };
    }

    private static int Create(CommandContext context, ParseResult parsed, string role, string source, bool own, string[] countries)
    {
        NewKey made;
        try
        {
            made = NewKey.Make(role, source, own ? source : EventsOrder.SharedSpace, countries);
        }
        catch (KeyException e)
        {
            throw new CommandException(ExitCode.Usage, $"--{e.Part}: {e.Message}");
        }

        using var workspace = Workspace.Open(parsed.GetValue(CommandContext.Data)!, context);
        using var alone = workspace.Alone();
        workspace.Log.Append(KeyOrder.Kind, workspace.Now, made.Order.ToJson());
        workspace.Pipeline.Run(workspace.Session);
        if (parsed.GetValue(CommandContext.Json))
        {
            context.Terminal.Json(made.Shown);
        }
        else
        {
            context.Terminal.Output.WriteLine(made.Shown.Key);
            context.Terminal.Say("This is the only time that it is shown.");
        }

        return ExitCode.Ok;
    }

    private static int List(CommandContext context, ParseResult parsed)
    {
        using var workspace = Workspace.OpenExisting(parsed.GetValue(CommandContext.Data)!, context);
        var keys = ApiKeys.All(workspace.Session);
        if (parsed.GetValue(CommandContext.Json))
        {
            foreach (var key in keys)
                context.Terminal.Json(key);
            return ExitCode.Ok;
        }

        var table = new Table();
        foreach (var name in new[] { "key", "role", "countries", "source", "created (UTC)", "state" })
            table.AddColumn(name);
        foreach (var key in keys)
            table.AddRow(Markup.Escape(key.Id), key.Role, key.Countries is { } limit ? string.Join(" ", limit) : "all", Markup.Escape(key.Source), $"{key.CreatedAt:yyyy-MM-dd HH:mm}", key.RevokedAt is { } at ? $"revoked {at:yyyy-MM-dd HH:mm}" : "active");
        context.Terminal.Console.Write(new BareTable(table));
        return ExitCode.Ok;
    }

    private static int Revoke(CommandContext context, ParseResult parsed, string id)
    {
        using var workspace = Workspace.OpenExisting(parsed.GetValue(CommandContext.Data)!, context);
        using var alone = workspace.Alone();
        var key = ApiKeys.All(workspace.Session).Find(k => (k.Id == id || k.Id == ApiKeys.IdOf(id)) && k.RevokedAt is null)
            ?? throw new CommandException(ExitCode.NotFound, $"There is no active key '{(id.Length > 12 ? id[..9] + "…" : id)}'. 'meridian keys list' shows them.");
        workspace.Log.Append(KeyRevokeOrder.Kind, workspace.Now, new KeyRevokeOrder(key.Id).ToJson());
        workspace.Pipeline.Run(workspace.Session);
        context.Terminal.Say($"Key {key.Id} is revoked.");
        return ExitCode.Ok;
    }
}
