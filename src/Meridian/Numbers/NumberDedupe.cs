namespace Meridian.Numbers;

/// <summary>Rows read and kept: <c>Rows = Kept + Duplicates</c>; of the kept ones <c>WithoutNumber</c> have no number that reads.</summary>
public sealed record DedupeCounts(long Rows, long Kept, long Duplicates, long WithoutNumber);

/// <summary>
/// Writes the first row of each number and leaves out those that repeat it, whatever their spelling. Rows without a number that reads stay: nothing proves
/// two of them the same.
/// </summary>
public static class NumberDedupe
{
    /// <param name="path">The CSV file to write, with the input's columns; it appears whole or not at all.</param>
    public static DedupeCounts Run(IReadOnlyList<NumberFile> files, string path, IProgress<NumberProgress>? progress, CancellationToken stop)
    {
        var layout = new ScreenLayout(files);
        var seen = new NumberSet();
        long rows = 0, duplicates = 0, without = 0;
        using var output = new OrderedFile(path);
        output.Append(() => layout.Header([]));
        foreach (var slice in NumberStream.Read(files, progress, stop))
        {
            seen.ReserveFor(slice);
            for (var row = 0; row < slice.Count; row++)
            {
                if (row + NumberSet.Ahead < slice.Count)
                    seen.Prefetch(slice.Numbers[row + NumberSet.Ahead].MatchKey);
                rows++;
                var key = slice.Numbers[row].MatchKey;
                var keep = key == 0 || seen.Add(key, 0, out _);
                slice.Found[row] = keep ? 1u : 0u;
                without += key == 0 ? 1 : 0;
                duplicates += keep ? 0 : 1;
            }

            output.Append(() => Text(layout, slice));
        }

        output.Complete();
        return new DedupeCounts(rows, rows - duplicates, duplicates, without);
    }

    private static CsvRows Text(ScreenLayout layout, NumberSlice slice)
    {
        var rows = CsvRows.Rent();
        for (var row = 0; row < slice.Count; row++)
        {
            if (slice.Found[row] == 0)
                continue;
            layout.Add(rows, slice, row);
            rows.EndRow();
        }

        slice.Return();
        return rows;
    }
}
