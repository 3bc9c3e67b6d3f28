namespace Meridian.Normalise;

/// <summary>Reads whether somebody agreed to marketing: the words for yes and no, and those of lists of subscribers, in 17 languages.</summary>
internal static class ConsentWords
{
    private static readonly WordTable<bool> Words = new(DataFile.Rows("consent.words.tsv").Select(r => (r[0], r[1] == "true")));

    /// <summary>False if the cell says neither.</summary>
    public static bool TryRead(ReadOnlySpan<char> cell, out bool granted) => BooleanWords.TryRead(cell, out granted) || Words.TryFind(CellText.Clean(cell), out granted);
}
