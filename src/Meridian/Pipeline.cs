using Meridian.Foundation;
using Meridian.Foundation.Database;
using Meridian.Foundation.Log;
using Meridian.Ingest;
using Meridian.Normalise;
using Meridian.Profiles;
using Meridian.Resolve;
using Meridian.Tags;

namespace Meridian;

/// <summary>
/// The whole flow on one screen. Everything that changes the store is an entry of the log; here entries are applied, in batches of one transaction each:
/// <code>
/// log -> normalise -> resolve -> profiles -> labels -> cursor
/// </code>
/// A crash at any point leaves the last whole batch; the next run continues behind it.
/// </summary>
public sealed class Pipeline(DataFolder folder)
{
    /// <summary>Rows in one batch: large enough that set-based statements pay, small enough that memory stays flat and events need not wait.</summary>
    public const int BatchRows = 50_000;

    /// <summary>Changed profiles that may be pending between two batches of one import: to make them anew takes a look through all statements.</summary>
    private const int PendingProfiles = 60_000;

    private const int UndoMegabytes = 1024;

    private readonly RecordResolver _resolver = new(IdentityLimits.Default);

    /// <summary>How the last file was read, for the report.</summary>
    public ImportPlan? LastPlan { get; private set; }

    /// <summary>Applies all entries that are not applied yet, in order.</summary>
    public void Run(ISession session, IProgress<ImportProgress>? progress = null, CancellationToken stop = default)
    {
        while (CommandLog.Next(session) is { } entry)
        {
            switch (entry.Kind)
            {
                case ImportOrder.Kind:
                    ImportFile(session, entry, progress, stop);
                    break;
                case UndoOrder.Kind:
                    Undo(session, entry);
                    break;
                case EvaluateOrder.Kind:
                    Evaluate(session, entry);
                    break;
                default:
                    throw new InvalidOperationException($"Log entry {entry.Entry} is of kind '{entry.Kind}', which this program does not know. Use the newer program that wrote it.");
            }
        }
    }

    /// <summary>Applies a file's rows, batch by batch, from where the cursor stands.</summary>
    private void ImportFile(ISession session, LogEntry entry, IProgress<ImportProgress>? progress, CancellationToken stop)
    {
        var order = ImportOrder.FromJson(entry.Body);
        var place = folder.ImportPath(entry.Entry);
        try
        {
            using var import = new ImportRun(session, entry, Path.Combine(place, order.KeptFile), place);
            LastPlan = import.Plan;
            foreach (var batch in import.Batches(progress, stop))
            {
                using var transaction = session.Begin();
                var resolved = Apply(session, entry, import.Source, batch.Versions);
                if (batch.Last || ProfileRefresher.Pending(session) > PendingProfiles)
                    Settle(session, entry.At);
                if (batch.Last)
                    LabelRefresher.Publish(session, entry.At);
                import.Advance(batch, resolved);
                transaction.Commit();
            }
        }
        catch (Ingest.Reading.UnreadableFileException)
        {
            // The file turned out not to be what it says: nothing of it stays.
            using var transaction = session.Begin();
            TakeOut(session, entry, entry.Entry);
            ImportRun.Refuse(session, entry, order, place);
            transaction.Commit();
            throw;
        }
    }

    /// <summary>
    /// Does all that an import would do, tells what became of each row, and takes everything back. Nothing is written: the transaction is never committed,
    /// and rejected rows go to a temporary folder.
    /// </summary>
    public Rehearsal Rehearse(ISession session, string path, ImportOrder order, DateTime at, IProgress<ImportProgress>? progress = null, CancellationToken stop = default)
    {
        var temporary = Directory.CreateTempSubdirectory("meridian-rehearsal-");
        try
        {
            using var transaction = session.Begin();
            var entry = new LogEntry(long.MaxValue, ImportOrder.Kind, at, order.ToJson());
            using var import = new ImportRun(session, entry, path, temporary.FullName);
            var rehearsal = new Rehearsal(import.Plan);
            foreach (var batch in import.Batches(progress, stop))
            {
                var resolved = Apply(session, entry, import.Source, batch.Versions);
                Settle(session, entry.At);
                import.Advance(batch, resolved);
                rehearsal.Add(session, batch, resolved);
            }

            rehearsal.Finish(import.State, Imports.Warnings(session, entry.Entry));
            return rehearsal;
        }
        finally
        {
            temporary.Delete(recursive: true);
        }
    }

    /// <summary>One batch through the stages; inside the caller's transaction.</summary>
    internal ResolvedBatch Apply(ISession session, LogEntry entry, string source, IReadOnlyList<RecordVersion> versions)
    {
        var resolved = _resolver.Apply(session, entry, source, versions);
        StatementTables.Write(session, entry, versions);
        if (versions.Count > 0)
        {
            ProfileRefresher.MakeNew(session, StatementTables.Batch(entry.Entry, versions[0].Row, versions[^1].Row));
            LabelRefresher.LabelNew(session, entry.At);
        }

        return resolved;
    }

    /// <summary>Makes profiles anew that changed, and their labels; inside the caller's transaction.</summary>
    private static void Settle(ISession session, DateTime at)
    {
        if (ProfileRefresher.Pending(session) == 0)
            return;
        ProfileRefresher.MakeAgain(session);
        LabelRefresher.LabelAgain(session, at);
    }

    /// <summary>Finishes what a killed import left pending; whoever reads profiles asks for it first.</summary>
    public static void Settle(ISession session)
    {
        if (ProfileRefresher.Pending(session) == 0)
            return;
        using var transaction = session.Begin();
        // Nothing is published before the first import is whole: until then its own time counts.
        Settle(session, LabelRefresher.EvaluatedTo(session) ?? CommandLog.Next(session)!.At);
        transaction.Commit();
    }

    /// <summary>Takes an import back; one that is unfinished is not finished first.</summary>
    public void Undo(ISession session, long import, DateTime at)
    {
        var position = CommandLog.Position(session);
        var entry = CommandLog.Append(session, UndoOrder.Kind, at, new UndoOrder(import).ToJson());
        if (!position.Done && position.Entry == import)
        {
            using var transaction = session.Begin();
            TakeOut(session, entry, import);
            if (Imports.Find(session, import) is { } unfinished)
                Imports.Save(session, unfinished with { State = "undone" });
            CommandLog.Move(session, position, new LogPosition(import, 0, Done: true));
            transaction.Commit();
        }

        Run(session);
    }

    private void Undo(ISession session, LogEntry entry)
    {
        var order = UndoOrder.FromJson(entry.Body);
        var from = CommandLog.Position(session);
        using var transaction = session.Begin();
        TakeOut(session, entry, order.Import);
        if (Imports.Find(session, order.Import) is { } import)
            Imports.Save(session, import with { State = "undone" });
        CommandLog.Move(session, from, new LogPosition(entry.Entry, 0, Done: true));
        transaction.Commit();
    }

    /// <summary>Takes an import's statements out and makes everything that rested on them again from what is left.</summary>
    private void TakeOut(ISession session, LogEntry entry, long import)
    {
        // An undo may touch everything at once, where an import touches a batch.
        session.UseResources(Environment.ProcessorCount, UndoMegabytes);
        _resolver.TakeOut(session, entry, import);
        ProfileRefresher.NotePending(session);
        Settle(session, LabelRefresher.EvaluatedTo(session) ?? entry.At);
    }

    private static void Evaluate(ISession session, LogEntry entry)
    {
        var from = CommandLog.Position(session);
        using var transaction = session.Begin();
        LabelRefresher.TurnWithTime(session, entry.At);
        CommandLog.Move(session, from, new LogPosition(entry.Entry, 0, Done: true));
        transaction.Commit();
    }
}
