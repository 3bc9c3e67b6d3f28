using System.CommandLine;
using Meridian.Cli.Output;
using Meridian.Foundation.Governance;
using Spectre.Console;

namespace Meridian.Cli.Commands;

/// <summary>meridian people list | invite | link | end</summary>
internal static class PeopleCommand
{
    public static Command Make(CommandContext context)
    {
        var list = new Command("list", "Everybody who may sign in, or might once.");
        list.SetAction(parsed => List(context, parsed));
        var email = new Argument<string>("EMAIL") { Description = "By which they sign in." };
        var name = new Option<string>("--name") { Description = "What colleagues call them.", HelpName = "NAME", Required = true };
        var role = new Option<string>("--role") { Description = $"What they may do: {string.Join(", ", Team.OfPeople)}.", HelpName = "ROLE", Required = true };
        var countries = new Option<string[]>("--countries") { Description = "Only customers of these countries: codes or names, with commas between.", HelpName = "CC,CC", AllowMultipleArgumentsPerToken = true };
        var invite = new Command("invite", "Make somebody who may sign in; the link to set a password is shown once.") { email, name, role, countries };
        invite.SetAction(parsed => Invite(context, parsed, parsed.GetValue(email)!, parsed.GetValue(name)!, parsed.GetValue(role)!, parsed.GetValue(countries) ?? []));
        var factor = new Option<bool>("--no-second-factor") { Description = "Turn the second step of signing in off too, for who lost their phone." };
        var link = new Command("link", "Give somebody a new link to set a password; it is shown once.") { email, factor };
        link.SetAction(parsed => Link(context, parsed, parsed.GetValue(email)!, parsed.GetValue(factor)));
        var end = new Command("end", "End somebody: they cannot sign in any more.") { email };
        end.SetAction(parsed => End(context, parsed, parsed.GetValue(email)!));
        return new Command("people", "Who signs in to the pages: list, invite, give new links, end.") { list, invite, link, end };
    }

    private static int List(CommandContext context, ParseResult parsed)
    {
        using var workspace = Workspace.OpenExisting(parsed.GetValue(CommandContext.Data)!, context);
        var people = People.All(workspace.Session);
        if (parsed.GetValue(CommandContext.Json))
        {
            foreach (var person in people)
                context.Terminal.Json(Line(person));
            return ExitCode.Ok;
        }

        var table = new Table();
        foreach (var column in new[] { "e-mail", "name", "role", "countries", "second factor", "state" })
            table.AddColumn(column);
        foreach (var person in people)
            table.AddRow(Markup.Escape(person.Email), Markup.Escape(person.Name), person.Role, person.Countries is { } limit ? string.Join(" ", limit) : "all", person.UsesSecondFactor ? "on" : "off", State(person));
        context.Terminal.Console.Write(new BareTable(table));
        return ExitCode.Ok;
    }

    private static int Invite(CommandContext context, ParseResult parsed, string email, string name, string role, string[] countries)
    {
        using var workspace = Workspace.Open(parsed.GetValue(CommandContext.Data)!, context);
        using var alone = workspace.Alone();
        var (order, secret) = Judge(() => Team.Invite(Known(workspace), email, name, role, countries, workspace.Now));
        Save(workspace, order);
        return Show(context, parsed, workspace.Folder.Root, order.Person, secret);
    }

    private static int Link(CommandContext context, ParseResult parsed, string email, bool withoutSecondFactor)
    {
        using var workspace = Workspace.OpenExisting(parsed.GetValue(CommandContext.Data)!, context);
        using var alone = workspace.Alone();
        var known = Known(workspace);
        var (order, secret) = Judge(() => Team.Link(known, Find(known, email), withoutSecondFactor, workspace.Now));
        Save(workspace, order);
        return Show(context, parsed, workspace.Folder.Root, order.Person, secret);
    }

    private static int End(CommandContext context, ParseResult parsed, string email)
    {
        using var workspace = Workspace.OpenExisting(parsed.GetValue(CommandContext.Data)!, context);
        using var alone = workspace.Alone();
        var known = Known(workspace);
        var order = Judge(() => Team.End(known, Find(known, email)));
        Save(workspace, order);
        return context.Tell(parsed, Line(order.Person), () => context.Terminal.Say($"{order.Person.Email} cannot sign in any more."));
    }

    private static int Show(CommandContext context, ParseResult parsed, string folder, Person person, string secret)
    {
        // Under another name the server may be known to people; only they know.
        var server = Foundation.ServerFile.Running(folder) is { } running ? Foundation.ServerFile.Reachable(running.Url).TrimEnd('/') : null;
        var link = $"{server}/join?key={secret}";
        return context.Tell(parsed, new { email = person.Email, role = person.Role, link, until = person.LinkUntil }, () =>
        {
            context.Terminal.Output.WriteLine(link);
            context.Terminal.Say($"This is the only time that it is shown. It is good until {person.LinkUntil:yyyy-MM-dd HH:mm} UTC{(server is null ? ", behind the address at which 'meridian serve' listens" : "")}.");
        });
    }

    private static List<Person> Known(Workspace workspace)
    {
        workspace.Pipeline.Run(workspace.Session);
        return People.All(workspace.Session);
    }

    private static Guid Find(List<Person> known, string email) => known.Find(p => !p.Ended && p.Email.Equals(email.Trim(), StringComparison.OrdinalIgnoreCase))?.Id
        ?? throw new CommandException(ExitCode.NotFound, $"Nobody signs in as {email}. 'meridian people list' shows who does.");

    private static void Save(Workspace workspace, PersonOrder order)
    {
        workspace.Log.Append(PersonOrder.Kind, workspace.Now, order.ToJson());
        workspace.Pipeline.Run(workspace.Session);
    }

    private static T Judge<T>(Func<T> make)
    {
        try
        {
            return make();
        }
        catch (TeamException e)
        {
            throw new CommandException(e.Code == "last_admin" ? ExitCode.Failed : ExitCode.Usage, e.Message);
        }
    }

    private static object Line(Person person) => new { email = person.Email, name = person.Name, role = person.Role, countries = person.Countries, second_factor = person.UsesSecondFactor, state = State(person) };

    private static string State(Person person) => person.Ended ? "ended" : !person.HasCome ? "invited" : "active";
}
