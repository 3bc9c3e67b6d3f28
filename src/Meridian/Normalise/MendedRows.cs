using System.Text;
using Meridian.Foundation;
using Meridian.Foundation.Database;
using Meridian.Foundation.Log;
using Meridian.Ingest;
using Meridian.Ingest.Reading;

namespace Meridian.Normalise;

/// <summary>Brings rows of an import in that were rejected and are mended, as an import of their own.</summary>
public static class MendedRows
{
    /// <summary>
    /// Writes the log entry of a small import, read by the plan of the import whose rows they are: a handful of rows would show neither the order of dates nor the country of phones, and the header alone not what each
    /// column is.
    /// </summary>
    /// <param name="header">The original file's columns, as <see cref="RejectedRows"/> has them.</param>
    /// <param name="by">Who mended them.</param>
    /// <exception cref="KeptFileException">The import's kept file is gone.</exception>
    public static LogEntry Land(ISession session, ILog log, DataFolder folder, long import, IReadOnlyList<string> header, IReadOnlyList<IReadOnlyList<string>> rows, string? by, DateTime at)
    {
        var order = ImportsAgain.OrderOf(log, import);
        var kept = KeptRowsFile.Find(folder.Bring(import), order.KeptFile);
        if (!File.Exists(kept))
            throw new KeptFileException($"The kept file of import {import}, {kept}, is gone.");
        var (reader, plan) = FilePlanner.Open(kept, order, at);
        reader.Dispose();

        var text = new StringWriter { NewLine = "\r\n" };
        CsvText.WriteRow(text, header);
        foreach (var row in rows)
            CsvText.WriteRow(text, row);
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(text.ToString()));
        using var file = IncomingFile.ReceiveAsync(folder, stream, Path.GetFileNameWithoutExtension(order.FileName) + ".mended.csv", long.MaxValue, CancellationToken.None).GetAwaiter().GetResult();
        using (var writer = new KeptRowsWriter(Path.GetDirectoryName(file.Path)!, new KeptHead(reader.Header, 1, reader.Facts, PlanFile.Write(plan with { Notes = [] }))))
        {
            foreach (var (i, row) in rows.Index())
                writer.Add(new KeptRow(i + 2, i + 2, CellsOf(reader.Header, row)));
            writer.Complete(file.Path);
        }

        // What was said of the source's columns since stays.
        return file.Land(session, log, file.Order(order.Source, order.Country, null, by, ImportsAgain.RequestOf(import, file.Sha256)), at);
    }

    /// <summary>Columns that tell why a row was rejected are not shown to be mended; a file that had them keeps their places.</summary>
    private static string[] CellsOf(IReadOnlyList<string> header, IReadOnlyList<string> row)
    {
        var next = 0;
        return [.. header.Select(h => RejectedColumns.Contains(h) || next >= row.Count ? "" : row[next++])];
    }
}
