using System.CommandLine;
using Meridian.Cli.Output;
using Meridian.Ingest;
using Meridian.Samples.Demo;
using Meridian.Segments;
using NodaTime;

namespace Meridian.Cli.Commands;

/// <summary>meridian demo</summary>
internal static class DemoCommand
{
    private const int Seed = 7;
    private const int MatrixRows = 18;

    public static Command Make(CommandContext context)
    {
        // Accepted from the first release on: once there is a server, the demo starts it unless told not to.
        var noServe = new Option<bool>("--no-serve") { Description = "Only report; start no server." };
        var command = new Command("demo", "Import nine made-up files of a cross-border team and show what comes out. Takes seconds; asks nothing.") { noServe };
        command.SetAction(parsed => Run(context, parsed));
        return command;
    }

    private static int Run(CommandContext context, ParseResult parsed)
    {
        var terminal = context.Terminal;
        var json = parsed.GetValue(CommandContext.Json);
        var given = parsed.GetResult(CommandContext.Data) is { Implicit: false };
        var data = given ? parsed.GetValue(CommandContext.Data)! : "./meridian-data/demo";
        if (Directory.Exists(data))
        {
            // The demo always begins anew; it removes only what a demo made.
            if (!File.Exists(Path.Combine(data, "demo-files", "README.txt")) && File.Exists(Path.Combine(data, "meridian.duckdb")))
                throw new CommandException(ExitCode.Usage, $"{data} holds a store that no demo made. Name another folder: meridian demo --data DIR");
            if (File.Exists(Path.Combine(data, "demo-files", "README.txt")))
                Directory.Delete(data, recursive: true);
        }

        using var workspace = Workspace.Open(data, context);
        var files = Path.GetFullPath(Path.Combine(data, "demo-files"));
        var today = context.Clock.GetCurrentInstant().InUtc().Date;
        var sources = DemoSources.Write(files, today, Seed);
        File.WriteAllText(Path.Combine(files, "README.txt"), "Made-up customers of the Meridian demo. The numbers are generated: never contact them.\n");

        var states = new List<ImportState>();
        foreach (var source in sources)
        {
            using var progress = new ProgressLine(terminal);
            var entry = FileIntake.Take(workspace.Session, workspace.Log, workspace.Folder, source.File, source.SourceName, source.Country, null, workspace.Now);
            workspace.Pipeline.Run(workspace.Session, progress, context.Stop);
            progress.Clear();
            states.Add(Imports.Find(workspace.Session, entry.Entry)!);
        }

        var cells = Customers.Matrix(workspace.Session, new CustomerFilter());
        var customers = Customers.Count(workspace.Session, new CustomerFilter());
        if (json)
        {
            terminal.Json(new { customers, imports = states.Select(ImportReport.Line), matrix = cells, data = Path.GetFullPath(data) });
            return ExitCode.Ok;
        }

        DemoReport.Show(terminal, sources, states, cells, customers, data, workspace.Session, MatrixRows);
        return ExitCode.Ok;
    }
}
