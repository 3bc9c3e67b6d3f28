using Meridian.Ingest.Reading;

namespace Meridian.Normalise;

/// <summary>The first rows of a file, on which its columns are recognised.</summary>
/// <param name="Whole">Whether the file has no more rows than these.</param>
internal sealed record FileSample(FileFacts Facts, IReadOnlyList<string> Header, IReadOnlyList<IReadOnlyList<string>> Rows, bool Whole)
{
    /// <summary>Enough that a column with one value in fifty still shows what it is.</summary>
    private const int MostRows = 1_000;

    /// <exception cref="UnreadableFileException">The file is not what it says.</exception>
    public static FileSample Of(string path, ReadOptions options)
    {
        using var reader = TableFile.Open(path, options);
        var batch = new RowBatch(reader.Header.Count);
        var more = reader.Read(batch, MostRows);
        var cells = new List<IReadOnlyList<string>>(batch.Count);
        for (var row = 0; row < batch.Count; row++)
        {
            var line = new string[batch.Columns];
            for (var column = 0; column < line.Length; column++)
                line[column] = batch.Cell(row, column).ToString();
            cells.Add(line);
        }

        return new FileSample(reader.Facts, reader.Header, cells, !more);
    }
}
