namespace Meridian.Ingest.Reading;

/// <summary>Bounds that keep memory flat whatever a file claims; the same for every text format, so that one sentence explains them.</summary>
internal static class ReadingLimits
{
    /// <summary>Longest record (CSV row, JSON element, vCard), in UTF-16 units or bytes: 1 MiB.</summary>
    public const int Record = 1 << 20;

    /// <summary>Most columns of a table: Excel's own limit.</summary>
    public const int Columns = 16_384;

    /// <summary>
    /// Bytes without a line end (or without a tag's end in XML) after which a line is longer than <see cref="Record"/> in any encoding:
    /// GB18030 and UTF-32 spend at most four bytes on a UTF-16 unit.
    /// </summary>
    public const int UnbrokenBytes = (4 * Record) + 4096;

    /// <summary>Largest expanded size of a compressed file whose format needs random access (XLSX, Parquet) and is therefore held in memory: 256 MiB.</summary>
    public const int InMemory = 256 << 20;
}
