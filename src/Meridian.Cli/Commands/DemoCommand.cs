using System.CommandLine;
using System.Net;
using System.Net.Sockets;
using Meridian.Cli.Output;
using Meridian.Foundation;
using Meridian.Foundation.Governance;
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
        var noServe = new Option<bool>("--no-serve") { Description = "Only report; leave no server running. So it is where nobody watches, too." };
        var urls = new Option<string?>("--urls") { Description = "Where the server listens; leaves it running also where nobody watches.", HelpName = "URL" };
        var command = new Command("demo", "Import nine made-up files of a cross-border team and what its customers did, show what comes out, and leave the server running. Takes seconds; asks nothing.") { noServe, urls };
        command.SetAction(parsed => Run(context, parsed, parsed.GetValue(noServe), parsed.GetValue(urls)));
        return command;
    }

    private static int Run(CommandContext context, ParseResult parsed, bool noServe, string? urls)
    {
        var json = parsed.GetValue(CommandContext.Json);
        var given = parsed.GetResult(CommandContext.Data) is { Implicit: false };
        var data = given ? parsed.GetValue(CommandContext.Data)! : "./meridian-data/demo";
        Report(context, data, json);
        if (json || noServe)
            return ExitCode.Ok;
        var here = DemoReport.Here(data);
        // A pipe or a test waits for the command's end; a person has the server in front of them, and Ctrl-C.
        if (urls is null && !context.Terminal.Interactive)
        {
            context.Terminal.Say($"No server was left running, because nobody watches. Start it with: {DemoReport.Meridian} serve {here}");
            return ExitCode.Ok;
        }

        context.Terminal.Output.WriteLine();
        return ServeCommand.Run(context, data, urls ?? FreeAddress(), (url, key) => DemoReport.ShowServer(context.Terminal, url, key, here));
    }

    /// <summary>The usual address, or one that is free where another program has it.</summary>
    private static string FreeAddress()
    {
        var usual = new Uri(ServeCommand.Default);
        try
        {
            using var probe = new TcpListener(IPAddress.Parse(usual.Host), usual.Port);
            probe.Start();
            return ServeCommand.Default;
        }
        catch (SocketException)
        {
            return $"http://{usual.Host}:0";
        }
    }

    private static void Report(CommandContext context, string data, bool json)
    {
        var terminal = context.Terminal;
        if (ServerFile.Running(data) is { } server)
            throw new CommandException(ExitCode.TryLater, $"The server of an earlier demo runs on {data}: process {server.Pid} at {server.Url}. Stop it (Ctrl-C), then try again.");
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
        var events = DemoSources.WriteEvents(files, today, Seed);
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

        var ofFiles = Customers.Count(workspace.Session, Scope.Whole, new CustomerFilter());
        var taken = events.Select(source => DemoEvents.Take(context, workspace, source)).ToList();
        var cells = Customers.Matrix(workspace.Session, Scope.Whole, new CustomerFilter());
        var customers = Customers.Count(workspace.Session, Scope.Whole, new CustomerFilter());
        if (json)
            terminal.Json(new { customers, customers_of_files = ofFiles, imports = states.Select(s => ImportLine.Of(Scope.Whole, s)), events = taken.Select(t => t.Line), matrix = cells, data = Path.GetFullPath(data) });
        else
            DemoReport.Show(terminal, sources, states, ofFiles, taken, cells, customers, data, workspace.Session, MatrixRows);
    }
}
