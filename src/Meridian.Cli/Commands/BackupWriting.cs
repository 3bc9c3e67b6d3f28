using Meridian.DuckDb;
using Meridian.Privacy;
using Meridian.Review;

namespace Meridian.Cli.Commands;

/// <summary>
/// Writes a backup of a data folder. Without a server the store is closed and read where it is. Beside one, nothing is applied while the store's file is copied; the log and the kept
/// files only grow, so they are read as they are, up to the entry that was the last one then, while the server goes on. Somebody may be erased meanwhile, by this process or another one: the backup is
/// listed before it is begun, and appears only while nobody else has the store and nobody was erased since.
/// </summary>
internal static class BackupWriting
{
    /// <summary>How long somebody else's command is waited for at the end: 600 times 100 ms.</summary>
    private const int Tries = 600;

    public static BackupManifest Run(CommandContext context, string data, string path)
    {
        var copies = StoreBackup.CopiesOf(path);
        try
        {
            return Run(context, data, path, copies);
        }
        finally
        {
            if (Directory.Exists(copies))
                Directory.Delete(copies, recursive: true);
        }
    }

    private static BackupManifest Run(CommandContext context, string data, string path, string copies)
    {
        string? digest = null;
        BackupContent content;
        DateTime now;
        Workspace closed;
        int erasures;
        using (var workspace = closed = Workspace.OpenExisting(data, context))
        {
            using var alone = workspace.Alone();
            // Whom the log says to be erased must not be in it: a restored folder no longer knows who they were.
            ErasureEnd.GoOn(workspace, context);
            if (Erasures.Unfinished(workspace.Log, workspace.Folder).Count > 0)
                throw new BackupException("An erasure is not ended yet. Try again when it is ('meridian customers erasures').");
            if (context.Host is null)
                digest = StoreDigest.Of(workspace.Session).Digest;
            else
                workspace.Pipeline.Run(workspace.Session, null, context.Stop);
            workspace.Pipeline.Scrub(workspace.Session);
            if (!workspace.Database.Checkpoint())
                throw new BackupException("Somebody reads the store just now. Try again in a moment.");
            BackupList.Add(workspace.Folder, path);
            try
            {
                (content, now, erasures) = (StoreBackup.Content(workspace.Folder, workspace.Log), workspace.Now, workspace.Pipeline.Erasures);
                if (context.Host is not null)
                    content = StoreBackup.Copied(content, copies);
            }
            catch
            {
                BackupList.Remove(workspace.Folder, path);
                throw;
            }
        }

        try
        {
            // Of the copy, so that the server need not wait for it.
            return StoreBackup.Write(content, path, now, digest ?? DigestOf(content), context.Stop, appear =>
            {
                if (context.Host is null)
                    AppearAlone(context, data, content.Entries, appear);
                else
                    AppearBesideServer(closed.Pipeline, erasures, appear);
            });
        }
        catch
        {
            BackupList.Remove(closed.Folder, path);
            throw;
        }
    }

    private static void AppearBesideServer(Pipeline pipeline, int erasures, Action appear)
    {
        lock (pipeline.Gate)
        {
            if (pipeline.Erasures != erasures)
                throw Erased();
            appear();
        }
    }

    /// <summary>With the store open here nobody else can erase: whoever does it later finds the file.</summary>
    private static void AppearAlone(CommandContext context, string data, long entries, Action appear)
    {
        for (var tries = 0; ; tries++)
        {
            try
            {
                using var workspace = Workspace.OpenExisting(data, context with { Snapshots = Foundation.Snapshots.SnapshotRule.Never });
                if (Erasures.Unfinished(workspace.Log, workspace.Folder).Count > 0 || workspace.Log.Read(entries + 1).Any(e => e.Kind == EraseOrder.Kind))
                    throw Erased();
                appear();
                return;
            }
            catch (CommandException e) when (e.Code == ExitCode.TryLater && tries < Tries)
            {
                context.Stop.ThrowIfCancellationRequested();
                Task.Delay(100).GetAwaiter().GetResult();
            }
        }
    }

    private static BackupException Erased() => new("Somebody was erased while the backup was written, so it is deleted again. Try again.");

    private static string DigestOf(BackupContent content)
    {
        using var database = new DuckDbDatabase(content.Files.First(f => f.Name == "meridian.duckdb").Path);
        using var session = database.OpenSession();
        return StoreDigest.Of(session).Digest;
    }
}
