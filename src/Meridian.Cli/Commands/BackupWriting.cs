using Meridian.DuckDb;
using Meridian.Privacy;
using Meridian.Review;

namespace Meridian.Cli.Commands;

/// <summary>
/// Writes a backup of a data folder. Without a server the store is closed and read where it is. Beside one, nothing is applied while the store's file is copied; the log and the kept
/// files only grow, so they are read as they are, up to the entry that was the last one then, while the server goes on.
/// </summary>
internal static class BackupWriting
{
    public static BackupManifest Run(CommandContext context, string data, string path)
    {
        // Beside the backup, where there is room for its like.
        var copies = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(path))!, $".{Path.GetFileName(path)}.copies");
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
            if (context.Host is null)
                digest = StoreDigest.Of(workspace.Session).Digest;
            else
                workspace.Pipeline.Run(workspace.Session, null, context.Stop);
            workspace.Pipeline.Scrub(workspace.Session);
            if (!workspace.Database.Checkpoint())
                throw new BackupException("Somebody reads the store just now. Try again in a moment.");
            (content, now, erasures) = (StoreBackup.Content(workspace.Folder, workspace.Log), workspace.Now, workspace.Pipeline.Erasures);
            if (context.Host is not null)
                content = StoreBackup.Copied(content, copies);
        }

        // Of the copy, so that the server need not wait for it.
        var manifest = StoreBackup.Write(content, path, now, digest ?? DigestOf(content), context.Stop);
        lock (closed.Pipeline.Gate)
        {
            if (closed.Pipeline.Erasures != erasures)
            {
                File.Delete(path);
                throw new BackupException("Somebody was erased while the backup was written, so it is deleted again. Try again.");
            }

            // From here on an erasure finds it.
            BackupList.Add(closed.Folder, path);
        }

        return manifest;
    }

    private static string DigestOf(BackupContent content)
    {
        using var database = new DuckDbDatabase(content.Files.First(f => f.Name == "meridian.duckdb").Path);
        using var session = database.OpenSession();
        return StoreDigest.Of(session).Digest;
    }
}
