namespace Meridian.Normalise;

/// <summary>
/// The mark of numbers that were made up for tests and plans: column and value. Some of them belong to somebody, so an import takes no number from such a row,
/// and no channel can ever be given one.
/// </summary>
public static class GeneratedMark
{
    public const string Text = "generated";

    internal const string Refusal = "is a made-up number (column \"generated\"): nobody's, and never to be contacted";

    internal static bool Is(ColumnRole column, ReadOnlySpan<char> cell) =>
        column.Header.Equals(Text, StringComparison.OrdinalIgnoreCase) && (cell.Equals(Text, StringComparison.OrdinalIgnoreCase) || cell.Equals("true", StringComparison.OrdinalIgnoreCase));
}
