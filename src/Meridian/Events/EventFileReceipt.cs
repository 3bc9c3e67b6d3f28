using Meridian.Foundation.Database;

namespace Meridian.Events;

/// <summary>What became of files of events: received = applied + duplicate + rejected.</summary>
/// <param name="Rows">Of tables of orders and chats.</param>
/// <param name="PassedOver">Orders that were not paid or were cancelled.</param>
/// <param name="LeftOut">Values that could not be read.</param>
public sealed record EventFileReceipt(long Received, long Applied, long Duplicate, long Rejected, long Rows, long PassedOver, long LeftOut)
{
    /// <summary>Of messages that are applied, told by their entries, so that what came in beside them is not counted.</summary>
    /// <param name="received">How many messages the entries hold.</param>
    public static EventFileReceipt Of(ISession session, IReadOnlyList<long> entries, long received, long rows, long passedOver, long leftOut)
    {
        var (applied, rejected) = (0L, 0L);
        foreach (var some in entries.Chunk(1_000))
        {
            var these = Sql.Join(", ", some.Select(e => (Sql)$"{e}"));
            applied += session.Count($"select count(*) from {EventTables.Event} where entry in ({these})");
            rejected += session.Count($"select count(*) from {EventTables.Rejected} where kind <> {RejectedKinds.Conflict} and entry in ({these})");
        }

        return new EventFileReceipt(received, applied, received - applied - rejected, rejected, rows, passedOver, leftOut);
    }
}
