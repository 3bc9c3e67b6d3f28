using System.CommandLine;
using Meridian.Cli.Output;
using Meridian.Review;

namespace Meridian.Cli.Commands;

/// <summary>meridian backup --to FILE, and meridian restore FILE</summary>
internal static class BackupCommands
{
    public static Command Backup(CommandContext context)
    {
        var to = new Option<string>("--to") { Description = "ZIP file to write; it must not be there.", HelpName = "FILE", Required = true };
        var command = new Command("backup", "Save the whole store as one file: tables, log, kept files, recipes. It holds personal data.") { to };
        command.SetAction(parsed =>
        {
            var path = parsed.GetValue(to)!;
            if (!path.EndsWith(".zip", StringComparison.OrdinalIgnoreCase))
                throw new CommandException(ExitCode.Usage, $"--to: '{path}' is not the name of a ZIP file. Let it end in .zip.");
            if (File.Exists(path))
                throw new CommandException(ExitCode.Usage, $"--to: {path} is there already. Name another file.");
            try
            {
                var data = parsed.GetValue(CommandContext.Data)!;
                var manifest = context.Server is null ? BackupWriting.Run(context, data, path) : PostgresBackup.Run(context, data, path);
                return context.Tell(parsed, new { file = Path.GetFullPath(path), bytes = new FileInfo(path).Length, entries = manifest.Entries, files = manifest.Files.Count, digest = manifest.Digest }, () => context.Terminal.Say($"Saved to {path}: {Plural.Of(manifest.Files.Count, "file")}, {new FileInfo(path).Length / 1e3:N0} kB. It holds personal data: keep it where only you can read it."));
            }
            catch (BackupException e)
            {
                throw new CommandException(ExitCode.TryLater, e.Message);
            }
            catch (DirectoryNotFoundException)
            {
                throw new CommandException(ExitCode.Usage, $"--to: {path} cannot be written: there is no such folder. Make it first, or name another.");
            }
        });
        return command;
    }

    public static Command Restore(CommandContext context)
    {
        var file = new Argument<string>("FILE") { Description = "A file that 'backup' wrote." };
        var command = new Command("restore", "Bring a backup into an empty data folder, or an empty store on PostgreSQL, and prove that it is what was saved.") { file };
        command.SetAction(parsed =>
        {
            var path = parsed.GetValue(file)!;
            if (!File.Exists(path))
                throw new CommandException(ExitCode.Usage, $"{path}: there is no such file.");
            var data = parsed.GetValue(CommandContext.Data)!;
            BackupManifest manifest;
            try
            {
                manifest = context.Server is null ? StoreBackup.Restore(path, data, context.Stop) : PostgresRestore.Run(context, data, path);
            }
            catch (BackupException e)
            {
                throw new CommandException(ExitCode.Usage, e.Message);
            }

            using var workspace = Workspace.OpenExisting(data, context);
            var place = workspace.Database is Postgres.PostgresDatabase server ? server.Address.Shown : data;
            var digest = StoreDigest.Of(workspace.Session).Digest;
            if (parsed.GetValue(CommandContext.Json))
                context.Terminal.Json(new { data = place == data ? Path.GetFullPath(data) : place, entries = workspace.Log.Last, digest, same = digest == manifest.Digest });
            else
                context.Terminal.Say($"Restored to {place}: {(digest == manifest.Digest ? "the content is what was saved" : "the content differs from what was saved; 'meridian check' says what is wrong")}.");
            return digest == manifest.Digest ? ExitCode.Ok : ExitCode.Failed;
        });
        return command;
    }
}
