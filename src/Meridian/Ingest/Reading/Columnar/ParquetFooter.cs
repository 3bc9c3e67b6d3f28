using System.Buffers.Binary;
using Parquet.Meta;

namespace Meridian.Ingest.Reading;

/// <summary>Checks what a Parquet file claims before a library believes it (layout: apache/parquet-format README, "File format").</summary>
internal static class ParquetFooter
{
    // Footers of ten thousand columns and a thousand row groups stay below this.
    private const int MostFooterBytes = 64 << 20;

    // A row group is held in memory whole. Writers' defaults are 1 M rows (pyarrow), 123 k (DuckDB), 128 MiB (Spark).
    private const long MostGroupBytes = 1L << 30;
    private const long MostGroupCells = 1L << 26;

    private const int Tail = 8;

    /// <summary>Encodings that are read; version 2's others, and those to come, are not promised.</summary>
    private static readonly Encoding[] Read =
    [
        Encoding.PLAIN, Encoding.PLAIN_DICTIONARY, Encoding.RLE, Encoding.RLE_DICTIONARY, Encoding.BIT_PACKED, Encoding.DELTA_BINARY_PACKED, Encoding.DELTA_LENGTH_BYTE_ARRAY, Encoding.DELTA_BYTE_ARRAY,
    ];

    /// <exception cref="UnreadableFileException">Cut, encrypted, a footer longer than the file, or not one at all.</exception>
    public static void Check(string path, Stream file)
    {
        var tail = new byte[Tail];
        if (file.Length < Tail + 4)
            throw ReadingErrors.Parquet(path, "is cut off");
        file.Position = file.Length - Tail;
        file.ReadExactly(tail);
        file.Position = 0;
        if (tail.AsSpan(4).SequenceEqual("PARE"u8))
            throw ReadingErrors.Parquet(path, "is encrypted");
        if (!tail.AsSpan(4).SequenceEqual("PAR1"u8))
            throw ReadingErrors.Parquet(path, "is cut off: its footer is missing");
        var length = BinaryPrimitives.ReadInt32LittleEndian(tail);
        if (length <= 0 || length > file.Length - Tail - 4 || length > MostFooterBytes)
            throw ReadingErrors.Parquet(path, "is damaged: its footer claims a length that cannot be");
        var footer = new byte[length];
        file.Position = file.Length - Tail - length;
        file.ReadExactly(footer);
        file.Position = 0;
        try
        {
            new ThriftWalker(footer).Struct(ThriftShape.Footer);
        }
        catch (InvalidDataException e)
        {
            throw ReadingErrors.Parquet(path, "is damaged, or of a version that cannot be read yet", e);
        }
    }

    /// <summary>Whether a group says that its values are written in a way that the library may not read, or that is newer than it: then a failure is no damage.</summary>
    public static bool IsOfUnknownForm(RowGroup group) => group.Columns.Exists(c => c.MetaData is { } data
        && (data.Encodings.Exists(e => !Read.Contains(e)) || data.Codec == CompressionCodec.LZO || !Enum.IsDefined(data.Codec)));

    /// <exception cref="UnreadableFileException">A row group that the file cannot hold, or that memory should not.</exception>
    public static void CheckGroup(string path, Stream file, RowGroup group)
    {
        long compressed = 0, values = 0;
        foreach (var column in group.Columns)
        {
            if (column.MetaData is not { } data || data.TotalCompressedSize < 0 || data.TotalUncompressedSize < 0 || data.NumValues < 0 || data.DataPageOffset < 0)
                throw ReadingErrors.Parquet(path, "is damaged: a column claims what cannot be");
            compressed = Add(compressed, data.TotalCompressedSize);
            values = Add(values, data.NumValues);
        }
        if (group.NumRows < 0 || compressed > file.Length)
            throw ReadingErrors.Parquet(path, "is damaged: a row group claims more than the file holds");
        try
        {
            if (values > MostGroupCells || group.NumRows > MostGroupCells || ParquetPages.Check(file, group) > MostGroupBytes)
                throw ReadingErrors.Parquet(path, "has a row group too large for memory; write row groups of at most a million rows");
        }
        catch (InvalidDataException e)
        {
            throw ReadingErrors.Parquet(path, "is damaged: a page claims what cannot be", e);
        }
    }

    private static long Add(long a, long b) => a > long.MaxValue - b ? long.MaxValue : a + b;
}
