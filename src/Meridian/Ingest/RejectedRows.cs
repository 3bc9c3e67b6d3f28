using Meridian.Ingest.Reading;

namespace Meridian.Ingest;

/// <summary>A rejected row as it is shown to be mended.</summary>
/// <param name="Row">As a spreadsheet shows it in the original file.</param>
/// <param name="Cells">One for each of <see cref="RejectedRows.Header"/>.</param>
/// <param name="Column">The column at fault; empty where none is.</param>
public sealed record RowToMend(long Row, IReadOnlyList<string> Cells, string Column, string Reason);

/// <summary>Rows of an import that were rejected, from the file that is kept of them.</summary>
/// <param name="Header">The original file's columns.</param>
public sealed record RejectedRows(IReadOnlyList<string> Header, IReadOnlyList<RowToMend> Rows)
{
    /// <summary>The first rows of the file.</summary>
    /// <param name="path">See <see cref="RejectedFile.PathOf"/>.</param>
    public static RejectedRows Read(string path, int most)
    {
        using var reader = TableFile.Open(path, new ReadOptions(null));
        var own = Enumerable.Range(0, reader.Header.Count).Where(i => !RejectedColumns.Contains(reader.Header[i])).ToList();
        var (row, column, reason) = (Find(reader.Header, "_row"), Find(reader.Header, "_column"), Find(reader.Header, "_reason"));
        var batch = new RowBatch(reader.Header.Count);
        while (batch.Count < most && reader.Read(batch, most - batch.Count))
        {
            // Until there are enough.
        }

        var rows = new List<RowToMend>();
        for (var i = 0; i < Math.Min(batch.Count, most); i++)
        {
            var at = i;
            string Cell(int c) => c < 0 ? "" : batch.Cell(at, c).ToString();
            rows.Add(new RowToMend(long.TryParse(Cell(row), System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var number) ? number : 0, [.. own.Select(Cell)], Cell(column), Cell(reason)));
        }

        return new RejectedRows([.. own.Select(i => reader.Header[i])], rows);
    }

    private static int Find(IReadOnlyList<string> header, string name)
    {
        for (var i = header.Count - 1; i >= 0; i--)
        {
            if (header[i] == name)
                return i;
        }

        return -1;
    }
}
