namespace Meridian.Normalise;

/// <summary>What became of an order, from the least to the most that decides: of several status columns the last of these counts.</summary>
internal enum OrderOutcome
{
    /// <summary>It was bought; on its way or arrived.</summary>
    Completed,

    /// <summary>Not paid yet.</summary>
    Open,

    Cancelled,

    PartlyRefunded,

    Refunded,
}

/// <summary>Reads the status of an order, of a payment or of a refund.</summary>
internal static class OrderStatusWords
{
    private static readonly WordTable<OrderOutcome> Words = new(DataFile.Rows("order-status.words.tsv").Select(r => (r[0], r[1] switch
    {
        "completed" => OrderOutcome.Completed,
        "open" => OrderOutcome.Open,
        "cancelled" => OrderOutcome.Cancelled,
        "refunded" => OrderOutcome.Refunded,
        "partly" => OrderOutcome.PartlyRefunded,
        _ => throw new InvalidOperationException($"'{r[1]}' is no outcome of an order"),
    })));

    public static bool TryRead(string cell, out OrderOutcome outcome)
    {
        var text = CellText.Clean(cell.Replace('_', ' ').Replace('-', ' ').Replace(',', '，'));
        // WooCommerce writes its own before each.
        return Words.TryFind(text, out outcome) || (text.StartsWith("wc ", StringComparison.OrdinalIgnoreCase) && Words.TryFind(text[3..], out outcome));
    }
}
