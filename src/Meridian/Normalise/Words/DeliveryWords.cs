namespace Meridian.Normalise;

/// <summary>What became of a message that was sent to a customer.</summary>
internal enum Delivery
{
    /// <summary>No more than that it was sent, or is to be.</summary>
    None,

    Delivered,

    Read,

    Failed,
}

/// <summary>Reads the delivery state of a message.</summary>
internal static class DeliveryWords
{
    private static readonly WordTable<Delivery> Words = new(DataFile.Rows("delivery.words.tsv").Select(r => (r[0], r[1] switch
    {
        "none" => Delivery.None,
        "delivered" => Delivery.Delivered,
        "read" => Delivery.Read,
        "failed" => Delivery.Failed,
        _ => throw new InvalidOperationException($"'{r[1]}' is no state of a message"),
    })));

    public static bool TryRead(string cell, out Delivery delivery) => Words.TryFind(CellText.Clean(cell.Replace('_', ' ').Replace('-', ' ')), out delivery);
}
