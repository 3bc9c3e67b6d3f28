using System.CommandLine;
using Meridian.Cli.Output;
using Meridian.Foundation.Governance;
using Meridian.Segments;
using Spectre.Console;

namespace Meridian.Cli.Commands;

/// <summary>meridian labels</summary>
internal static class LabelsCommand
{
    public static Command Make(CommandContext context)
    {
        var command = new Command("labels", "The matrix: region x platform x activity, with counts. A customer counts once for each platform.");
        var tags = new Option<bool>("--tags") { Description = "Instead of the matrix: how many customers have each label." };
        command.Options.Add(tags);
        var filter = new FilterOptions(command);
        command.SetAction(parsed =>
        {
            filter.Insist(parsed);
            using var workspace = Workspace.OpenExisting(parsed.GetValue(CommandContext.Data)!, context);
            workspace.Freshen(context);
            var customers = filter.Read(parsed, workspace.Session);
            if (parsed.GetValue(tags))
                return Tags(context, parsed, Customers.Tags(workspace.Session, Scope.Whole, customers));
            var cells = Customers.Matrix(workspace.Session, Scope.Whole, customers);
            return context.TellEach(parsed, cells, () => MatrixReport.Show(context.Terminal, cells, Customers.Count(workspace.Session, Scope.Whole, customers), rows: int.MaxValue));
        });
        return command;
    }

    private static int Tags(CommandContext context, ParseResult parsed, List<TagCount> counts)
    {
        if (parsed.GetValue(CommandContext.Json))
        {
            foreach (var count in counts)
                context.Terminal.Json(count);
            return ExitCode.Ok;
        }

        var table = new Table().AddColumn("label").AddColumn("value").AddColumn(new TableColumn("customers").RightAligned());
        foreach (var count in counts)
            table.AddRow(Markup.Escape(count.Tag), Markup.Escape(count.Value), $"{count.Customers:N0}");
        context.Terminal.Console.Write(new BareTable(table));
        return ExitCode.Ok;
    }
}
