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
/// The whole flow on one screen. Everything that changes the store is an entry of the log; here entries are applied. A file is landed batch by batch, each one
/// transaction with the cursor; then everything that follows from its rows is made at once, which is one more:
/// <code>
/// log -> normalise -> statements + identifiers      (a batch)
///     -> resolve -> profiles -> labels              (the entry)
/// </code>
/// A crash at any point leaves whole batches, which nobody sees before the entry is resolved; the next run continues behind them.
/// </summary>
public sealed class Pipeline(DataFolder folder)
{
    /// <summary>Rows in one batch, 24 slices of 2,048: memory stays flat, events need not wait, and it fills whole units of DuckDB's storage.</summary>
    public const int BatchRows = 49_152;

    /// <summary>Memory of the engine while an entry is resolved and its profiles and labels are made: no rows are in flight then.</summary>
    private const int DeriveMegabytes = 400;

    /// <summary>An undo may touch everything at once.</summary>
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
        if (ImportRun.IsHalfDerived(session, entry))
        {
            using var transaction = session.Begin();
            TakeOut(session, entry, entry.Entry);
            ImportRun.StartAnew(session, entry, order);
            transaction.Commit();
        }

        try
        {
            using var import = new ImportRun(session, entry, Path.Combine(place, order.KeptFile), place);
            LastPlan = import.Plan;
            foreach (var batch in import.Batches(progress, stop))
            {
                using var transaction = session.Begin();
                Land(session, batch);
                import.Advance(batch);
                transaction.Commit();
            }

            using (var transaction = session.Begin())
            {
                import.Finish(Derive(session, entry, import.Source));
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
            if (Imports.Unfinished(session) is { } unfinished)
                ForgetLanded(session, unfinished.Entry);
            var entry = new LogEntry(long.MaxValue, ImportOrder.Kind, at, order.ToJson());
            using var import = new ImportRun(session, entry, path, temporary.FullName);
            var rehearsal = new Rehearsal(import.Plan);
            foreach (var batch in import.Batches(progress, stop))
            {
                Land(session, batch);
                import.Advance(batch);
                rehearsal.Add(batch.Rejected);
            }

            var resolved = Derive(session, entry, import.Source);
            import.Finish(resolved);
            rehearsal.Finish(session, import.State, resolved);
            return rehearsal;
        }
        finally
        {
            temporary.Delete(recursive: true);
        }
    }

    /// <summary>Writes what a batch's rows say; inside the caller's transaction.</summary>
    private static void Land(ISession session, ImportBatch batch)
    {
        session.Append(StatementTables.RecordVersion, batch.Slices.Select(s => s.Statements));
        session.Append(ResolveTables.Identifier, batch.Slices.Select(s => s.Identifiers));
    }

    /// <summary>What an unfinished import landed is not there for a rehearsal, which is judged by what is known; inside the caller's transaction.</summary>
    private static void ForgetLanded(ISession session, long entry)
    {
        session.Execute($"delete from {StatementTables.RecordVersion} where entry = {entry}");
        session.Execute($"delete from {ResolveTables.Identifier} where entry = {entry}");
    }

    /// <summary>Makes everything that follows from an entry's statements, set by set; inside the caller's transaction.</summary>
    private Resolved Derive(ISession session, LogEntry entry, string source)
    {
        session.UseResources(Environment.ProcessorCount, DeriveMegabytes);
        var resolved = _resolver.Apply(session, entry, source);
        ProfileRefresher.Make(session, entry);
        LabelRefresher.Label(session, entry, entry.At);
        LabelRefresher.Publish(session, entry.At);
        return resolved;
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
        if (Imports.Find(session, order.Import) is not { State: "undone" })
            TakeOut(session, entry, order.Import);
        if (Imports.Find(session, order.Import) is { } import)
            Imports.Save(session, import with { State = "undone" });
        CommandLog.Move(session, from, new LogPosition(entry.Entry, 0, Done: true));
        transaction.Commit();
    }

    /// <summary>Takes an import's statements out and makes everything that rested on them again from what is left.</summary>
    private void TakeOut(ISession session, LogEntry entry, long import)
    {
        session.UseResources(Environment.ProcessorCount, UndoMegabytes);
        _resolver.TakeOut(session, entry, import);
        ProfileRefresher.Make(session, entry);
        LabelRefresher.Label(session, entry, LabelRefresher.EvaluatedTo(session) ?? entry.At);
        session.UseResources(Environment.ProcessorCount, ISession.UsualMegabytes);
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
