using System.Diagnostics;
using Meridian.Audit;
using Meridian.Changes;
using Meridian.Consents;
using Meridian.Foundation;
using Meridian.Foundation.Database;
using Meridian.Foundation.Governance;
using Meridian.Foundation.Journal;
using Meridian.Foundation.Log;
using Meridian.Ingest;
using Meridian.Ingest.Messages;
using Meridian.Ingest.Reading;
using Meridian.Normalise;
using Meridian.Privacy;
using Meridian.Profiles;
using Meridian.Profiles.Edits;
using Meridian.Resolve;
using Meridian.Resolve.Decisions;
using Meridian.Rules.Rates;
using Meridian.Segments;
using Meridian.Tags;
using Meridian.Tags.Definitions;
using Meridian.Tags.Manual;

namespace Meridian;

/// <summary>
/// The whole flow on one screen. Everything that changes the store is an entry of the log; here entries are applied. A file is landed batch by batch, each one
/// transaction with the cursor; then everything that follows from its rows is made at once, which is one more:
/// <code>
/// log -> normalise -> statements + identifiers      (a batch)
///     -> resolve -> profiles -> labels              (the entry)
/// </code>
/// A crash at any point leaves whole batches, which nobody sees before the entry is resolved; the next run continues behind them.
/// </summary>
public sealed partial class Pipeline(DataFolder folder, ILog log)
{
    /// <summary>Rows in one batch, 24 slices of 2,048: memory stays flat, events need not wait, and it fills whole units of DuckDB's storage.</summary>
    public const int BatchRows = 49_152;

    /// <summary>Memory of the engine while an entry is resolved and its profiles and labels are made: no rows are in flight then.</summary>
    private const int DeriveMegabytes = 400;

    /// <summary>
    /// From this size of the store's file on (a quarter of a million customers) reading for a batch of messages is worth more than one engine thread. In a smaller one the second waits more than it
    /// works, and takes from the cores that take messages in (measured: a third fewer of these).
    /// </summary>
    private const long LargeStoreBytes = 128 << 20;

    /// <summary>An undo may touch everything at once.</summary>
    private const int UndoMegabytes = 1024;

    private static readonly RecordResolver Resolver = new(IdentityLimits.Default);

    private readonly EventRun _events = new(log, Resolver, () => File.Exists(folder.Store) && new FileInfo(folder.Store).Length >= LargeStoreBytes ? Environment.ProcessorCount : 1);
    private readonly AuditTrail _audit = new(folder, log);
    private readonly Erasure _erasure = new(folder, log, Resolver);
    private readonly Lead _lead = new();
    private long? _scrubbedAt;

    /// <summary>Where what is to be applied has to stand still, found out once: what comes later says nothing of what is not applied.</summary>
    private List<AppliedTo>? _stops;

    /// <summary>Messages behind this entry wait although an import is at work; null for none.</summary>
    private long? _messagesTo;

    /// <summary>Held by whoever applies entries: the server's pump, or a command that works beside it.</summary>
    public Lock Gate { get; } = new();

    /// <summary>How often what was in the log and in kept files was taken out of them: whoever copies them without the gate asks whether it still is as it was.</summary>
    public int Erasures { get; private set; }

    /// <summary>Called after each batch of messages with how many it was, whatever became of them.</summary>
    public Action<int>? MessagesDone
    {
        get => _events.Done;
        set => _events.Done = value;
    }

    /// <summary>Called for each entry of messages whose labels are there, with when it was taken in.</summary>
    public Action<DateTime>? MessagesLabelled
    {
        set => _events.Applied = value;
    }

    /// <summary>Looks at each message before it is applied, and may throw as a fault in the program would; for tests.</summary>
    internal Action<Normalise.Messages.Message>? InspectMessage
    {
        set => _events.Inspect = value;
    }

    /// <summary>How the last file was read, for the report.</summary>
    public ImportPlan? LastPlan { get; private set; }

    /// <summary>Applies all entries that are in the log now and not applied yet, in order; what comes meanwhile is for the next time.</summary>
    /// <param name="stay">Whether messages that come meanwhile are applied as well, for a moment, as long as nothing else comes: for who has nothing else to do.</param>
    /// <remarks>Where another process applies the log, it is waited for.</remarks>
    public void Run(ISession session, IProgress<ImportProgress>? progress = null, CancellationToken stop = default, bool stay = false)
    {
        var last = log.Last;
        using var lead = _lead.Hold(session, last, stop);
        if (lead is not null)
            Apply(session, last, progress, stay, stop);
    }

    /// <summary>Takes the lead for more than one run, where no other process has it; until another session of this process needs it, or this one closes.</summary>
    public bool TryLead(ISession session) => _lead.Try(session);

    private void Apply(ISession session, long last, IProgress<ImportProgress>? progress, bool stay, CancellationToken stop)
    {
        var hadImport = false;
        _stops ??= ReplayStops.Of(log.Read(LogCursor.Next(session)).TakeWhile(e => e.Entry <= last));
        while (_stops.Count > 0)
        {
            if (Outbox.Reached(LogCursor.Position(session)) is var at && (at.Applied < _stops[0].Applied || at.Messages < _stops[0].Messages))
            {
                _messagesTo = _stops[0].Messages;
                hadImport |= Apply(session, _stops[0].Applied, _stops[0].Messages, progress, stop);
            }

            _stops.RemoveAt(0);
        }

        _messagesTo = null;
        hadImport |= Apply(session, last, last, progress, stop);
        if (stay)
            _events.Run(session, last, stop, stay: true);
        Scrub(session, now: hadImport);
        _audit.Extend(session);
    }

    /// <summary>Applies all entries up to one, and messages up to another.</summary>
    /// <returns>Whether an import was among them.</returns>
    private bool Apply(ISession session, long last, long lastMessages, IProgress<ImportProgress>? progress, CancellationToken stop)
    {
        var hadImport = false;
        while (true)
        {
            _events.Run(session, lastMessages, stop);
            if (Next(session) is not { } entry || entry.Entry > last)
                return hadImport;

            switch (entry.Kind)
            {
                case JournalEntry.Erased:
                    PassOver(session, entry);
                    break;
                case ImportOrder.Kind:
                    hadImport = true;
                    ImportFile(session, entry, progress, stop);
                    break;
                case UndoOrder.Kind:
                    Undo(session, entry);
                    break;
                case ForgetOrder.Kind:
                    session.UseResources(Environment.ProcessorCount, UndoMegabytes);
                    Once(session, entry, () => SourceRemoval.TakeOut(session, entry, Resolver));
                    _events.Forget();
                    session.UseResources(Environment.ProcessorCount);
                    break;
                case EvaluateOrder.Kind:
                    Once(session, entry, () => Evaluate(session, entry));
                    break;
                case EraseOrder.Kind:
                    Erasures++;
                    _erasure.Apply(session, entry);
                    break;
                case ReadmitOrder.Kind:
                    Erasure.Readmit(session, entry);
                    break;
                case AccessOrder.Kind:
                    // It changes the audit only, which is made of the log itself.
                    LogCursor.Move(session, LogCursor.Position(session), new LogPosition(entry.Entry, 0, Done: true));
                    break;
                case KeyOrder.Kind or KeyRevokeOrder.Kind:
                    Once(session, entry, () => ApiKeys.Apply(session, entry));
                    break;
                case PersonOrder.Kind:
                    Once(session, entry, () => People.Apply(session, entry));
                    break;
                case TagOrder.Kind:
                    Once(session, entry, () => Define(session, entry));
                    break;
                case TaggingOrder.Kind:
                    Once(session, entry, () => TaggingWriter.Apply(session, entry, Suppression.Load(session)));
                    break;
                case EditOrder.Kind:
                    Once(session, entry, () => Edit(session, entry));
                    break;
                case DecisionOrder.Kind:
                    Once(session, entry, () => Decide(session, entry));
                    break;
                case SegmentOrder.Kind:
                    Once(session, entry, () => SegmentBook.Apply(session, entry));
                    break;
                case AreaOrder.Kind:
                    Once(session, entry, () => DefineArea(session, entry));
                    break;
                case RateOrder.Kind:
                    Once(session, entry, () => StateRates(session, entry));
                    break;
                case SourceOrder.Kind:
                    Once(session, entry, () => Weigh(session, entry));
                    break;
                case SnapshotOrder.Kind:
                    Once(session, entry, () => Snapshots.Apply(session, entry, Suppression.Load(session)));
                    break;
                default:
                    throw new InvalidOperationException($"Log entry {entry.Entry} is of kind '{entry.Kind}', which this program does not know. Use the newer program that wrote it.");
            }
        }
    }

    /// <summary>
    /// Takes data of erased people that came again out of the files and the log. Each time rewrites files, so a server, to which they may come all day, does it
    /// once in ten minutes, and when it is stopped or saved.
    /// </summary>
    /// <param name="now">Whether it must not wait.</param>
    public void Scrub(ISession session, bool now = true)
    {
        if (!now && _scrubbedAt is { } at && Environment.TickCount64 - at < 600_000)
            return;
        if (!_erasure.Scrub(session))
            return;
        Erasures++;
        _scrubbedAt = Environment.TickCount64;
    }

    /// <summary>An entry whose body is gone: what of it was landed goes too, because it can never be whole.</summary>
    private void PassOver(ISession session, LogEntry entry)
    {
        var from = LogCursor.Position(session);
        using var transaction = session.Begin();
        if (Imports.Find(session, entry.Entry) is { State: "applying" } import)
        {
            TakeOut(session, entry, entry.Entry);
            Imports.Save(session, import with { State = "undone" });
        }

        LogCursor.Move(session, from, new LogPosition(entry.Entry, 0, Done: true));
        Outbox.Write(session, entry.Entry, entry.At);
        transaction.Commit();
    }

    /// <summary>The first entry that is not wholly applied, or null; messages that were applied ahead of an import are passed over.</summary>
    public LogEntry? Next(ISession session)
    {
        var at = LogCursor.Position(session);
        var passed = at;
        LogEntry? next = null;
        foreach (var entry in log.Read(at.Done ? at.Entry + 1 : at.Entry))
        {
            next = entry;
            _audit.Note(entry);
            if (!EventsOrder.IsOfMessages(entry.Kind) || entry.Entry > at.Messages)
                break;
            (passed, next) = (at with { Entry = entry.Entry, Position = 0, Done = true }, null);
        }

        if (passed != at)
            LogCursor.Move(session, at, passed);
        return next;
    }

    /// <summary>Applies a file's rows, batch by batch, from where the cursor stands.</summary>
    private void ImportFile(ISession session, LogEntry entry, IProgress<ImportProgress>? progress, CancellationToken stop)
    {
        if (Imports.Find(session, entry.Entry) is { State: "undone" })
        {
            LogCursor.Move(session, LogCursor.Position(session), new LogPosition(entry.Entry, 0, Done: true));
            return;
        }

        var order = ImportOrder.FromJson(entry.Text);
        var place = folder.Bring(entry.Entry);
        var kept = KeptRowsFile.Find(place, order.KeptFile);
        if (!File.Exists(kept))
            throw new KeptFileException($"The kept file of import {entry.Entry}, {kept}, is gone. Put it back (a backup has it), or take the import back: meridian imports undo {entry.Entry}");
        if (ImportRun.IsHalfDerived(session, entry) || ImportRun.LacksRejects(session, entry, order, place))
        {
            using var transaction = session.Begin();
            TakeOut(session, entry, entry.Entry);
            // What was made again just now stands before the entry, and is not of it.
            session.Execute($"update {ProfileTables.Profile} set made = 0 where made = {entry.Entry}");
            ImportRun.StartAnew(session, entry, order);
            Outbox.Write(session, entry.Entry, entry.At);
            transaction.Commit();
        }

        try
        {
            using var span = Tracing.Begin("meridian.import");
            span?.SetTag("meridian.entry", entry.Entry);
            using var import = new ImportRun(session, entry, order, kept, place);
            LastPlan = import.Plan;
            var watch = Stopwatch.StartNew();
            foreach (var batch in import.Batches(progress, stop))
            {
                using var transaction = session.Begin();
                Land(session, batch);
                import.Advance(batch);
                transaction.Commit();
                // Nobody's event waits for the whole of somebody's file, and no file for a stream that never ends: they take turns.
                transaction.Dispose();
                _events.Run(session, _messagesTo ?? log.Last, stop, most: watch.Elapsed);
                watch.Restart();
            }

            LastPlan = import.Plan;
            if (import.State.Rejected > 0)
                folder.Share(entry.Entry);
            using (var transaction = session.Begin())
            {
                import.Finish(Derive(session, entry, import.Source, stop));
                Outbox.Write(session, entry.Entry, entry.At);
                using (Tracing.Part("meridian.commit"))
                    transaction.Commit();
            }

            span?.SetTag("meridian.rows", import.State.Rows);
        }
        catch (UnreadableFileException)
        {
            // The file turned out not to be what it says: nothing of it stays.
            using var transaction = session.Begin();
            TakeOut(session, entry, entry.Entry);
            ImportRun.Refuse(session, entry, order, place);
            Outbox.Write(session, entry.Entry, entry.At);
            transaction.Commit();
            throw;
        }
    }

    /// <summary>Writes what a batch's rows say; inside the caller's transaction.</summary>
    private static void Land(ISession session, ImportBatch batch)
    {
        session.Append(StatementTables.RecordVersion, batch.Slices.Select(s => s.Statements));
        session.Append(ResolveTables.Identifier, batch.Slices.Select(s => s.Identifiers));
    }

    /// <summary>Makes everything that follows from an entry's statements, set by set; inside the caller's transaction.</summary>
    private Resolved Derive(ISession session, LogEntry entry, string source, CancellationToken stop)
    {
        session.UseResources(Environment.ProcessorCount, DeriveMegabytes);
        var range = EntryRange.Of(entry);
        Resolved resolved;
        using (Tracing.Part("meridian.resolve"))
            resolved = Resolver.Apply(session, range, source);
        stop.ThrowIfCancellationRequested();
        using (Tracing.Part("meridian.profiles"))
            ProfileRefresher.Make(session, range);
        stop.ThrowIfCancellationRequested();
        Withdrawals.Apply(session, range);
        MessageDerivation.AttributeAnew(session, range);
        // Messages that came while the file was landed may have moved the published instant on already.
        var at = LabelRefresher.EvaluatedTo(session) is { } published && published > entry.At ? published : entry.At;
        using (Tracing.Part("meridian.labels"))
            LabelRefresher.Label(session, range, at, entry.At);
        LabelRefresher.Publish(session, at);
        return resolved;
    }

    /// <summary>Makes what follows where records went to other profiles: profiles, consent, whose events they are, labels.</summary>
    /// <param name="since">Since when what changes of the labels is so.</param>
    private static void Follow(ISession session, LogEntry entry, DateTime since)
    {
        var range = EntryRange.Of(entry);
        ProfileRefresher.Make(session, range);
        Withdrawals.Apply(session, range);
        MessageDerivation.AttributeAnew(session, range);
        var at = LabelRefresher.EvaluatedTo(session) ?? entry.At;
        LabelRefresher.Label(session, range, at, since);
    }

    /// <summary>Applies an entry that is one transaction with the cursor.</summary>
    private static void Once(ISession session, LogEntry entry, Action apply)
    {
        var from = LogCursor.Position(session);
        using var transaction = session.Begin();
        apply();
        LogCursor.Move(session, from, new LogPosition(entry.Entry, 0, Done: true));
        Outbox.Write(session, entry.Entry, entry.At);
        transaction.Commit();
    }
}
