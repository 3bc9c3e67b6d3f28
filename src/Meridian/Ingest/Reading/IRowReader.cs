namespace Meridian.Ingest.Reading;

/// <summary>Reads one table of customers from one file, front to back, in flat memory. Opened by <see cref="TableFile.Open"/>.</summary>
public interface IRowReader : IDisposable
{
    /// <summary>What was found out about the file, to be shown before anything is imported.</summary>
    FileFacts Facts { get; }

    /// <summary>Column names, trimmed; a blank one becomes "column 3", a second "phone" becomes "phone (2)".</summary>
    IReadOnlyList<string> Header { get; }

    /// <summary>Position in the file as stored on disk (compressed bytes of a compressed one), for the progress bar.</summary>
    long BytesRead { get; }

    /// <summary>Appends up to <paramref name="rows"/> more rows and the broken ones met on the way; blank rows are passed over. False at the end of the file.</summary>
    /// <exception cref="UnreadableFileException">The file is not what it says from here on.</exception>
    bool Read(RowBatch batch, int rows);
}

/// <summary>Format ("csv", "xlsx", "json", "jsonl", "parquet", "vcard"), compression ("gz", "zip" or null), encoding's web name, delimiter, size in bytes on disk.</summary>
public sealed record FileFacts(string Format, string? Compression, string? Encoding, char? Delimiter, long Bytes);

/// <summary>The file as a whole cannot be read: one clear sentence that names the file, what is wrong and what to do. Exit code 2.</summary>
public sealed class UnreadableFileException(string message, Exception? inner = null) : Exception(message, inner);
