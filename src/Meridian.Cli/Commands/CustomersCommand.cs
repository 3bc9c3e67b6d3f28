using System.CommandLine;
using Meridian.Cli.Output;
using Meridian.Foundation.Governance;
using Meridian.Segments;
using Spectre.Console;

namespace Meridian.Cli.Commands;

/// <summary>meridian customers list | count | show | edit | release | doubtful | decide | export | erase | erasures | readmit</summary>
internal static class CustomersCommand
{
    public static Command Make(CommandContext context)
    {
        var list = new Command("list", "Customers, the most recently active first.");
        var filter = new FilterOptions(list);
        var limit = new Option<int>("--limit") { Description = "At most this many.", HelpName = "N", DefaultValueFactory = _ => 50 };
        list.Options.Add(limit);
        list.SetAction(parsed => List(context, parsed, filter, parsed.GetValue(limit)));

        var count = new Command("count", "How many customers.");
        var countFilter = new FilterOptions(count);
        count.SetAction(parsed => Count(context, parsed, countFilter));

        var who = new Argument<string>("ID|IDENTIFIER") { Description = "Profile id, phone, e-mail, handle, link, platform:handle or source:id." };
        var show = new Command("show", "One customer: traits, identifiers and labels, each with the record it came from.") { who };
        show.SetAction(parsed => Show(context, parsed, parsed.GetValue(who)!));
        var customers = new Command("customers", "List, count, look at and edit customers; export or erase all that is held of one.") { list, count, show, CustomersExportCommand.Make(context) };
        foreach (var command in CustomersEditCommands.Make(context))
            customers.Subcommands.Add(command);
        foreach (var command in CustomersMergeCommands.Make(context))
            customers.Subcommands.Add(command);
        foreach (var command in CustomersEraseCommand.Make(context))
            customers.Subcommands.Add(command);
        return customers;
    }

    private static int List(CommandContext context, ParseResult parsed, FilterOptions options, int limit)
    {
        if (limit <= 0)
            throw new CommandException(ExitCode.Usage, "--limit must be 1 or more.");
        options.Insist(parsed);
        using var workspace = Workspace.OpenExisting(parsed.GetValue(CommandContext.Data)!, context);
        workspace.Freshen(context);
        var filter = options.Read(parsed, workspace.Session);
        var customers = Customers.List(workspace.Session, Scope.Whole, filter, limit);
        if (parsed.GetValue(CommandContext.Json))
        {
            foreach (var customer in customers)
                context.Terminal.Json(customer);
            return ExitCode.Ok;
        }

        CustomerReport.Table(context.Terminal, customers, Customers.Count(workspace.Session, Scope.Whole, filter));
        return ExitCode.Ok;
    }

    private static int Count(CommandContext context, ParseResult parsed, FilterOptions options)
    {
        options.Insist(parsed);
        using var workspace = Workspace.OpenExisting(parsed.GetValue(CommandContext.Data)!, context);
        workspace.Freshen(context);
        var filter = options.Read(parsed, workspace.Session);
        var customers = Customers.Count(workspace.Session, Scope.Whole, filter);
        return context.Tell(parsed, new { customers }, () => context.Terminal.Output.WriteLine($"{customers:N0}"));
    }

    private static int Show(CommandContext context, ParseResult parsed, string who)
    {
        using var workspace = Workspace.OpenExisting(parsed.GetValue(CommandContext.Data)!, context);
        workspace.Freshen(context);
        var profiles = CustomerViews.Find(workspace.Session, Scope.Whole, who);
        if (profiles.Count == 0)
            throw new CommandException(ExitCode.NotFound, $"No customer has the id or identifier '{who}'.");
        var asked = Guid.TryParse(who, out var id) ? id : (Guid?)null;
        foreach (var profile in profiles)
        {
            var view = CustomerViews.Show(workspace.Session, Scope.Whole, profile, asked)!;
            if (parsed.GetValue(CommandContext.Json))
                context.Terminal.Json(view);
            else
                CustomerReport.Card(context.Terminal, view);
        }

        if (profiles.Count > 1)
            context.Terminal.Warn($"{profiles.Count} customers have '{who}'; each is shown.");
        return ExitCode.Ok;
    }
}
