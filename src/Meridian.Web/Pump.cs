using Meridian.Foundation;
using Meridian.Foundation.Database;
using Meridian.Foundation.Log;
using Meridian.Tags;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using NodaTime;

namespace Meridian.Web;

/// <summary>Applies what comes into the log, as long as the server runs. What fails because of the disk or the engine is tried again until it goes.</summary>
public sealed partial class Pump(OpenStore store, IntakeGauge gauge, IClock clock, ILogger<Pump> logger) : BackgroundService
{
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan AfterFailure = TimeSpan.FromSeconds(2);

    /// <summary>How often a server that does not lead asks whether it may: so long nothing is applied when the other was killed.</summary>
    private static readonly TimeSpan StandBy = TimeSpan.FromSeconds(1);

    /// <summary>Labels turn with time also when nothing comes in.</summary>
    private static readonly Duration Stale = Duration.FromHours(1);

    /// <summary>
    /// How often it is asked whether a snapshot is due. While one is taken nothing is applied (messages are acknowledged all the same), for as long as the disk needs for the store's file; once in ten
    /// minutes that is a small part of the time.
    /// </summary>
    private const long SnapshotMilliseconds = 600_000;

    /// <summary>How often what was left in the folders for files that come in is looked for.</summary>
    private const long TidyMilliseconds = 600_000;

    private long? _snapshotAskedAt;
    private long _tidiedAt = Environment.TickCount64;
    private long _erasuresAskedAt = Environment.TickCount64;

    private ISession? _session;

    /// <summary>Why the last try failed; null while all goes well.</summary>
    public string? Trouble { get; private set; }

    /// <summary>How far the import is that is being applied; null while none is.</summary>
    public ImportProgress? Progress => _progress.Last;

    private readonly LastProgress _progress = new();

    /// <summary>Whether this process is the one that applies the log; on a store of several servers one is.</summary>
    public bool Leads { get; private set; }

    /// <summary>The last entry that is applied, as far as is known here.</summary>
    public long AppliedTo { get; private set; }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        store.Pipeline.MessagesDone = gauge.Applied;
        store.Pipeline.MessagesLabelled = at => gauge.Labelled(clock.StoreNow() - at);
        await Task.Yield();
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                var last = store.Log.Last;
                // The engine's work is blocking; it has this thread for itself.
                await Task.Factory.StartNew(() => Work(stoppingToken), stoppingToken, TaskCreationOptions.LongRunning, TaskScheduler.Default).ConfigureAwait(false);
                Trouble = null;
                if (!Leads)
                {
                    await Task.Delay(StandBy, stoppingToken).ConfigureAwait(false);
                    continue;
                }

                using var hour = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
                hour.CancelAfter(TimeSpan.FromMinutes(5));
                await WaitAsync(last, hour.Token, stoppingToken).ConfigureAwait(false);
                // What comes within a moment is one batch.
                await Task.Delay(Between, stoppingToken).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                break;
            }
#pragma warning disable CA1031 // Whatever it is, what is in the log stays to be applied.
            catch (Exception e)
#pragma warning restore CA1031
            {
                Trouble = Words(e);
                Failed(logger, Trouble);
                MarkDamage(e);
                await Task.Delay(AfterFailure, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                TryReopen();
            }
        }

        _session?.Dispose();
        _session = null;
    }

    private async Task WaitAsync(long last, CancellationToken hour, CancellationToken stop)
    {
        try
        {
            await store.Log.WaitAsync(last, hour).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            // Nothing came: a look at the clock.
        }
    }

    private void Work(CancellationToken stop)
    {
        lock (store.Pipeline.Gate)
        {
            Tidy();
            _session ??= store.OpenSession();
            Leads = store.Pipeline.TryLead(_session);
            if (!Leads)
            {
                Follow(_session);
                return;
            }

            if (LabelRefresher.EvaluatedTo(_session) is { } at && clock.StoreNow() - at > Stale.ToTimeSpan())
                store.Log.Append(EvaluateOrder.Kind, clock.StoreNow(), "{}");
            try
            {
                store.Pipeline.Run(_session, _progress, stop, stay: true);
            }
            finally
            {
                _progress.Last = null;
            }

            if (store.IsShared)
                gauge.CaughtUp();
            AppliedTo = LogCursor.Position(_session) is { } position ? Math.Max(position.Entry, position.Messages) : 0;
            if (Environment.TickCount64 - _erasuresAskedAt >= store.ErasureInterval.TotalMilliseconds)
                EndErasures();
            if (_snapshotAskedAt is not { } asked || Environment.TickCount64 - asked >= SnapshotMilliseconds)
                TakeSnapshot(_session);
        }
    }

    /// <summary>Files that nobody came back to, and lists with what came of them, go after a day, also where the server is never stopped.</summary>
    private void Tidy()
    {
        if (Environment.TickCount64 - _tidiedAt < TidyMilliseconds)
            return;
        _tidiedAt = Environment.TickCount64;
        try
        {
            store.Folder.DropIncoming(clock.StoreNow());
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Somebody reads one just now; the next time will do.
        }
    }

    /// <summary>What it fails of must not keep messages from being applied; it is tried again after the same time.</summary>
    private void EndErasures()
    {
        _erasuresAskedAt = Environment.TickCount64;
        try
        {
            store.EndErasures?.Invoke();
        }
        catch (Exception e) when (e is not OperationCanceledException && !IsOfTheStore(e))
        {
            NotErased(logger, Words(e));
        }
    }

    /// <summary>What the pump itself must know: the engine gives a database up after some errors.</summary>
    private static bool IsOfTheStore(Exception e) => e is System.Data.Common.DbException;

    /// <summary>Another server applies what is taken in here; only when it has come to the end of the log is it known how much of this server's waits.</summary>
    private void Follow(ISession session)
    {
        var last = store.Log.Last;
        var position = LogCursor.Position(session);
        AppliedTo = Math.Max(position.Entry, position.Messages);
        if (position.Done && position.Entry >= last)
            gauge.CaughtUp();
    }

    private void TakeSnapshot(ISession session)
    {
        _snapshotAskedAt = Environment.TickCount64;
        if (store.TakeSnapshotIfDue(session, clock.StoreNow()) is { } trouble)
            NoSnapshot(logger, trouble);
    }

    /// <summary>A store whose file is damaged is made again by whoever opens it next; until then messages are acknowledged and wait in the log.</summary>
    private void MarkDamage(Exception error)
    {
        try
        {
            if (store.Database.SaysDamaged(error))
                store.Folder.MarkDamaged();
        }
        catch (IOException e)
        {
            Failed(logger, e.Message);
        }
    }

    private void TryReopen()
    {
        lock (store.Pipeline.Gate)
        {
            try
            {
                _session?.Dispose();
                _session = null;
                store.Reopen();
            }
#pragma warning disable CA1031 // It is tried again after the next failure.
            catch (Exception e)
#pragma warning restore CA1031
            {
                Failed(logger, Words(e));
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "An erasure could not be brought to its end and is tried again in some minutes: {Reason}")]
    private static partial void NotErased(ILogger logger, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "No snapshot of the store could be taken; it is tried again later: {Reason}")]
    private static partial void NoSnapshot(ILogger logger, string reason);

    private sealed class LastProgress : IProgress<ImportProgress>
    {
        public ImportProgress? Last { get; set; }

        public void Report(ImportProgress value) => Last = value;
    }

    /// <summary>What may be said of a failure: an engine's error can quote a customer's value, so of it only its kind is told.</summary>
    private static string Words(Exception e) => e switch
    {
        System.Data.Common.DbException => $"{e.GetType().Name}: {e.Message.Split(':', '\n')[0]}",
        IOException or UnauthorizedAccessException => $"{e.GetType().Name}: {e.Message.Split('\n')[0]}",
        _ => e.GetType().Name,
    };

    [LoggerMessage(Level = LogLevel.Error, Message = "What is in the log could not be applied and is tried again: {Reason}")]
    private static partial void Failed(ILogger logger, string reason);
}
