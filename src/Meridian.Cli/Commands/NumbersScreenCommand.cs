using System.CommandLine;
using System.Diagnostics;
using Meridian.Cli.Output;
using Meridian.Numbers;

namespace Meridian.Cli.Commands;

/// <summary>meridian numbers screen FILE... --to OUT</summary>
internal static class NumbersScreenCommand
{
    public static Command Make(CommandContext context)
    {
        var command = new Command("screen", "Judge every number: one row out for each row in, with verdict, reason, country, type, zones, duplicates and known customers.");
        var input = new NumberInput(command);
        var to = NumberInput.To("CSV file to write: the input's columns and what was found.");
        command.Options.Add(to);
        command.SetAction(parsed =>
        {
            var path = input.Output(parsed, to);
            var files = input.Open(context, parsed);
            try
            {
                var watch = Stopwatch.StartNew();
                var data = parsed.GetValue(CommandContext.Data)!;
                var known = Known(context, data);
                var counts = NumberInput.Writing(context, path, progress => NumberScreen.Run(files, known ?? KnownCustomers.None, path, progress, context.Stop));
                if (parsed.GetValue(CommandContext.Json))
                    context.Terminal.Json(ScreenReport.Line(counts, path, known));
                else
                    ScreenReport.Show(context.Terminal, counts, path, known, data, watch.Elapsed);
                return ExitCode.Ok;
            }
            finally
            {
                files.ForEach(f => f.Dispose());
            }
        });
        return command;
    }

    /// <summary>The phones of the store's customers; null where there is no store. The store is closed again before the numbers are read.</summary>
    private static KnownCustomers? Known(CommandContext context, string data)
    {
        if (!File.Exists(Path.Combine(data, "meridian.duckdb")))
            return null;
        using var workspace = Workspace.OpenExisting(data, context.Clock);
        return KnownCustomers.Of(workspace.Session);
    }
}
