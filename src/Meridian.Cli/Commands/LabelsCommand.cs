using System.CommandLine;
using Meridian.Cli.Output;
using Meridian.Segments;

namespace Meridian.Cli.Commands;

/// <summary>meridian labels</summary>
internal static class LabelsCommand
{
    public static Command Make(CommandContext context)
    {
        var command = new Command("labels", "The matrix: region x platform x activity, with counts. A customer counts once for each platform.");
        var filter = new FilterOptions(command);
        command.SetAction(parsed =>
        {
            var customers = filter.Read(parsed);
            using var workspace = Workspace.OpenExisting(parsed.GetValue(CommandContext.Data)!, context);
            workspace.Freshen(context);
            var cells = Customers.Matrix(workspace.Session, customers);
            if (parsed.GetValue(CommandContext.Json))
            {
                foreach (var cell in cells)
                    context.Terminal.Json(cell);
            }
            else
            {
                MatrixReport.Show(context.Terminal, cells, Customers.Count(workspace.Session, customers), rows: int.MaxValue);
            }

            return ExitCode.Ok;
        });
        return command;
    }
}
