using Meridian.Ingest.Reading;

namespace Meridian.Normalise.EventFiles;

/// <summary>A row of a table of events: its cells, and who it is about.</summary>
/// <param name="Cells">As they stand in the file; of a row that breaks the file's structure those that could be told apart.</param>
/// <param name="Who">The customer; null where nothing in the row says who it is.</param>
/// <param name="AsRecipient">The customer, if the message was written to them; the same as <paramref name="Who"/> where the table names the customer in columns of their own.</param>
/// <param name="Problem">Why nobody is known; of a broken row what is broken.</param>
internal sealed record EventRow(long Number, long Line, string[] Cells, RecordVersion? Who, RecordVersion? AsRecipient, string? Problem, bool Broken);

/// <summary>Reads a table's rows, front to back.</summary>
internal static class EventRows
{
    private const int Slice = 2_000;

    /// <param name="leftOut">Is told of each value that was left out of a row that is taken all the same.</param>
    public static IEnumerable<EventRow> Read(EventFilePlan plan, Action<string> leftOut)
    {
        using var reader = TableFile.Open(plan.Path, plan.Options);
        var batch = new RowBatch(reader.Header.Count);
        while (reader.Read(batch, Slice))
        {
            foreach (var row in Of(plan, batch, leftOut))
                yield return row;
            batch.Clear();
        }
    }

    /// <summary>Only the cells, without asking who it is.</summary>
    public static IEnumerable<string[]> Cells(EventFilePlan plan)
    {
        using var reader = TableFile.Open(plan.Path, plan.Options);
        var batch = new RowBatch(reader.Header.Count);
        while (reader.Read(batch, Slice))
        {
            for (var row = 0; row < batch.Count; row++)
                yield return CellsOf(batch, row);
            batch.Clear();
        }
    }

    private static List<EventRow> Of(EventFilePlan plan, RowBatch batch, Action<string> leftOut)
    {
        var (who, problems) = Who(plan.Customer, batch, leftOut);
        var recipients = plan.AsRecipient is { } other ? Who(other, batch, leftOut).Known : who;
        var rows = new List<EventRow>(batch.Count + batch.Broken.Count);
        for (var row = 0; row < batch.Count; row++)
        {
            var number = batch.RowNumber(row);
            rows.Add(new EventRow(number, batch.LineNumber(row), CellsOf(batch, row), who.GetValueOrDefault(number), recipients.GetValueOrDefault(number), problems.GetValueOrDefault(number), Broken: false));
        }

        foreach (var broken in batch.Broken)
            rows.Add(new EventRow(broken.Row, broken.Line, [.. broken.Cells], null, null, broken.Reason, Broken: true));
        rows.Sort((a, b) => a.Number.CompareTo(b.Number));
        return rows;
    }

    private static (Dictionary<long, RecordVersion> Known, Dictionary<long, string> Problems) Who(ImportPlan plan, RowBatch batch, Action<string> leftOut)
    {
        var known = new Dictionary<long, RecordVersion>(batch.Count);
        var slice = new RowNormaliser(plan).Normalise(batch, v => known[v.Row] = v);
        foreach (var warning in slice.Warnings)
            leftOut($"{warning.Column} '{warning.Value}' {warning.Reason}");
        return (known, slice.Rejected.ToDictionary(r => r.Row, r => r.Reason));
    }

    private static string[] CellsOf(RowBatch batch, int row)
    {
        var cells = new string[batch.Columns];
        for (var column = 0; column < cells.Length; column++)
            cells[column] = batch.Cell(row, column).ToString();
        return cells;
    }
}
