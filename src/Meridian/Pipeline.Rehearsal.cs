using Meridian.Foundation.Database;
using Meridian.Foundation.Log;
using Meridian.Ingest;
using Meridian.Normalise;
using Meridian.Resolve;

namespace Meridian;

/// <content>What an import would do, done and taken back.</content>
public sealed partial class Pipeline
{
    /// <summary>
    /// Does all that imports of these files, one after the other, would do, tells what became of each row, and takes everything back. Nothing is written: the transaction
    /// is never committed, and rejected rows go to a temporary folder.
    /// </summary>
    public IReadOnlyList<Rehearsal> Rehearse(
        ISession session, IReadOnlyList<(string Path, ImportOrder Order)> files, DateTime at, IProgress<ImportProgress>? progress = null, CancellationToken stop = default)
    {
        var temporary = Directory.CreateTempSubdirectory("meridian-rehearsal-");
        try
        {
            using var transaction = session.Begin();
            if (Imports.Unfinished(session) is { } unfinished)
                ForgetLanded(session, unfinished.Entry);
            var rehearsals = new List<Rehearsal>();
            foreach (var (path, order) in files)
            {
                // Numbers that no entry will ever have, in the files' order.
                var entry = new LogEntry(long.MaxValue - files.Count + rehearsals.Count, ImportOrder.Kind, at, default);
                using var import = new ImportRun(session, entry, order, path, temporary.CreateSubdirectory($"{rehearsals.Count}").FullName);
                var rehearsal = new Rehearsal(import.Plan);
                foreach (var batch in import.Batches(progress, stop))
                {
                    Land(session, batch);
                    import.Advance(batch);
                    rehearsal.Add(batch.Rejected);
                }

                var resolved = Derive(session, entry, import.Source, stop);
                import.Finish(resolved);
                rehearsal.Finish(session, import.State, resolved);
                rehearsals.Add(rehearsal);
            }

            return rehearsals;
        }
        finally
        {
            temporary.Delete(recursive: true);
        }
    }

    /// <summary>The same of one file.</summary>
    public Rehearsal Rehearse(ISession session, string path, ImportOrder order, DateTime at, IProgress<ImportProgress>? progress = null, CancellationToken stop = default) =>
        Rehearse(session, [(path, order)], at, progress, stop)[0];

    /// <summary>What an unfinished import landed is not there for a rehearsal, which is judged by what is known; inside the caller's transaction.</summary>
    private static void ForgetLanded(ISession session, long entry)
    {
        session.Execute($"delete from {StatementTables.RecordVersion} where entry = {entry}");
        session.Execute($"delete from {ResolveTables.Identifier} where entry = {entry}");
    }
}
