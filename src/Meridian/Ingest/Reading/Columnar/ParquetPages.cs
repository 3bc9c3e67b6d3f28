using Parquet.Meta;

namespace Meridian.Ingest.Reading;

/// <summary>Follows a row group's pages by their headers before the library allocates what they claim.</summary>
internal static class ParquetPages
{
    // A header with its statistics; those are cut to 64 bytes by most writers.
    private const int MostHeaderBytes = 1 << 18;

    // Pages are a mebibyte by default; no codec makes a large one a thousand times smaller.
    private const int LargePage = 16 << 20;
    private const int MostRatio = 1000;

    private const int DataPage = 0;
    private const int DictionaryPage = 2;
    private const int DataPageV2 = 3;

    /// <returns>What the group's pages expand to, bytes.</returns>
    /// <exception cref="InvalidDataException">A page lies outside the file, or claims what it cannot hold.</exception>
    public static long Check(Stream file, RowGroup group) => group.Columns.Sum(c => Check(file, c.MetaData!));

    private static long Check(Stream file, ColumnMetaData column)
    {
        // Where the library starts too: writers fill these three differently.
        var at = new[] { column.DictionaryPageOffset ?? 0, column.DataPageOffset, column.IndexPageOffset ?? 0 }.Where(o => o != 0).DefaultIfEmpty().Min();
        var header = new byte[1 << 12];
        long values = 0, expanded = 0;
        while (values < column.NumValues)
        {
            if (at < 4 || at >= file.Length)
                throw new InvalidDataException();
            var page = Header(file, at, ref header);
            var type = page.Integer(ThriftShape.Page, 1) ?? -1;
            var count = page.Integer(type switch { DataPage => "DataPage", DictionaryPage => "DictionaryPage", DataPageV2 => "DataPageV2", _ => throw new InvalidDataException() }, 1);
            var stored = page.Integer(ThriftShape.Page, 3) ?? -1;
            var bytes = page.Integer(ThriftShape.Page, 2) ?? -1;
            var data = at + page.Position;
            at = data + stored;
            // A dictionary's values stand side by side, the smallest (a boolean) in a bit.
            if (count is null or < 0 || stored < 0 || bytes is < 0 or > int.MaxValue || at > file.Length || (type == DictionaryPage && count > bytes * 8))
                throw new InvalidDataException();
            if (column.Codec == CompressionCodec.SNAPPY && page.Integer("DataPageV2", 7) != 0)
                CheckSnappy(file, data + Levels(page), at, bytes - Levels(page));
            if (bytes > LargePage && bytes / MostRatio > stored)
                throw new InvalidDataException();
            expanded += bytes;
            values += type == DictionaryPage ? 0 : count.Value;
        }
        return values == column.NumValues ? expanded : throw new InvalidDataException();
    }

    // Of a version 2 page only the values are compressed, not the levels before them.
    private static long Levels(ThriftWalker page) => (page.Integer("DataPageV2", 5) ?? 0) + (page.Integer("DataPageV2", 6) ?? 0);

    // A Snappy block states its own size (google/snappy format_description.txt), and the decompressor allocates it: measured, 256 MiB for a page of 100 bytes.
    private static void CheckSnappy(Stream file, long at, long end, long expected)
    {
        if (at == end && expected == 0)
            return;
        if (at < 4 || at >= end)
            throw new InvalidDataException();
        file.Position = at;
        long size = 0;
        for (var shift = 0; shift < 35; shift += 7)
        {
            var b = file.ReadByte();
            size |= (long)(b & 0x7F) << shift;
            if (b < 0x80)
                break;
        }
        if (size != expected)
            throw new InvalidDataException();
    }

    private static ThriftWalker Header(Stream file, long at, ref byte[] buffer)
    {
        while (true)
        {
            file.Position = at;
            var read = file.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
            var walker = new ThriftWalker(buffer.AsSpan(0, read));
            try
            {
                walker.Struct(ThriftShape.Page);
                return walker;
            }
            catch (InvalidDataException) when (read == buffer.Length && buffer.Length < MostHeaderBytes)
            {
                buffer = new byte[MostHeaderBytes];
            }
        }
    }
}
