using System.Globalization;
using Meridian.Foundation;
using Meridian.Foundation.Database;
using Meridian.Foundation.Journal;
using Meridian.Foundation.Log;
using Meridian.Foundation.Snapshots;
using Meridian.Ingest;
using Meridian.Ingest.Reading;

namespace Meridian;

/// <summary>The embedded store is a projection of its log: set aside, it is made again from the journal and the kept files, or from a snapshot and what came behind it, to the same content.</summary>
public static class StoreRebuild
{
    /// <summary>Whether there is a log from which the store can be made again.</summary>
    public static bool IsPossible(DataFolder folder) => Directory.Exists(folder.Journal) && Directory.EnumerateFiles(folder.Journal).Any();

    /// <summary>
    /// Proves that all that the log points at is there, before anything is set aside: a store made again without one of its files would silently lack its customers,
    /// and their opt-outs.
    /// </summary>
    /// <param name="after">Entries up to this one are in the snapshot that the store is made from; 0 where there is none.</param>
    /// <exception cref="KeptFileException">A kept file is gone or not what was imported.</exception>
    public static void Prove(DataFolder folder, long after, Action<JournalDamage> report)
    {
        using var journal = Journal.Open(folder.Journal, report, all: true);
        foreach (var entry in journal.Read(after + 1).Where(e => e.Kind == ImportOrder.Kind))
            ProveFile(folder, entry.Sequence, System.Text.Encoding.UTF8.GetString(entry.Body.Span));
    }

    /// <summary>The same of a log that is open.</summary>
    /// <exception cref="KeptFileException">A kept file is gone or not what was imported.</exception>
    public static void Prove(DataFolder folder, ILog log)
    {
        foreach (var entry in log.Read(1).Where(e => e.Kind == ImportOrder.Kind))
            ProveFile(folder, entry.Entry, entry.Text);
    }

    private static void ProveFile(DataFolder folder, long entry, string body)
    {
        var order = ImportOrder.FromJson(body);
        var path = KeptRowsFile.Find(folder.Bring(entry), order.KeptFile);
        if (!File.Exists(path))
            throw new KeptFileException($"The store cannot be made again: {path}, the kept file of import {entry}, is gone. Put it back (a backup has it).");
        if (KeptRowsFile.Is(path))
        {
            ProveRewritten(path);
            return;
        }

        using var file = File.OpenRead(path);
        if (Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(file)) != order.Sha256)
            throw new KeptFileException($"The store cannot be made again: {path}, the kept file of import {entry}, is not what was imported. Put the right one back (a backup has it).");
    }

    private static void ProveRewritten(string path)
    {
        try
        {
            KeptRowsFile.Prove(path);
        }
        catch (UnreadableFileException e)
        {
            throw new KeptFileException($"The store cannot be made again: {e.Message}");
        }
    }

    /// <summary>The snapshots that a store can be made from, the newest first: each is looked at when its turn comes.</summary>
    /// <param name="report">Told why one is passed over.</param>
    public static IEnumerable<Snapshot> From(DataFolder folder, Action<string> report)
    {
        var last = 0L;
        using (var journal = Journal.Open(folder.Journal, d => report($"{d}"), all: true))
            last = journal.Last;
        foreach (var snapshot in new SnapshotFolder(folder).All())
        {
            if (snapshot.Entry > last)
                report($"The snapshot of entry {snapshot.Entry} is of another log, which ends with entry {last}; it is not used.");
            else if (!snapshot.IsSound())
                report($"The snapshot of entry {snapshot.Entry} is damaged; it is not used.");
            else
                yield return snapshot;
        }
    }

    /// <summary>Renames the store's files; nothing is deleted. The name under which they are kept.</summary>
    public static string SetAside(DataFolder folder)
    {
        var number = 1;
        string Aside() => string.Create(CultureInfo.InvariantCulture, $"{folder.Store}.set-aside-{number}");
        while (File.Exists(Aside()))
            number++;
        foreach (var ending in new[] { ".wal", "" })
        {
            if (File.Exists(folder.Store + ending))
                File.Move(folder.Store + ending, Aside() + ending);
        }

        folder.Unmark();
        return Aside();
    }

    /// <summary>Applies the log to an empty store, or what stands behind a snapshot to its copy.</summary>
    public static void Replay(Pipeline pipeline, ISession session, IProgress<ImportProgress>? progress, CancellationToken stop)
    {
        while (true)
        {
            try
            {
                pipeline.Run(session, progress, stop);
                return;
            }
            catch (UnreadableFileException)
            {
                // A file that was refused then is refused now; the log goes on behind it.
            }
        }
    }
}
