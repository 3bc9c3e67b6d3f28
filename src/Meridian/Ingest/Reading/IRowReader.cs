namespace Meridian.Ingest.Reading;

/// <summary>Reads one table of customers from one file, front to back, in flat memory. Opened by <see cref="TableFile.Open"/>.</summary>
public interface IRowReader : IDisposable
{
    /// <summary>What was found out about the file, to be shown before anything is imported.</summary>
    FileFacts Facts { get; }

    /// <summary>Column names, trimmed; a blank one becomes "column 3", a second "phone" becomes "phone (2)".</summary>
    IReadOnlyList<string> Header { get; }

    /// <summary>The row in which the header stands, as a spreadsheet counts: blank ones may stand before it.</summary>
    long HeaderRow => 1;

    /// <summary>Position in the file as stored on disk (compressed bytes of a compressed one), for the progress bar.</summary>
    long BytesRead { get; }

    /// <summary>
    /// Appends up to <paramref name="rows"/> more rows, good and broken ones together, so that a file of nothing but broken rows stays flat in
    /// memory too; blank rows are passed over. True if anything was appended: once false, the end of the file is reached.
    /// </summary>
    /// <exception cref="UnreadableFileException">The file is not what it says from here on.</exception>
    bool Read(RowBatch batch, int rows);
}

/// <summary>Format ("csv", "xlsx", "json", "jsonl", "parquet", "vcard"), compression ("gz", "zip" or null), encoding's web name, delimiter, size in bytes on disk.</summary>
public sealed record FileFacts(string Format, string? Compression, string? Encoding, char? Delimiter, long Bytes)
{
    /// <summary>What is read inside the file: an archive's entry, a workbook's sheet, the path of a JSON array ("contacts.list"); null where it is the file itself.</summary>
    public string? Part { get; init; }

    /// <summary>What the file holds beside it and is not read: further data files of the archive, sheets with a table, arrays of objects.</summary>
    public IReadOnlyList<string> OtherParts { get; init; } = [];

    internal static FileFacts Of(StoredFile file, string format, string? encoding = null, char? delimiter = null) =>
        new(format, file.Compression, encoding, delimiter, file.Bytes) { Part = file.Entry, OtherParts = file.OtherEntries };
}

/// <summary>The file as a whole cannot be read: one clear sentence that names the file, what is wrong and what to do. Exit code 2.</summary>
public class UnreadableFileException(string message, Exception? inner = null) : Exception(message, inner);
