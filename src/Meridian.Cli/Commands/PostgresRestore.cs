using Meridian.Foundation.Snapshots;
using Meridian.Postgres;
using Meridian.Review;

namespace Meridian.Cli.Commands;

/// <summary>
/// Brings a backup into an empty store on PostgreSQL: unpacked in the data folder, copied into a schema beside the store's, compared, and put in place in one transaction. Whoever is killed leaves the store empty.
/// </summary>
internal static class PostgresRestore
{
    /// <exception cref="BackupException">It is no whole backup.</exception>
    /// <exception cref="CommandException">The store is not empty (2), or somebody is at work on it (75).</exception>
    public static BackupManifest Run(CommandContext context, string data, string path)
    {
        using var workspace = Workspace.Open(data, context);
        var database = (PostgresDatabase)workspace.Database;
        var shown = database.Address.Shown;
        if (!StoreCopy.IsEmpty(new WholeStore(workspace.Session, workspace.Log, workspace.Folder)))
            throw new CommandException(ExitCode.Usage, $"There is a store at {shown} already. Name another schema (?schema=NAME), or drop that one first.");
        if (!workspace.Pipeline.TryLead(workspace.Session))
            throw new CommandException(ExitCode.TryLater, $"A server or a command is at work on {shown}. Stop it, then try again.");
        var unpacked = workspace.Folder.Restoring;
        Delete(unpacked);
        try
        {
            var manifest = StoreBackup.Restore(path, unpacked, context.Stop);
            using (var source = Workspace.OpenExisting(unpacked, context with { Server = null, Snapshots = SnapshotRule.Never }))
                Bring(source, workspace, context);
            return manifest;
        }
        finally
        {
            Delete(unpacked);
        }
    }

    private static void Bring(Workspace source, Workspace target, CommandContext context)
    {
        var database = (PostgresDatabase)target.Database;
        using (var made = PostgresSchemas.Beside(database))
        {
            using var session = made.OpenSession();
            // Leading it says that somebody is at work in it.
            session.TryLead();
            StoreSchema.Prepare(session);
            using (var log = new PostgresLog(made))
            {
                var folder = new Foundation.DataFolder(target.Folder.Root) { Shared = new PostgresFiles(made) };
                StoreCopy.Run(new WholeStore(source.Session, source.Log, source.Folder), new WholeStore(session, log, folder), source.Log.Last, (_, _) => { }, context.Stop);
            }

            if (StoreDigest.Of(source.Session).Digest != StoreDigest.Of(session).Digest)
                throw new CommandException(ExitCode.Failed, $"The copy differs from the backup, so nothing was put in place: {database.Address.Shown} is empty still. Please report it.");
            try
            {
                PostgresSchemas.Fill(target.Session, made);
            }
            catch (InvalidOperationException e)
            {
                throw new CommandException(ExitCode.TryLater, $"{e.Message} Stop all servers on {database.Address.Shown}; it is not empty any more, so restore into another schema (?schema=NAME), or drop that one first.");
            }
        }

        PostgresSchemas.DropAside(database);
        CopyBeside(source, target, context);
    }

    /// <summary>What stands in a data folder beside the store; what this machine has of its own stays.</summary>
    private static void CopyBeside(Workspace from, Workspace to, CommandContext context)
    {
        foreach (var file in StoreBackup.Beside(from.Folder))
        {
            var target = Path.Combine(to.Folder.Root, Path.GetRelativePath(from.Folder.Root, file));
            if (File.Exists(target))
            {
                context.Terminal.Warn($"{target} is there already and stays; that of the backup is left out.");
                continue;
            }

            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }

    private static void Delete(string folder)
    {
        foreach (var left in new[] { folder, folder + ".part" }.Where(Directory.Exists))
            Directory.Delete(left, recursive: true);
    }
}
