using Meridian.Foundation;
using Meridian.Foundation.Database;
using Meridian.Foundation.Governance;
using Meridian.Foundation.Log;
using Meridian.Ingest.Reading;

namespace Meridian.Ingest;

/// <summary>Brings an import in again that was undone, and knows those whose rows were rejected and mended.</summary>
public static class ImportsAgain
{
    private const string MendedMark = "mended-";

    /// <summary>A condition on an import: it is of rows that were mended.</summary>
    public static Sql IsMended => $"coalesce(substr(request, 1, {MendedMark.Length}) = {MendedMark}, false)";

    /// <summary>By which a request to bring mended rows of an import in is known; see <see cref="ImportOrder.Request"/>.</summary>
    internal static string RequestOf(long import, string sha256) => $"{MendedMark}{import}:{sha256}";

    /// <summary>Writes the log entry of an import of the same file, read in the same way.</summary>
    /// <param name="by">Who asks.</param>
    /// <exception cref="KeptFileException">The kept file is gone.</exception>
    public static LogEntry Again(ILog log, DataFolder folder, long import, string? by, DateTime at)
    {
        var order = OrderOf(log, import) with { Key = by, Request = null };
        var kept = KeptRowsFile.Find(folder.Bring(import), order.KeptFile);
        if (!File.Exists(kept))
            throw new KeptFileException($"The kept file of import {import}, {kept}, is gone.");
        using var file = IncomingFile.Copy(folder, kept, order.FileName, order.Sha256);
        return file.Land(log, order, at);
    }

    /// <summary>The imports of mended rows of an import, in the log's order.</summary>
    public static List<ImportState> MendedOf(ISession session, Scope scope, long import)
    {
        var mark = $"{MendedMark}{import}:";
        return session.List($"select {Imports.Columns} from {IngestTables.Import} where request is not null and substr(request, 1, {mark.Length}) = {mark} and {scope.Brought($"key_id")} order by entry", Imports.Read);
    }

    /// <exception cref="KeptFileException">The log has it no more.</exception>
    internal static ImportOrder OrderOf(ILog log, long import) =>
        log.Read(import).FirstOrDefault() is { Kind: ImportOrder.Kind } entry && entry.Entry == import ? ImportOrder.FromJson(entry.Text) : throw new KeptFileException($"The log has no import {import} any more.");
}
