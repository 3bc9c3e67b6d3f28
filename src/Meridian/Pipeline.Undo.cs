using Meridian.Changes;
using Meridian.Consents;
using Meridian.Foundation.Database;
using Meridian.Foundation.Log;
using Meridian.Ingest;
using Meridian.Tags;

namespace Meridian;

/// <content>Imports that are taken back.</content>
public sealed partial class Pipeline
{
    /// <summary>Takes an import back; one that is unfinished is not finished first.</summary>
    /// <param name="by">Who asks; see <see cref="ActingLog"/>.</param>
    public void Undo(ISession session, long import, DateTime at, string? by = null)
    {
        using var lead = _lead.TryHold(session);
        if (lead is not null)
        {
            UndoAlone(session, import, at, by);
            return;
        }

        // Another process leads, and takes the import back when it has finished it.
        log.Append(UndoOrder.Kind, at, new UndoOrder(import, Unfinished: false, Staying(session, import)) { By = by }.ToJson());
        Run(session);
    }

    private static IReadOnlyList<StayingWithdrawal>? Staying(ISession session, long import) => Withdrawals.Staying(session, import) is { Count: > 0 } stays ? stays : null;

    private void UndoAlone(ISession session, long import, DateTime at, string? by)
    {
        var position = LogCursor.Position(session);
        var isUnfinished = position.Entry < import || (position.Entry == import && !position.Done);
        var entry = log.Append(UndoOrder.Kind, at, new UndoOrder(import, isUnfinished, isUnfinished ? null : Staying(session, import)) { By = by }.ToJson());
        // One that is not begun need not be: it is marked, and the pump passes it over.
        if (position.Entry < import && log.Read(import).First() is var waiting)
            Imports.Save(session, ImportRun.NoRows(waiting, ImportOrder.FromJson(waiting.Text), "undone"));
        if (!position.Done && position.Entry == import)
        {
            using var transaction = session.Begin();
            TakeOut(session, entry, import);
            if (Imports.Find(session, import) is { } unfinished)
                Imports.Save(session, unfinished with { State = "undone" });
            LogCursor.Move(session, position, new LogPosition(import, 0, Done: true));
            Outbox.Write(session, entry.Entry, entry.At);
            transaction.Commit();
            session.UseResources(Environment.ProcessorCount);
        }

        Run(session);
    }

    private void Undo(ISession session, LogEntry entry)
    {
        var order = UndoOrder.FromJson(entry.Text);
        var from = LogCursor.Position(session);
        using var transaction = session.Begin();
        if (Imports.Find(session, order.Import) is not { State: "undone" })
            TakeOut(session, entry, order.Import, order.Unfinished ? null : order.Stays ?? []);
        if (Imports.Find(session, order.Import) is { } import)
            Imports.Save(session, import with { State = "undone" });
        LogCursor.Move(session, from, new LogPosition(entry.Entry, 0, Done: true));
        Outbox.Write(session, entry.Entry, entry.At);
        transaction.Commit();
        session.UseResources(Environment.ProcessorCount);
    }

    /// <summary>Takes an import's statements out and makes everything that rested on them again from what is left.</summary>
    /// <param name="stays">As the undo says. Null where no withdrawals are kept, those of an import that was never whole: nobody saw anything of it, and how much of it was landed is chance.</param>
    private void TakeOut(ISession session, LogEntry entry, long import, IReadOnlyList<StayingWithdrawal>? stays = null)
    {
        session.UseResources(Environment.ProcessorCount, UndoMegabytes);
        if (stays is not null)
            Withdrawals.Keep(session, import, stays);
        Resolver.TakeOut(session, entry, $"entry = {import}");
        Follow(session, entry, LabelRefresher.EvaluatedTo(session) ?? entry.At);
    }
}
