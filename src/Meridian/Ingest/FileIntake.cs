using System.Security.Cryptography;
using Meridian.Foundation;
using Meridian.Foundation.Database;
using Meridian.Foundation.Log;

namespace Meridian.Ingest;

/// <summary>Takes a file in: keeps a copy, then writes the log entry that points at it. Nothing is applied here.</summary>
public static class FileIntake
{
    public static LogEntry Take(ISession session, ILog log, DataFolder folder, string path, string source, string? country, string? mapping, DateTime at)
    {
        var incoming = folder.Incoming();
        try
        {
            var kept = "original" + Path.GetExtension(path);
            var sha = Keep(path, Path.Combine(incoming, kept));
            var order = new ImportOrder(source, Path.GetFileName(path), kept, sha, country, mapping ?? Sources.Find(session, source)?.Mapping);
            folder.Share(incoming);
            // The import has the number of its log entry, which is known only when the entry is written; others may be written at the same time.
            return log.Append(ImportOrder.Kind, at, order.ToJson(), entry => incoming = folder.Place(incoming, entry));
        }
        catch
        {
            Directory.Delete(incoming, recursive: true);
            throw;
        }
    }

    /// <summary>Copies a file and flushes it to disk; the hexadecimal SHA-256 of its bytes.</summary>
    private static string Keep(string from, string to)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using var input = new FileStream(from, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 20, FileOptions.SequentialScan);
        using var output = new FileStream(to, FileMode.Create, FileAccess.Write, FileShare.None, 0);
        var buffer = new byte[1 << 20];
        int read;
        while ((read = input.Read(buffer)) > 0)
        {
            hash.AppendData(buffer, 0, read);
            output.Write(buffer, 0, read);
        }

        output.Flush();
        Durable.Flush(output.SafeFileHandle);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
