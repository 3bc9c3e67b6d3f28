using System.Collections.Concurrent;
using Meridian.Foundation;
using Meridian.Ingest;
using Meridian.Ingest.Columns;
using Meridian.Ingest.Reading;
using Meridian.Normalise;
using Meridian.Normalise.EventFiles;
using Meridian.Web.Api;
using NodaTime;

namespace Meridian.Web.Pages.Imports;

/// <summary>One rehearsal of a draft as it was: it goes on when the page is closed.</summary>
/// <param name="said">What was said of the draft.</param>
public sealed class RehearsalJob(string said) : IProgress<ImportProgress>
{
    private readonly CancellationTokenSource _stop = new();

    public string Said => said;

    public ImportProgress? Progress { get; private set; }

    public Rehearsal? Result { get; internal set; }

    /// <summary>The result of a file of events.</summary>
    public EventFileRehearsal? Events { get; internal set; }

    /// <summary>What stands in the rows of which the result tells; there with it.</summary>
    public FirstRows? Cells { get; internal set; }

    public bool Done => Result is not null || Events is not null || Fault is not null;

    /// <summary>Why it came to nothing, in words for a person; empty where it is a fault of the program.</summary>
    public string? Fault { get; internal set; }

    internal CancellationToken Stop => _stop.Token;

    public void Report(ImportProgress value) => Progress = value;

    public void Cancel() => _stop.Cancel();
}

/// <summary>Rehearsals at work and done. They are kept in memory, because a rehearsal is cheap to do again and holds what stands in somebody's file.</summary>
public sealed class RehearsalBook(OpenStore store, StoreTurn turn, IClock clock)
{
    /// <summary>Results that are kept at once.</summary>
    private const int Most = 6;

    private readonly ConcurrentDictionary<string, RehearsalJob> _jobs = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<string> _order = new();

    /// <summary>The rehearsal of a draft as it is now; null where none was begun.</summary>
    public RehearsalJob? Of(ImportDraft draft) => _jobs.GetValueOrDefault(draft.Id) is { } job && job.Said == Said(draft) ? job : null;

    /// <summary>Begins one, unless it is there.</summary>
    public RehearsalJob Begin(ImportDraft draft)
    {
        if (Of(draft) is { } there)
            return there;
        _jobs.GetValueOrDefault(draft.Id)?.Cancel();
        var job = _jobs[draft.Id] = new RehearsalJob(Said(draft));
        _order.Enqueue(draft.Id);
        while (_jobs.Count > Most && _order.TryDequeue(out var oldest))
        {
            if (oldest != draft.Id && _jobs.TryRemove(oldest, out var gone))
                gone.Cancel();
        }

        _ = Run(job, draft);
        return job;
    }

    public void Forget(ImportDraft draft)
    {
        if (_jobs.TryRemove(draft.Id, out var job))
            job.Cancel();
    }

    private static string Said(ImportDraft draft) => $"{draft.OfEvents}\n{draft.Source}\n{draft.Country}\n{draft.Mapping}";

    private async Task Customers(RehearsalJob job, ImportDraft draft, string path)
    {
        ImportOrder? order = null;
        var result = await turn.Alone(s => store.Pipeline.Rehearse(
            s, path, order = draft.Order with { Mapping = draft.Mapping ?? Sources.Find(s, draft.Source)?.Mapping }, clock.StoreNow(), job, job.Stop)).ConfigureAwait(false);
        job.Cells = FirstRows.Read(path, order!, Rehearsal.Kept, job.Stop);
        job.Result = result;
    }

    /// <summary>It only asks, so nothing has to wait for it.</summary>
    private void Events(RehearsalJob job, ImportDraft draft, string path)
    {
        using var session = store.OpenSession();
        var order = draft.Order with { Mapping = draft.Mapping ?? Sources.EventMapping(session, draft.Source) };
        var result = EventFileRehearsal.Of(
            session, EventFile.Open(path, order, clock.StoreNow()), draft.Source, draft.FileName, clock.StoreNow(), read => job.Report(new ImportProgress(draft.FileName, read, 0, 0)), job.Stop);
        job.Cells = FirstRows.Read(path, EventFile.OptionsOf(path, order), Rehearsal.Kept, job.Stop);
        job.Events = result;
    }

    private async Task Run(RehearsalJob job, ImportDraft draft)
    {
        try
        {
            var path = new ImportDrafts(store.Folder).PathOf(draft);
            if (draft.OfEvents == true)
                await Task.Factory.StartNew(() => Events(job, draft, path), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).ConfigureAwait(false);
            else
                await Customers(job, draft, path).ConfigureAwait(false);
        }
        catch (Exception e) when (e is ProblemException or UnreadableFileException or MappingException)
        {
            // Where the file stands on the server's disk is nobody's concern.
            job.Fault = e.Message.Replace(new ImportDrafts(store.Folder).PathOf(draft), draft.FileName, StringComparison.Ordinal);
        }
#pragma warning disable CA1031 // The page says that it failed; nothing was written.
        catch (Exception)
#pragma warning restore CA1031
        {
            job.Fault = "";
        }
    }
}
