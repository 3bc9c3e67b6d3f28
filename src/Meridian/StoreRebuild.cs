using System.Globalization;
using Meridian.Foundation;
using Meridian.Foundation.Database;
using Meridian.Ingest.Reading;

namespace Meridian;

/// <summary>The embedded store is a projection of its log: set aside, it is made again from the journal and the kept files, to the same content.</summary>
public static class StoreRebuild
{
    /// <summary>Whether there is a log from which the store can be made again.</summary>
    public static bool IsPossible(DataFolder folder) => Directory.Exists(folder.Journal) && Directory.EnumerateFiles(folder.Journal).Any();

    /// <summary>Renames the store's files; nothing is deleted. The name under which they are kept.</summary>
    public static string SetAside(DataFolder folder)
    {
        var number = 1;
        string Aside() => string.Create(CultureInfo.InvariantCulture, $"{folder.Store}.damaged-{number}");
        while (File.Exists(Aside()))
            number++;
        foreach (var ending in new[] { ".wal", "" })
        {
            if (File.Exists(folder.Store + ending))
                File.Move(folder.Store + ending, Aside() + ending);
        }

        return Aside();
    }

    /// <summary>Applies the whole log to an empty store.</summary>
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
