using Meridian.Changes;
using Meridian.Foundation;
using Meridian.Foundation.Database;
using Meridian.Foundation.Governance;
using Meridian.Foundation.Log;
using Meridian.Ingest;
using Meridian.Ingest.Messages;
using Meridian.Normalise;
using Meridian.Profiles.Edits;
using Meridian.Resolve;
using Meridian.Resolve.Decisions;
using Meridian.Segments;
using Meridian.Tags.Manual;

namespace Meridian.Privacy;

/// <summary>What an erasure did; it names nobody.</summary>
/// <param name="Erasure">Number of the log entry.</param>
/// <param name="Rows">Rows of kept files, rejected ones among them.</param>
/// <param name="Messages">Messages of the log, applied or not.</param>
public sealed record ErasureReceipt(long Erasure, DateTime ErasedAt, string Reason, int Customers, int Records, long Rows, long Messages, DateTime? DoneAt);

/// <summary>
/// Erases people: out of the kept files and the rejected rows, out of the log, out of the store, in this order, because what is found in the first two is found by
/// the store. Each step may be done again after a crash. What the engine's files still hold of deleted rows goes when the host has rewritten them: <see cref="Finish"/>.
/// </summary>
internal sealed class Erasure(DataFolder folder, ILog log, RecordResolver resolver)
{
    /// <summary>Applies the log entry: at first with all that is to be found; when a log is replayed nothing of it is left to be found.</summary>
    public void Apply(ISession session, LogEntry entry)
    {
        var order = EraseOrder.FromJson(entry.Text);
        var subject = Subject.Load(folder, entry.Entry);
        if (subject is not null)
        {
            subject = subject.In(session);
            subject.Save(folder, entry.Entry);
        }

        var found = subject is null ? new Erased([], [], [], [], [], []) : Find(session, subject, entry.Entry);

        var from = LogCursor.Position(session);
        using var transaction = session.Begin();
        if (subject is not null)
            StoreErasure.TakeOut(session, entry, log, resolver, found);
        session.Execute($"""
            insert into {GovernanceTables.Erasure} values ({entry.Entry}, {entry.At}, {order.Reason}, {order.Salt}, {order.Customers}, {order.Records},
                {(long)found.Rows.Count}, {(long)found.Messages.Count}, {(subject is null ? entry.At : (DateTime?)null)})
            """);
        using (var writer = session.Append(GovernanceTables.Suppressed))
        {
            foreach (var hash in order.Suppressed)
            {
                writer.Add(hash).Add(entry.Entry);
                writer.EndRow();
            }

            writer.Complete();
        }

        LogCursor.Move(session, from, new LogPosition(entry.Entry, 0, Done: true));
        Outbox.Write(session, entry.Entry, entry.At, order.Customers);
        if (subject is not null)
            StoreErasure.TakeOutChanges(session);
        transaction.Commit();
    }

    /// <summary>Lets suppressed people's data be taken in again.</summary>
    public static void Readmit(ISession session, LogEntry entry)
    {
        var from = LogCursor.Position(session);
        using var transaction = session.Begin();
        foreach (var erasure in ReadmitOrder.FromJson(entry.Text).Erasures)
            session.Execute($"delete from {GovernanceTables.Suppressed} where entry = {erasure}");
        LogCursor.Move(session, from, new LogPosition(entry.Entry, 0, Done: true));
        Outbox.Write(session, entry.Entry, entry.At);
        transaction.Commit();
    }

    /// <summary>Takes out of kept files and of the log what was refused because it was of suppressed people.</summary>
    /// <returns>Whether there was any.</returns>
    public bool Scrub(ISession session)
    {
        var due = session.List($"select distinct entry from {GovernanceTables.ScrubDue} order by entry", r => r.Long(0));
        if (due.Count == 0 || Suppression.Load(session) is not { } suppression)
            return false;
        var files = new KeptFileScrub(folder);
        foreach (var import in due.Select(e => log.Read(e).First()).Where(e => e.Kind == ImportOrder.Kind))
        {
            var rows = files.Rejected(import, (_, reason) => reason == RowNormaliser.SuppressedRow);
            if (rows.Count > 0)
                Settle(session, import.Entry, files.Erase(import, rows));
        }

        var asked = due.ToHashSet();
        var plan = new ImportPlan("", null, null, default, [], [], new Ingest.Columns.ColumnPlan([], []), []) { Suppression = suppression };
        log.Rewrite(due[^1], entry => !asked.Contains(entry.Entry) ? null : entry.Kind switch
        {
            EventsOrder.Kind => MessageScrub.Without(entry, (reader, row) => reader.Read(row).Message is { } message && plan.IsSuppressed(message.Statement), _ => false),
            ConsentOrder.Kind => ConsentScrub.Without(entry, suppression),
            TaggingOrder.Kind or SnapshotOrder.Kind => TagScrub.Without(entry, suppression.Holds),
            EditOrder.Kind => EditScrub.Without(entry, suppression.Holds, _ => false),
            DecisionOrder.Kind => DecisionScrub.Without(entry, suppression.Holds),
            _ => null,
        });
        session.Execute($"delete from {GovernanceTables.ScrubDue} where entry <= {due[^1]}");
        return true;
    }

    /// <summary>The receipts of all erasures, the latest first.</summary>
    public static IReadOnlyList<ErasureReceipt> Receipts(ISession session) => session.List(
        $"select entry, erased_at, reason, customers, records, file_rows, messages, done_at from {GovernanceTables.Erasure} order by entry desc",
        r => new ErasureReceipt(r.Long(0), r.Time(1), r.Text(2)!, (int)r.Long(3), (int)r.Long(4), r.Long(5), r.Long(6), r.IsNull(7) ? null : r.Time(7)));

    /// <summary>Takes what is theirs out of the files and of the log.</summary>
    private Erased Find(ISession session, Subject subject, long last)
    {
        StoreErasure.Load(session, subject);
        var holdings = new Holdings(folder, log, session, subject, last);
        var files = new KeptFileScrub(folder);
        foreach (var refused in holdings.Refused())
            files.Empty(refused);
        using var progress = ErasureProgress.Of(folder, last);
        foreach (var (import, theirs, accepted) in holdings.Rows())
        {
            progress.Add(theirs.Select(r => new ErasedRow(import.Entry, r, accepted.Contains(r))));
            Settle(session, import.Entry, files.Erase(import, theirs));
        }

        var scrub = holdings.Messages(progress.Add);
        scrub.Run(session, log, last);
        var consents = holdings.Consents();
        consents.Run(log, last);
        return new Erased(progress.Rows, progress.Messages, scrub.Gone, consents.Gone, consents.Unreasoned, consents.Unedited);
    }

    /// <summary>How long the rejected rows are now; only a resumed import asks, and there the file must be as long as said.</summary>
    private static void Settle(ISession session, long import, long rejectedBytes) =>
        session.Execute($"update {IngestTables.Import} set rejected_bytes = {rejectedBytes} where entry = {import}");
}
