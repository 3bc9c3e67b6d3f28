namespace Meridian.Numbers;

/// <summary>A CSV file of texts: header and rows, as every file that the number tools write (byte order mark, cells that a spreadsheet would run are guarded). Whole or not at all.</summary>
public static class CsvTable
{
    private const int RowsOfAPart = 10_000;

    /// <returns>Rows written.</returns>
    public static long Write(string path, IReadOnlyList<string> header, IEnumerable<IReadOnlyList<string?>> table, CancellationToken stop)
    {
        using var output = new OrderedFile(path);
        var rows = CsvRows.Rent();
        rows.AddRaw(CsvRows.Mark);
        Add(rows, header);
        var count = 0L;
        foreach (var row in table)
        {
            Add(rows, row);
            if (++count % RowsOfAPart != 0)
                continue;
            stop.ThrowIfCancellationRequested();
            var full = rows;
            output.Append(() => full);
            rows = CsvRows.Rent();
        }

        output.Append(() => rows);
        output.Complete();
        return count;
    }

    private static void Add(CsvRows rows, IReadOnlyList<string?> cells)
    {
        foreach (var cell in cells)
            rows.Add(cell);
        rows.EndRow();
    }
}
