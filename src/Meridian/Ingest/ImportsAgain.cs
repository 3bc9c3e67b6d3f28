using System.Text;
using Meridian.Foundation;
using Meridian.Foundation.Database;
using Meridian.Foundation.Governance;
using Meridian.Foundation.Log;
using Meridian.Ingest.Columns;
using Meridian.Ingest.Reading;

namespace Meridian.Ingest;

/// <summary>Brings an import's rows in again, as imports of their own: all of one that was undone, or those that were rejected and are mended.</summary>
public static class ImportsAgain
{
    private const string MendedMark = "mended-";

    /// <summary>A condition on an import: it is of rows that were mended.</summary>
    public static Sql IsMended => $"coalesce(substr(request, 1, {MendedMark.Length}) = {MendedMark}, false)";

    /// <summary>Writes the log entry of an import of the same file, read in the same way.</summary>
    /// <param name="by">Who asks.</param>
    /// <exception cref="KeptFileException">The kept file is gone.</exception>
    public static LogEntry Again(ILog log, DataFolder folder, long import, string? by, DateTime at)
    {
        var order = OrderOf(log, import) with { Key = by, Request = null };
        var kept = KeptRowsFile.Find(folder.Bring(import), order.KeptFile);
        if (!File.Exists(kept))
            throw new KeptFileException($"The kept file of import {import}, {kept}, is gone.");
        var incoming = folder.Incoming();
        try
        {
            var copy = Path.Combine(incoming, Path.GetFileName(kept));
            File.Copy(kept, copy);
            using (var handle = File.OpenHandle(copy, FileMode.Open, FileAccess.ReadWrite))
                Durable.Flush(handle);
            folder.Share(incoming);
            return log.Append(ImportOrder.Kind, at, order.ToJson(), entry => incoming = folder.Place(incoming, entry));
        }
        catch
        {
            Directory.Delete(incoming, recursive: true);
            throw;
        }
    }

    /// <summary>Writes the log entry of a small import of rows of another that were rejected and are mended, read as its file was.</summary>
    /// <param name="header">The original file's columns.</param>
    /// <param name="by">Who mended them.</param>
    public static LogEntry Mended(ISession session, ILog log, DataFolder folder, long import, IReadOnlyList<string> header, IReadOnlyList<IReadOnlyList<string>> rows, string? by, DateTime at)
    {
        var order = OrderOf(log, import);
        var text = new StringWriter { NewLine = "\r\n" };
        CsvText.WriteRow(text, header);
        foreach (var row in rows)
            CsvText.WriteRow(text, row);
        // Whatever the file was written in, this is UTF-8.
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(text.ToString()));
        using var file = IncomingFile.ReceiveAsync(folder, stream, Path.GetFileNameWithoutExtension(order.FileName) + ".mended.csv", long.MaxValue, CancellationToken.None).GetAwaiter().GetResult();
        return file.Land(session, log, file.Order(order.Source, order.Country, (Mapping.Parse(order.Mapping ?? Mapping.Empty.ToJson()) with { Encoding = null }).ToJson(), by, $"{MendedMark}{import}:{file.Sha256}"), at);
    }

    /// <summary>The imports of mended rows of an import, in the log's order.</summary>
    public static List<ImportState> MendedOf(ISession session, Scope scope, long import)
    {
        var mark = $"{MendedMark}{import}:";
        return session.List($"select {Imports.Columns} from {IngestTables.Import} where request is not null and substr(request, 1, {mark.Length}) = {mark} and {scope.Brought($"key_id")} order by entry", Imports.Read);
    }

    private static ImportOrder OrderOf(ILog log, long import) =>
        log.Read(import).FirstOrDefault() is { Kind: ImportOrder.Kind } entry && entry.Entry == import ? ImportOrder.FromJson(entry.Text) : throw new KeptFileException($"The log has no import {import} any more.");
}
