namespace Meridian.Normalise;

/// <summary>Reads yes and no in 17 languages, spreadsheets' TRUE in theirs, 1 and 0, and check marks. An "x" is refused: it marks what applies here and what does not there.</summary>
public static class BooleanWords
{
    private static readonly WordTable<bool> Words = new(DataFile.Rows("boolean-words.tsv").Concat(DataFile.Rows("boolean.words.tsv")).Select(r => (r[0], r[1] == "true")));

    /// <summary>False if the cell is neither.</summary>
    public static bool TryRead(ReadOnlySpan<char> cell, out bool value)
    {
        var text = CellText.Clean(cell);
        if (text.Length == 1 && text[0] is '0' or '1')
        {
            value = text[0] == '1';
            return true;
        }
        return Words.TryFind(text, out value);
    }
}
