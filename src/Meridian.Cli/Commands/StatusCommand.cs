using System.CommandLine;
using Meridian.Cli.Output;
using Meridian.Foundation.Governance;
using Meridian.Web;

namespace Meridian.Cli.Commands;

/// <summary>meridian status</summary>
internal static class StatusCommand
{
    public static Command Make(CommandContext context)
    {
        var command = new Command("status", "How the store stands: what came in, what became of it, what waits.");
        command.SetAction(parsed =>
        {
            using var workspace = Workspace.OpenExisting(parsed.GetValue(CommandContext.Data)!, context);
            var status = ServerStatus.Of(workspace.Session, Scope.Whole, workspace.Log, context.Host is null ? null : Environment.ProcessId);
            if (parsed.GetValue(CommandContext.Json))
            {
                context.Terminal.Json(status);
                return ExitCode.Ok;
            }

            var terminal = context.Terminal.Output;
            terminal.WriteLine(status.Pid is { } pid ? $"server      running, process {pid}" : "server      not running");
            terminal.WriteLine($"customers   {status.Customers:N0}");
            terminal.WriteLine($"messages    {status.Received:N0} received = {status.Applied:N0} applied + {status.Duplicate:N0} known already + {status.Rejected:N0} rejected");
            terminal.WriteLine($"events      {status.Events:N0}");
            terminal.WriteLine($"log         {status.LogLast:N0} {(status.LogLast == 1 ? "entry" : "entries")}, {(status.Waiting == 0 ? "all applied" : $"{status.Waiting:N0} waiting")}");
            return ExitCode.Ok;
        });
        return command;
    }
}
