using System.CommandLine;
using Meridian.Activate.Lists;
using Meridian.Cli.Output;
using Meridian.Foundation.Governance;

namespace Meridian.Cli.Commands;

/// <summary>meridian export --to FILE</summary>
internal static class ExportCommand
{
    public static Command Make(CommandContext context)
    {
        var to = new Option<string>("--to") { Description = "File to write; .csv, .xlsx, .jsonl or .parquet says the format.", HelpName = "FILE", Required = true };
        var command = new Command("export", "Write customers with their traits and labels to a file.") { to };
        var filter = new FilterOptions(command);
        command.SetAction(parsed =>
        {
            var path = parsed.GetValue(to)!;
            RefuseFormat(path);
            filter.Insist(parsed);
            using var workspace = Workspace.OpenExisting(parsed.GetValue(CommandContext.Data)!, context);
            workspace.Freshen(context);
            var customers = filter.Read(parsed, workspace.Session);
            return Write(context, parsed, workspace, customers, path);
        });
        return command;
    }

    /// <exception cref="CommandException">The file's name is of no format that can be written.</exception>
    internal static void RefuseFormat(string path)
    {
        if (!CustomerExport.Supports(path))
            throw new CommandException(ExitCode.Usage, $"--to: '{Path.GetExtension(path)}' is not a format that can be written. Use .csv, .xlsx, .jsonl or .parquet.");
    }

    internal static int Write(CommandContext context, ParseResult parsed, Workspace workspace, Segments.CustomerFilter customers, string path)
    {
        var written = Written(path, () => CustomerExport.Write(workspace.Session, Scope.Whole, customers, path));
        return context.Tell(parsed, new { file = Path.GetFullPath(path), customers = written }, () => context.Terminal.Say($"{Plural.Of(written, "customer")} written to {path}."));
    }

    /// <exception cref="CommandException">The file cannot be written where it is to be.</exception>
    internal static T Written<T>(string path, Func<T> write)
    {
        try
        {
            return write();
        }
        catch (DirectoryNotFoundException)
        {
            throw new CommandException(ExitCode.Usage, $"--to: {path} cannot be written: there is no such folder. Make it first, or name another.");
        }
        catch (UnauthorizedAccessException)
        {
            throw new CommandException(ExitCode.Usage, $"--to: {path} cannot be written: no permission. Name another place.");
        }
    }
}
