using Meridian.Foundation.Database;
using Meridian.Normalise;
using Meridian.Normalise.Messages;

namespace Meridian.Resolve;

/// <summary>What messages say of their records: each thing once, whatever batch its messages came in.</summary>
public static class MessageStatements
{
    /// <summary>
    /// The messages whose statements stand: of those that say the same of a record the first in the log, by which a record has its age, with the time of the latest.
    /// In the log's order.
    /// </summary>
    public static List<Message> Words(IReadOnlyList<Message> messages)
    {
        var first = new Dictionary<(Guid, long), Message>();
        foreach (var message in messages)
        {
            var key = (message.RecordId, message.Statement.ContentHash);
            if (first.TryAdd(key, message))
                continue;
            var before = first[key].Statement;
            if (IsLater(message.Statement, before))
                (before.StatedAt, before.Message) = (message.Statement.StatedAt, message.Statement.Message);
        }

        return [.. first.Values.OrderBy(m => m.Entry).ThenBy(m => m.Row)];
    }

    /// <summary>Writes what messages say; inside the caller's transaction.</summary>
    public static void Land(ISession session, IReadOnlyList<Message> messages)
    {
        using (var statements = session.Append(StatementTables.RecordVersion))
        {
            foreach (var m in messages)
                StatementTables.Write(statements, m.Entry, m.ReceivedAt, m.Statement);
            statements.Complete();
        }

        using var identifiers = session.Append(ResolveTables.Identifier);
        foreach (var m in messages)
            Identifiers.Write(identifiers, m.Entry, m.Statement);
        identifiers.Complete();
    }

    private static bool IsLater(RecordVersion a, RecordVersion b) => a.StatedAt > b.StatedAt || (a.StatedAt == b.StatedAt && a.Message > b.Message);
}
