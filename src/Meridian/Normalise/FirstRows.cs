using Meridian.Ingest;
using Meridian.Ingest.Reading;

namespace Meridian.Normalise;

/// <summary>The cells of a file's first rows as they stand, to be shown beside what becomes of them; packed, because there may be tens of thousands.</summary>
public sealed class FirstRows
{
    private const char Between = '\u001f';

    /// <summary>A longer cell is cut: it is looked at in a table.</summary>
    private const int LongestCell = 120;

    private readonly Dictionary<long, string> _rows = [];
    private readonly Dictionary<long, long> _lines = [];

    private FirstRows(IReadOnlyList<string> header) => Header = header;

    public IReadOnlyList<string> Header { get; }

    /// <param name="most">Rows that are kept.</param>
    /// <exception cref="UnreadableFileException">The file is not what it says.</exception>
    public static FirstRows Read(string path, ReadOptions options, int most, CancellationToken stop)
    {
        using var reader = TableFile.Open(path, options);
        var rows = new FirstRows(reader.Header);
        var batch = new RowBatch(reader.Header.Count);
        while (rows._rows.Count < most && reader.Read(batch, Math.Min(2_048, most - rows._rows.Count)))
        {
            stop.ThrowIfCancellationRequested();
            for (var row = 0; row < batch.Count; row++)
            {
                var at = row;
                rows.Add(batch.RowNumber(row), batch.LineNumber(row), Enumerable.Range(0, batch.Columns).Select(c => Cut(batch.Cell(at, c))));
            }

            foreach (var broken in batch.Broken)
                rows.Add(broken.Row, broken.Line, broken.Cells.Select(c => Cut(c)));
            batch.Clear();
        }

        return rows;
    }

    /// <summary>As an import reads it.</summary>
    public static FirstRows Read(string path, ImportOrder order, int most, CancellationToken stop) => Read(path, FilePlanner.OptionsOf(order, path), most, stop);

    /// <summary>The cells of a row, by its number as a spreadsheet shows it; none for one that is not among the first.</summary>
    public IReadOnlyList<string> Of(long row) => _rows.TryGetValue(row, out var cells) ? cells.Split(Between) : [];

    /// <summary>The cells of the row that begins on a line of the file.</summary>
    public IReadOnlyList<string> OnLine(long line) => _lines.TryGetValue(line, out var row) ? Of(row) : [];

    private void Add(long row, long line, IEnumerable<string> cells)
    {
        _rows[row] = string.Join(Between, cells);
        _lines.TryAdd(line, row);
    }

    private static string Cut(ReadOnlySpan<char> cell)
    {
        var end = cell.Length <= LongestCell ? cell.Length : char.IsHighSurrogate(cell[LongestCell - 1]) ? LongestCell - 1 : LongestCell;
        return end == cell.Length ? cell.ToString() : string.Concat(cell[..end], "…");
    }
}
