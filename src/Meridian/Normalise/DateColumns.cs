using Meridian.Ingest.Columns;
using Meridian.Ingest.Reading;

namespace Meridian.Normalise;

/// <summary>Finds out whether a file's dates put the day or the month first.</summary>
internal static class DateColumns
{
    /// <summary>Rows read for the order of dates when the sample leaves it open: the proof may be one birthday among many.</summary>
    private const int MostRows = 200_000;

    /// <summary>The order of each date column, from the sample, and from more of the file where the sample proves none.</summary>
    /// <param name="dates">The columns of dates: index and header.</param>
    /// <param name="notes">Takes what a person should know: an order that nothing proves, or that some values contradict.</param>
    public static Dictionary<int, DateReading> Orders(
        string path, ReadOptions options, FileSample sample, IReadOnlyList<(int Index, string Header)> dates, Mapping? mapping, List<string> notes)
    {
        var said = mapping?.DateOrder switch
        {
            "dmy" => DateOrder.DayMonthYear,
            "mdy" => DateOrder.MonthDayYear,
            "ymd" => DateOrder.YearMonthDay,
            _ => (DateOrder?)null,
        };
        var detectors = dates.ToDictionary(d => d.Index, d => (d.Header, Detector: new DateOrderDetector(bareNumbers: true)));
        foreach (var row in sample.Rows)
        {
            foreach (var (index, (_, detector)) in detectors)
                detector.Add(row[index]);
        }

        var open = detectors.Where(d => d.Value.Detector.Column() is { Order: DateOrder.Ambiguous, Undecided: > 0 }).Select(d => (d.Key, d.Value.Detector)).ToList();
        if (open.Count > 0 && said is null && !sample.Whole)
            ReadOn(path, options, open);

        // All of a file's date columns come from one program: what one proves holds for those that prove nothing.
        var columns = detectors.ToDictionary(d => d.Key, d => d.Value.Detector.Column());
        var proven = columns.Values.Where(c => c.Order is DateOrder.DayMonthYear or DateOrder.MonthDayYear && c.Undecided + c.Dates > 0).Select(c => c.Order).Distinct().ToList();
        var orders = new Dictionary<int, DateReading>();
        foreach (var (index, column) in columns)
        {
            var order = said ?? column.Order;
            var header = detectors[index].Header;
            if (order == DateOrder.Ambiguous && column.Undecided > 0 && column.Conflicts == 0)
            {
                if (proven.Count == 1)
                    order = proven[0];
                else
                    notes.Add($"{header}: nothing tells day and month apart; read as day/month. Say otherwise in the mapping: \"date_order\": \"mdy\"");
            }
            else if (said is null && column.Conflicts > 0 && order == DateOrder.Ambiguous)
            {
                notes.Add($"{header}: some values can only be day/month, others such as {column.ConflictExample} only month/day; each is read as it must be, the rest as day/month. Say otherwise in the mapping: \"date_order\": \"mdy\"");
            }
            else if (said is null && column.Conflicts > 0)
            {
                notes.Add($"{header}: {column.Proof} proves one order of day and month, but {column.Conflicts:N0} values such as {column.ConflictExample} contradict it; those are left out");
            }

            orders[index] = new DateReading(order, DayFirstIfAmbiguous: true, BareNumbers: true);
        }

        return orders;
    }

    private static void ReadOn(string path, ReadOptions options, List<(int Index, DateOrderDetector Detector)> open)
    {
        using var reader = TableFile.Open(path, options);
        var batch = new RowBatch(reader.Header.Count);
        var read = 0;
        while (read < MostRows && reader.Read(batch, 5_000))
        {
            for (var row = 0; row < batch.Count; row++)
            {
                foreach (var (index, detector) in open)
                    detector.Add(batch.Cell(row, index));
            }

            read += batch.Count;
            batch.Clear();
        }
    }
}
