using System.Globalization;
using Meridian.Foundation.Database;
using Meridian.Foundation.Log;

namespace Meridian.Foundation.Snapshots;

/// <summary>
/// <c>snapshots/</c> in the data folder: from the newest of them and the log behind it a store that is damaged or gone is made again in less time than from the whole log. The
/// log stays what counts: a snapshot may be missing, damaged or deleted at any time.
/// </summary>
public sealed class SnapshotFolder(DataFolder folder)
{
    /// <summary>The newest, and one to fall back to.</summary>
    private const int Kept = 2;

    private string Root => Path.Combine(folder.Root, "snapshots");

    /// <summary>Those that were completed, the newest first; whether they are sound still is another question.</summary>
    public IReadOnlyList<Snapshot> All() => Directory.Exists(Root)
        ? [.. Directory.EnumerateFiles(Root, "*" + Snapshot.Ending).Select(Snapshot.Find).OfType<Snapshot>().OrderByDescending(s => s.Entry)]
        : [];

    /// <summary>Whether so much of the log has come since the last one that another is worth its copy.</summary>
    public bool IsDue(SnapshotRule rule)
    {
        var last = All().FirstOrDefault();
        var journal = JournalBytes() - (last?.Note.JournalBytes ?? 0);
        // A journal that is shorter than it was has lost what the store still knows.
        return rule != SnapshotRule.Never && (journal < 0 || rule.IsDue(journal + KeptBytes(last?.Entry ?? 0), new FileInfo(folder.Store).Length));
    }

    /// <summary>Takes one where it is due, as <see cref="Take"/> does. Nothing fails because of a snapshot: it is tried again the next time.</summary>
    /// <returns>Why it could not be taken; null where it was, or was not due.</returns>
    public string? TakeIfDue(SnapshotRule rule, ISession session, IDatabase database, DateTime now)
    {
        try
        {
            return !IsDue(rule) || Take(session, database, now) is not null ? null : "not now";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or System.ComponentModel.Win32Exception or System.Data.Common.DbException)
        {
            return $"{e.GetType().Name}: {e.Message.Split('\n')[0]}";
        }
    }

    /// <summary>
    /// Takes one of the open store. Nobody may write to the store meanwhile, so whoever calls holds the pipeline's gate, and no transaction is open. It holds the gate until the
    /// snapshot is complete: an erasure deletes all snapshots, and must find this one.
    /// </summary>
    /// <returns>The snapshot, or null where none can be taken now: an entry is half applied, the disk has no room, or a reader keeps the engine from moving all into the file.</returns>
    /// <exception cref="IOException">The disk refused it.</exception>
    public Snapshot? Take(ISession session, IDatabase database, DateTime now)
    {
        var position = LogCursor.Position(session);
        var entry = Math.Max(position.Entry, position.Messages);
        if (!position.Done || entry == 0 || !HasRoom() || !database.Checkpoint())
            return null;
        Directory.CreateDirectory(Root);
        var part = Path.Combine(Root, "new.part");
        try
        {
            OpenFileCopy.Make(folder.Store, part);
            var path = Path.Combine(Root, string.Create(CultureInfo.InvariantCulture, $"{entry}{Snapshot.Ending}"));
            var taken = Snapshot.Complete(part, path, entry, now, JournalBytes());
            Drop(All().Take(Kept).Select(s => s.Entry).ToHashSet());
            return taken;
        }
        finally
        {
            File.Delete(part);
        }
    }

    /// <summary>Deletes all: after an erasure they would hold what is nowhere else any more.</summary>
    public void DeleteAll() => Drop([]);

    private void Drop(HashSet<long> kept)
    {
        if (!Directory.Exists(Root))
            return;
        foreach (var file in Directory.EnumerateFiles(Root).Where(f => !long.TryParse(Path.GetFileNameWithoutExtension(f), NumberStyles.None, CultureInfo.InvariantCulture, out var entry) || !kept.Contains(entry)))
            File.Delete(file);
    }

    /// <summary>What is left on the disk is the journal's: a snapshot takes at most half of it.</summary>
    private bool HasRoom() => new DriveInfo(folder.Root).AvailableFreeSpace > 2 * new FileInfo(folder.Store).Length;

    private long JournalBytes() => Directory.Exists(folder.Journal) ? new DirectoryInfo(folder.Journal).EnumerateFiles("*.journal").Sum(f => f.Length) : 0;

    /// <summary>Of the files of imports behind an entry.</summary>
    private long KeptBytes(long after) => folder.Imports().Where(i => i.Entry > after).Sum(i => new DirectoryInfo(i.Path).EnumerateFiles().Sum(f => f.Length));
}
