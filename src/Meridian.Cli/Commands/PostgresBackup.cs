using Meridian.Foundation.Database;
using Meridian.Foundation.Log;
using Meridian.Foundation.Snapshots;
using Meridian.Postgres;
using Meridian.Privacy;
using Meridian.Review;

namespace Meridian.Cli.Commands;

/// <summary>
/// Writes a backup of a store on PostgreSQL: one state of it is copied into a folder beside the backup, and that folder is saved as any other, so the backup is restored into either. Servers and commands go on
/// all the while. Whom they erase meanwhile must not be in it: it appears while nothing comes into the log, and only when nobody is to be erased behind what it holds; whoever is erased later is looked for in it,
/// because it is listed before it is begun.
/// </summary>
internal static class PostgresBackup
{
    public static BackupManifest Run(CommandContext context, string data, string path)
    {
        if (!Directory.Exists(Path.GetDirectoryName(Path.GetFullPath(path))))
            throw new DirectoryNotFoundException();
        var copies = StoreBackup.CopiesOf(path);
        using var workspace = Workspace.OpenExisting(data, context);
        ErasureEnd.GoOn(workspace, context);
        if (Erasures.Unfinished(workspace.Log, workspace.Folder).Count > 0)
            throw Unfinished();
        BackupList.Add(workspace.Folder, path);
        try
        {
            return Run(workspace, context, path, copies);
        }
        catch (Exception e)
        {
            BackupList.Remove(workspace.Folder, path);
            // An erasure on this machine deletes what is unfinished.
            if (e is IOException or System.Data.Common.DbException && !Directory.Exists(copies))
                throw Erased();
            throw;
        }
        finally
        {
            Delete(copies);
        }
    }

    private static BackupManifest Run(Workspace workspace, CommandContext context, string path, string copies)
    {
        Delete(copies);
        var folder = Path.Combine(Directory.CreateDirectory(copies).FullName, "data");
        long last;
        string digest;
        BackupContent content;
        using (var copy = Workspace.Open(folder, context with { Server = null, Snapshots = SnapshotRule.Never }))
        {
            last = Copy(workspace, copy, context.Stop);
            digest = StoreDigest.Of(copy.Session).Digest;
            // What came again of erased people, and waits for the server to take it out.
            copy.Pipeline.Scrub(copy.Session);
            content = StoreBackup.Content(copy.Folder, copy.Log);
            copy.Database.Checkpoint();
        }

        var beside = StoreBackup.Beside(workspace.Folder).Select(f => new BackupFile(Path.GetRelativePath(workspace.Folder.Root, f).Replace('\\', '/'), f));
        content = content with { Files = [.. content.Files.Concat(beside).OrderBy(f => f.Name, StringComparer.Ordinal)] };
        return StoreBackup.Write(content, path, workspace.Now, digest, context.Stop, appear =>
        {
            using var still = workspace.ServerLog!.Still();
            if (HasErasure(workspace.Log, last + 1, workspace.Log.Last))
                throw Erased();
            appear();
        });
    }

    /// <returns>The last entry of the log that is in the copy.</returns>
    private static long Copy(Workspace workspace, Workspace copy, CancellationToken stop)
    {
        using var reading = ((PostgresDatabase)workspace.Database).OpenReading();
        var applied = LogCursor.Position(reading);
        // The log only grows, so what it has by now is all that this state rests on, and what waits behind it.
        var last = workspace.Log.Last;
        // The restored store would not know any more who they were.
        if (HasErasure(workspace.Log, LogCursor.Next(reading), last))
            throw Unfinished();
        StoreCopy.Run(new WholeStore(reading, workspace.Log, workspace.Folder), new WholeStore(copy.Session, copy.Log, copy.Folder), last, (_, _) => { }, stop);
        if (StoreDigest.Of(reading).Digest != StoreDigest.Of(copy.Session).Digest || LogCursor.Position(copy.Session) != applied)
            throw new BackupException("The copy differs from the store, so no backup was made. Try again; if it happens again, please report it.");
        return last;
    }

    private static bool HasErasure(ILog log, long from, long to) => log.Read(from).TakeWhile(e => e.Entry <= to).Any(e => e.Kind == EraseOrder.Kind);

    private static BackupException Unfinished() => new("An erasure is not ended yet. Try again when it is ('meridian customers erasures').");

    private static BackupException Erased() => new("Somebody was erased while the backup was written, so it is deleted again. Try again.");

    private static void Delete(string folder)
    {
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
    }
}
