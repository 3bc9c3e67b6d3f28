namespace Meridian.Normalise;

/// <summary>Reads who wrote a message, from its direction ("inbound", "发送") or from what its sender is ("customer", "客服").</summary>
internal static class DirectionWords
{
    private static readonly WordTable<bool> Words = new(DataFile.Rows("direction.words.tsv").Select(r => (r[0], r[1] == "in")));

    /// <param name="inbound">Whether the customer wrote it.</param>
    public static bool TryRead(ReadOnlySpan<char> cell, out bool inbound) => Words.TryFind(CellText.Clean(cell), out inbound);
}
