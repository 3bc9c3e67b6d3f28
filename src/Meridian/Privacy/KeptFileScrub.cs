using System.Text;
using Meridian.Foundation;
using Meridian.Foundation.Database;
using Meridian.Foundation.Log;
using Meridian.Ingest;
using Meridian.Ingest.Reading;
using Meridian.Normalise;

namespace Meridian.Privacy;

/// <summary>A row of an import that is erased, and whether a statement had been made of it.</summary>
internal readonly record struct ErasedRow(long Entry, long Row, bool WasAccepted);

/// <summary>Takes rows of people out of an import's kept file and of its rejected rows. Doing it again finds nothing left to do.</summary>
internal sealed class KeptFileScrub(DataFolder folder)
{
    private const int BatchRows = 2_048;

    /// <summary>The rejected rows of an import for which something holds.</summary>
    /// <param name="isTheirs">Judges a rejected row by its cells and its reason.</param>
    public HashSet<long> Rejected(LogEntry import, Func<IReadOnlyList<string>, string, bool> isTheirs)
    {
        var rows = new HashSet<long>();
        if (RejectsOf(import) is not { } path)
            return rows;
        using var reader = TableFile.Open(path);
        var (row, reason) = (IndexOf(reader.Header, "_row"), IndexOf(reader.Header, "_reason"));
        // Somebody has changed the file; which rows of the import its lines are cannot be told.
        if (row < 0 || reason < 0)
            return rows;
        foreach (var cells in Rows(reader).Select(r => r.Cells!))
        {
            if (long.TryParse(cells[row], out var number) && isTheirs(cells, cells[reason]))
                rows.Add(number);
        }

        return rows;
    }

    /// <summary>Rows of a file of which nothing is in the store (its import was undone), found by reading all of it as it was read then.</summary>
    public HashSet<long> Search(LogEntry import, Func<RecordVersion, bool> isTheirs, Func<IReadOnlyList<string>, bool> names)
    {
        var rows = new HashSet<long>();
        var (reader, plan) = FilePlanner.Open(PathOf(import), ImportOrder.FromJson(import.Text), import.At);
        using (reader)
        {
            var batch = new RowBatch(reader.Header.Count);
            for (; reader.Read(batch, BatchRows); batch.Clear())
            {
                var slice = new RowNormaliser(plan).Normalise(batch, v =>
                {
                    if (isTheirs(v))
                        rows.Add(v.Row);
                });
                rows.UnionWith(slice.Rejected.Where(r => r.Reason != KeptRow.Erased && names(r.Cells)).Select(r => r.Row));
            }
        }

        return rows;
    }

    /// <summary>Rows of the kept file as they are, by column.</summary>
    public IEnumerable<(long Row, IReadOnlyDictionary<string, string> Cells)> Read(LogEntry import, IReadOnlySet<long> rows)
    {
        using var reader = FilePlanner.Open(PathOf(import), ImportOrder.FromJson(import.Text), import.At).Reader;
        foreach (var row in Rows(reader).Where(r => rows.Contains(r.Row) && !r.IsErased))
            yield return (row.Row, row.Cells!.Select((cell, i) => (Name: i < reader.Header.Count ? reader.Header[i] : $"column {i + 1}", cell)).Where(c => c.cell.Length > 0).ToDictionary(c => c.Name, c => c.cell, StringComparer.Ordinal));
    }

    /// <summary>Rewrites the kept file without these rows' cells, and the rejected rows likewise.</summary>
    /// <returns>The length of the rejected rows' file afterwards.</returns>
    public long Erase(LogEntry import, IReadOnlySet<long> rows)
    {
        var path = PathOf(import);
        if (File.Exists(path))
        {
            var (reader, plan) = FilePlanner.Open(path, ImportOrder.FromJson(import.Text), import.At);
            using (reader)
            using (var writer = new KeptRowsWriter(folder.ImportPath(import.Entry), new KeptHead(reader.Header, reader.HeaderRow, reader.Facts, PlanFile.Write(plan with { Notes = [] }))))
            {
                foreach (var row in Rows(reader))
                    writer.Add(rows.Contains(row.Row) ? new KeptRow(row.Row, row.Line, null) : row);
                reader.Dispose();
                writer.Complete(path);
            }
        }

        var length = EraseRejected(import, rows);
        folder.Share(import.Entry);
        return length;
    }

    /// <summary>Leaves nothing of a file that could not be read: no row of it is in the store, and who is in it cannot be told.</summary>
    public void Empty(LogEntry import)
    {
        var path = PathOf(import);
        if (!File.Exists(path) || KeptRowsFile.Is(path))
            return;
        var order = ImportOrder.FromJson(import.Text);
        var plan = new ImportPlan(order.Source, null, null, import.At, [], [], new Ingest.Columns.ColumnPlan([], []), []);
        using var writer = new KeptRowsWriter(folder.ImportPath(import.Entry), new KeptHead([], 1, new FileFacts("erased", null, null, null, 0), PlanFile.Write(plan)));
        writer.Complete(path);
        folder.Share(import.Entry);
    }

    public string PathOf(LogEntry import) => KeptRowsFile.Find(folder.Bring(import.Entry), ImportOrder.FromJson(import.Text).KeptFile);

    private string? RejectsOf(LogEntry import) =>
        RejectedFile.PathOf(folder.Bring(import.Entry), ImportOrder.FromJson(import.Text).FileName) is var path && File.Exists(path) ? path : null;

    private long EraseRejected(LogEntry import, IReadOnlySet<long> rows)
    {
        if (RejectsOf(import) is not { } path)
            return 0;
        var part = path + ".part";
        using (var reader = TableFile.Open(path))
        using (var writer = new StreamWriter(part, append: false, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true)))
        {
            var (row, line, reason) = (IndexOf(reader.Header, "_row"), IndexOf(reader.Header, "_line"), IndexOf(reader.Header, "_reason"));
            CsvText.WriteRow(writer, reader.Header);
            foreach (var cells in Rows(reader).Select(r => r.Cells!))
            {
                var erased = row >= 0 && long.TryParse(cells[row], out var number) && rows.Contains(number);
                CsvText.WriteRow(writer, erased ? cells.Select((c, i) => i == row || i == line ? c : i == reason ? KeptRow.Erased : "") : cells);
            }
        }

        File.Move(part, path, overwrite: true);
        Durable.Folder(folder.ImportPath(import.Entry));
        return new FileInfo(path).Length;
    }

    private static int IndexOf(IReadOnlyList<string> header, string name) => header.ToList().IndexOf(name);

    /// <summary>All rows of a file in order, broken ones too.</summary>
    private static IEnumerable<KeptRow> Rows(IRowReader reader)
    {
        var batch = new RowBatch(reader.Header.Count);
        for (; reader.Read(batch, BatchRows); batch.Clear())
        {
            var rows = batch.Broken.Select(b => b.Reason == KeptRow.Erased ? new KeptRow(b.Row, b.Line, null) : new KeptRow(b.Row, b.Line, b.Cells, b.Reason)).ToList();
            for (var row = 0; row < batch.Count; row++)
                rows.Add(new KeptRow(batch.RowNumber(row), batch.LineNumber(row), [.. Enumerable.Range(0, batch.Columns).Select(c => batch.Cell(row, c).ToString())]));
            foreach (var row in rows.OrderBy(r => r.Row))
                yield return row;
        }
    }
}
