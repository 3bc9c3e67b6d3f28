using Meridian.Foundation.Snapshots;
using Meridian.Privacy;
using Meridian.Review;

namespace Meridian.Cli.Commands;

/// <summary>Erases a person in the backups that this program wrote and that are still where it wrote them: each is restored, erased in, and saved anew in its own place.</summary>
internal static class BackupErasure
{
    /// <param name="rewritten">Takes the backups that were written anew.</param>
    /// <param name="missing">Takes those that are not there or cannot be opened.</param>
    public static void Run(Workspace workspace, CommandContext context, Subject subject, string reason, bool suppress, List<string> rewritten, List<string> missing)
    {
        // A folder that machines share has the same path on each; what lies on another machine's own disk is named.
        var all = BackupList.Read(workspace.Folder).Select(b => (Path: b, Shown: b))
            .Concat(BackupList.Elsewhere(workspace.Folder).Select(b => (b.Path, Shown: b.Machine == Environment.MachineName ? b.Path : $"{b.Path} on {b.Machine}")));
        foreach (var (backup, shown) in all)
        {
            // One that is being written now, or whose writing was killed, holds them still: without its file it cannot be completed.
            var unfinished = File.Exists(StoreBackup.PartOf(backup)) || Directory.Exists(StoreBackup.CopiesOf(backup));
            // Of a folder that is gone nothing can be deleted.
            if (unfinished)
                File.Delete(StoreBackup.PartOf(backup));
            Delete(StoreBackup.CopiesOf(backup));
            if (!File.Exists(backup))
            {
                if (!unfinished)
                    missing.Add(shown);
                continue;
            }

            context.Terminal.Say($"Erasing in {backup} ...");
            try
            {
                Rewrite(backup, context, subject, reason, suppress);
                rewritten.Add(backup);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or BackupException or CommandException or System.Data.Common.DbException)
            {
                // The others, and the store itself, must not wait for one that cannot be opened.
                context.Terminal.Warn($"{backup} could not be written anew: {e.Message.Split('\n')[0]}");
                missing.Add(backup);
            }
        }
    }

    private static void Rewrite(string backup, CommandContext context, Subject subject, string reason, bool suppress)
    {
        // Beside the backup, which lies where there is room for its like.
        var place = Path.Combine(Path.GetDirectoryName(backup)!, $".{Path.GetFileName(backup)}.erasing");
        Delete(place);
        try
        {
            StoreBackup.Restore(backup, place, context.Stop);
            string digest;
            BackupContent content;
            DateTime now;
            // A store of its own in a folder, whatever server the command runs in and whatever store it is about.
            using (var workspace = Workspace.OpenExisting(place, context with { Host = null, Server = null, Snapshots = SnapshotRule.Never }))
            {
                workspace.Pipeline.Run(workspace.Session, null, context.Stop);
                Erasures.Order(workspace.Session, workspace.Log, workspace.Folder, subject, 1, reason, suppress, workspace.Now);
                workspace.Pipeline.Run(workspace.Session, null, context.Stop);
                workspace.FinishErasures();
                (digest, content, now) = (StoreDigest.Of(workspace.Session).Digest, StoreBackup.Content(workspace.Folder, workspace.Log), workspace.Now);
                workspace.Database.Checkpoint();
            }

            var written = place + ".zip";
            File.Delete(written);
            StoreBackup.Write(content, written, now, digest, context.Stop);
            File.Move(written, backup, overwrite: true);
        }
        finally
        {
            Delete(place);
        }
    }

    private static void Delete(string folder)
    {
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
    }
}
