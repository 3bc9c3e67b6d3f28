using Meridian.Foundation.Hashing;

namespace Meridian.Normalise.EventFiles;

/// <summary>
/// What must be known of a table of orders before its first order is whole: which orders stand in several places of the file, and whether the total is said of
/// each line or of the order. Of a file in the usual order, in which an order's lines stand together, nothing is held in memory but hashes.
/// </summary>
/// <param name="Scattered">Hashes of the ids of orders whose lines do not stand together.</param>
/// <param name="TotalsOfLines">Whether an order's lines say different totals, so that each is the line's.</param>
internal sealed record OrderScan(IReadOnlySet<long> Scattered, bool TotalsOfLines)
{
    public static OrderScan Of(EventFilePlan plan)
    {
        var seen = new Dictionary<long, (long LastRow, long Total)>();
        var scattered = new HashSet<long>();
        var ofLines = false;
        if (plan.Events.Of("order_id") is null)
            return new OrderScan(scattered, false);
        var row = 0L;
        foreach (var cells in EventRows.Cells(plan))
        {
            row++;
            if (OrderLine.IdOf(plan, cells) is not { } id)
                continue;
            var key = ContentHash.Of64(id);
            var total = plan.Text(cells, "total") is { } text ? ContentHash.Of64(text) : 0;
            if (seen.TryGetValue(key, out var before))
            {
                if (before.LastRow != row - 1)
                    scattered.Add(key);
                ofLines |= total != 0 && before.Total != 0 && total != before.Total;
                total = before.Total == 0 ? total : before.Total;
            }

            seen[key] = (row, total);
        }

        return new OrderScan(scattered, ofLines);
    }
}
