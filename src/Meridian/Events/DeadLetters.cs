using Meridian.Foundation.Database;
using Meridian.Ingest.Messages;

namespace Meridian.Events;

/// <summary>Messages on which the program failed, until they are tried again or given up.</summary>
public static class DeadLetters
{
    /// <summary>Those of some messages that are dead letters, in the same order, each once.</summary>
    public static IReadOnlyList<MessagePlace> Among(ISession session, IReadOnlyList<MessagePlace> messages)
    {
        var dead = session.Query($"select entry, row_no from {EventTables.Rejected} where kind = {RejectedKinds.Dead}", r => new MessagePlace(r.Long(0), (int)r.Long(1))).ToHashSet();
        return [.. messages.Where(dead.Contains).Distinct()];
    }

    /// <summary>All of them, in the log's order.</summary>
    public static IReadOnlyList<MessagePlace> All(ISession session) =>
        session.List($"select entry, row_no from {EventTables.Rejected} where kind = {RejectedKinds.Dead} order by entry, row_no", r => new MessagePlace(r.Long(0), (int)r.Long(1)));

    /// <summary>Those of one reason, as <see cref="EventHealth.Reasons"/> tells it, in the log's order.</summary>
    public static IReadOnlyList<MessagePlace> OfReason(ISession session, string reason) => session.List(
        $"select entry, row_no from {EventTables.Rejected} where kind = {RejectedKinds.Dead} and {EventFeed.WithoutPlace($"reason")} = {reason} order by entry, row_no",
        r => new MessagePlace(r.Long(0), (int)r.Long(1)));

    /// <summary>Takes dead letters out of what was received, for they are received again now; inside the caller's transaction.</summary>
    internal static void TakeOut(ISession session, IReadOnlyList<MessagePlace> dead)
    {
        foreach (var rows in dead.GroupBy(d => d.Entry))
        {
            var these = (Sql)$"kind = {RejectedKinds.Dead} and entry = {rows.Key} and row_no in ({Rows(rows)})";
            foreach (var (source, count) in session.List($"select source, count(*) from {EventTables.Rejected} where {these} group by source", r => (r.Text(0)!, r.Long(1))))
                session.Execute($"update {EventTables.Count} set received = received - {count}, rejected = rejected - {count} where source = {source}");
            session.Execute($"delete from {EventTables.Rejected} where {these}");
        }
    }

    /// <summary>Marks dead letters as given up; inside the caller's transaction.</summary>
    internal static void Drop(ISession session, IReadOnlyList<MessagePlace> dead)
    {
        foreach (var rows in dead.GroupBy(d => d.Entry))
        {
            session.Execute($"""
                update {EventTables.Rejected} set kind = {RejectedKinds.Dropped}
                where kind = {RejectedKinds.Dead} and entry = {rows.Key} and row_no in ({Rows(rows)})
                """);
        }
    }

    private static Sql Rows(IEnumerable<MessagePlace> places) => Sql.Join(", ", places.Select(p => (Sql)$"{p.Row}"));
}
