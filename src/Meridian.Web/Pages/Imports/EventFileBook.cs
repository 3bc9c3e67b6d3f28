using System.Collections.Concurrent;
using Meridian.Events;
using Meridian.Foundation;
using Meridian.Foundation.Log;
using Meridian.Ingest;
using Meridian.Ingest.Columns;
using Meridian.Ingest.Reading;
using Meridian.Normalise.EventFiles;
using Microsoft.Extensions.Logging;
using NodaTime;

namespace Meridian.Web.Pages.Imports;

/// <summary>A file of events on its way into the log and then into the store; it goes on when the page is closed.</summary>
public sealed class EventFileJob
{
    /// <summary>Messages that are in the log.</summary>
    public long Received { get; internal set; }

    /// <summary>Whether the file is read, so that the messages only wait to be applied.</summary>
    public bool Read { get; internal set; }

    /// <summary>Why nothing came of it, in words for a person; empty where it is a fault of the program.</summary>
    public string? Fault { get; internal set; }

    /// <summary>Whether it has come to its end, one way or the other.</summary>
    public bool IsDone => Work.IsCompleted;

    internal Task Work { get; set; } = Task.CompletedTask;
}

/// <summary>
/// Files of events that are being taken in. What became of one is kept with its draft. After a server that was killed in the middle the draft is there still, and is taken in again from its
/// beginning, because messages that are known change nothing.
/// </summary>
public sealed partial class EventFileBook(OpenStore store, IntakeGauge gauge, IClock clock, ILogger<EventFileBook> logger)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(200);

    private readonly ConcurrentDictionary<string, EventFileJob> _jobs = new(StringComparer.Ordinal);

    /// <summary>What is at work of a draft; null where nothing is.</summary>
    public EventFileJob? Of(ImportDraft draft) => _jobs.GetValueOrDefault(draft.Id);

    /// <summary>Begins, unless it is begun.</summary>
    public EventFileJob Begin(ImportDraft draft)
    {
        var job = new EventFileJob();
        var work = job.Work = new Task(() => Run(job, draft), TaskCreationOptions.LongRunning);
        var there = _jobs.GetOrAdd(draft.Id, job);
        if (there == job)
            work.Start(TaskScheduler.Default);
        return there;
    }

    /// <summary>Forgets one that came to nothing, so that it may be begun again.</summary>
    public void Forget(ImportDraft draft)
    {
        if (_jobs.GetValueOrDefault(draft.Id) is { IsDone: true })
            _jobs.TryRemove(draft.Id, out _);
    }

    private void Run(EventFileJob job, ImportDraft draft)
    {
        var drafts = new ImportDrafts(store.Folder);
        var path = drafts.PathOf(draft);
        try
        {
            using var session = store.OpenSession();
            var order = draft.Order with { Mapping = draft.Mapping ?? Sources.EventMapping(session, draft.Source) };
            var file = EventFile.Open(path, order, clock.StoreNow());
            var (entries, broken) = Append(job, draft, path, file);
            job.Read = true;
            while (entries.Last > 0 && LogCursor.Position(session).NextMessages <= entries.Last)
                Task.Delay(Patience).GetAwaiter().GetResult();
            var counts = file.Counts;
            var receipt = EventFileReceipt.Of(session, entries.All, job.Received, counts.Rows, counts.PassedOver, counts.LeftOut);
            drafts.Close(draft, new EventFileResult(
                entries.First, entries.Last, receipt.Rows, receipt.Received, receipt.Applied, receipt.Duplicate, receipt.Rejected, receipt.PassedOver, receipt.LeftOut, [.. file.Notes.Concat(counts.Notes)], broken));
            _jobs.TryRemove(draft.Id, out _);
        }
        catch (Exception e) when (e is UnreadableFileException or MappingException)
        {
            // Where the file stands on the server's disk is nobody's concern.
            job.Fault = e.Message.Replace(path, draft.FileName, StringComparison.Ordinal);
        }
#pragma warning disable CA1031 // The page says that it failed; what is in the log is applied all the same.
        catch (Exception e)
#pragma warning restore CA1031
        {
            Failed(e.GetType().Name);
            job.Fault = "";
        }
    }

    /// <returns>The entries, and why the file could not be read to its end.</returns>
    private ((long First, long Last, IReadOnlyList<long> All) Entries, string? Broken) Append(EventFileJob job, ImportDraft draft, string path, EventFile file)
    {
        var before = store.Log.Last;
        try
        {
            var entries = EventFileIntake.Append(store.Log, path, draft.FileName, file, draft.Source, draft.Mapping, clock.StoreNow, CancellationToken.None, messages =>
            {
                job.Received += messages;
                gauge.Acknowledged(messages);
            });
            return (entries.Count == 0 ? (0, 0, entries) : (entries[0], entries[^1], entries), null);
        }
        catch (EventFileBrokenException e)
        {
            return ((before + 1, store.Log.Last, [.. OfFile(before + 1, draft)]), e.Message.Replace(path, draft.FileName, StringComparison.Ordinal));
        }
    }

    private IEnumerable<long> OfFile(long from, ImportDraft draft) => store.Log.Read(from)
        .Where(e => e.Kind == Ingest.Messages.EventsOrder.Kind && Ingest.Messages.EventsOrder.FromBody(e.Body).Order is var o && o.File == draft.FileName && o.Source == draft.Source).Select(e => e.Entry);

    [LoggerMessage(Level = LogLevel.Error, Message = "A file of events could not be taken in: {Fault}")]
    private partial void Failed(string fault);
}
