using Meridian.Events;
using Meridian.Foundation;
using Meridian.Foundation.Database;
using Meridian.Foundation.Log;
using Meridian.Ingest;
using Meridian.Ingest.Messages;
using Meridian.Normalise.EventFiles;
using Meridian.Samples.Demo;
using Microsoft.Extensions.Logging;
using NodaTime;

namespace Meridian.Web.Pages.Start;

/// <summary>What is done with the sample data at the moment.</summary>
public enum SampleWork
{
    None, Loading, Removing,
}

/// <summary>
/// The made-up customers of the demo, to try things with, and the way to be rid of them: their sources bear names of their own, and are taken out whole by one entry of the log, as if they had
/// never come. It goes on when the page is closed.
/// </summary>
public sealed partial class SampleData(OpenStore store, StoreTurn turn, IClock clock, ILogger<SampleData> logger)
{
    /// <summary>How the names of the samples' sources begin: as no file or team would call its own.</summary>
    private const string Prefix = "meridian-sample-";

    /// <summary>Exactly these are taken out again.</summary>
    public static IReadOnlyList<string> SourceNames { get; } = [.. DemoSources.SourceNames.Select(n => Prefix + n)];

    private const int Seed = 7;

    private readonly Lock _gate = new();

    public SampleWork Work { get; private set; }

    /// <summary>Files that are applied, of <see cref="Total"/>.</summary>
    public int Done { get; private set; }

    public int Total { get; private set; }

    /// <summary>Whether the last work failed.</summary>
    public bool Failed { get; private set; }

    /// <summary>Whether something of the samples is in the store.</summary>
    public static bool IsThere(ISession session) => Sources.All(session).Exists(s => SourceNames.Contains(s.Name, StringComparer.Ordinal));

    /// <summary>Begins to bring them in, unless something is at work.</summary>
    public void Load(string actor) => Begin(SampleWork.Loading, () => Bring(actor));

    /// <summary>Begins to take them out, unless something is at work.</summary>
    public void Remove(string actor) => Begin(SampleWork.Removing, () => TakeOut(actor));

    private void Begin(SampleWork work, Func<Task> run)
    {
        lock (_gate)
        {
            if (Work != SampleWork.None)
                return;
            (Work, Done, Total, Failed) = (work, 0, 0, false);
        }

        _ = Task.Run(async () =>
        {
            try
            {
                await run().ConfigureAwait(false);
            }
#pragma warning disable CA1031 // The page says that it failed; what is in the log is applied all the same.
            catch (Exception e)
#pragma warning restore CA1031
            {
                Failed = true;
                SaySo(logger, e.GetType().Name);
            }
            finally
            {
                Work = SampleWork.None;
            }
        });
    }

    private async Task Bring(string actor)
    {
        var log = new ActingLog(store.Log, actor);
        var folder = Directory.CreateTempSubdirectory("meridian-sample-");
        try
        {
            var today = clock.GetCurrentInstant().InUtc().Date;
            var files = DemoSources.Write(folder.FullName, today, Seed);
            var events = DemoSources.WriteEvents(folder.FullName, today, Seed);
            Total = files.Count + events.Count;
            foreach (var file in files)
            {
                var entry = Take(log, file);
                await Wait(entry).ConfigureAwait(false);
                Done++;
            }

            foreach (var file in events)
            {
                await Wait(Send(log, file)).ConfigureAwait(false);
                Done++;
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private long Take(ILog log, DemoSource file)
    {
        using var session = store.OpenSession();
        return FileIntake.Take(session, log, store.Folder, file.File, Prefix + file.SourceName, file.Country, null, clock.StoreNow()).Entry;
    }

    private long Send(ILog log, DemoSource file)
    {
        var (name, source) = (Path.GetFileName(file.File), Prefix + file.SourceName);
        var table = EventFile.Open(file.File, new ImportOrder(source, name, "", "", file.Country, null), clock.StoreNow());
        return EventFileIntake.Append(log, file.File, name, table, source, null, clock.StoreNow, CancellationToken.None).LastOrDefault();
    }

    /// <summary>Waits until the pump has applied an entry.</summary>
    private async Task Wait(long entry)
    {
        while (true)
        {
            using (var session = store.OpenSession())
            {
                var at = LogCursor.Position(session);
                if (at.Entry > entry || (at.Entry == entry && at.Done) || at.Messages >= entry)
                    return;
            }

            await Task.Delay(100).ConfigureAwait(false);
        }
    }

    private Task TakeOut(string actor) => turn.Alone(session =>
    {
        new ActingLog(store.Log, actor).Append(ForgetOrder.Kind, clock.StoreNow(), new ForgetOrder(SourceNames).ToJson());
        store.Pipeline.Run(session);
        return true;
    });

    [LoggerMessage(Level = LogLevel.Error, Message = "Work on the sample data failed: {Kind}")]
    private static partial void SaySo(ILogger logger, string kind);
}
