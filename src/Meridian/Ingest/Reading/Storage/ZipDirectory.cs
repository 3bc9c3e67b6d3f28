using System.Buffers.Binary;
using System.IO.Compression;

namespace Meridian.Ingest.Reading;

/// <summary>
/// The table of contents of a .zip, checked before <see cref="ZipArchive"/> may build an object an entry: count, names, links.
/// Layout: PKWARE APPNOTE 6.3.10, sections 4.3.12 (entries), 4.3.14 and 4.3.16 (end records).
/// </summary>
internal static class ZipDirectory
{
    private const int EndRecord = 22;
    private const int Entry = 46;
    private const uint EntryMark = 0x02014B50;
    private static readonly string[] DataExtensions = [".csv", ".tsv", ".tab", ".json", ".jsonl", ".ndjson", ".xlsx", ".parquet", ".vcf"];

    /// <summary>Walks the directory itself, because the count in the end record can lie, and stops one past the limit.</summary>
    /// <exception cref="UnreadableFileException">No directory (the file is cut), or too many entries.</exception>
    public static void CheckCount(string path, Stream file, int limit)
    {
        file.Position = DirectoryOffset(path, file);
        using var walk = new BufferedReader(file);
        for (var entries = 0; walk.Take(Entry) is { IsEmpty: false } head && BinaryPrimitives.ReadUInt32LittleEndian(head) == EntryMark; entries++)
        {
            if (entries == limit)
                throw ReadingErrors.TooManyEntries(path, limit);
            walk.Skip(BinaryPrimitives.ReadUInt16LittleEndian(head[28..])
                + BinaryPrimitives.ReadUInt16LittleEndian(head[30..])
                + BinaryPrimitives.ReadUInt16LittleEndian(head[32..]));
        }
    }

    /// <summary>Files that may hold customers, the likeliest first: folders, hidden files and macOS's shadows are passed over.</summary>
    /// <exception cref="UnreadableFileException">An entry's name points outside the archive, or it is a link.</exception>
    public static List<ZipArchiveEntry> DataEntries(string path, ZipArchive archive)
    {
        foreach (var entry in archive.Entries)
        {
            if (PointsOutside(entry.FullName))
                throw ReadingErrors.UnsafeEntry(path, entry.FullName);
            if (((entry.ExternalAttributes >> 16) & 0xF000) == 0xA000)
                throw ReadingErrors.Link(path, entry.FullName);
        }
        return [.. archive.Entries
            .Where(e => e.Name.Length > 0 && e.Name[0] != '.' && !e.FullName.StartsWith("__MACOSX/", StringComparison.Ordinal))
            .OrderBy(e => HasDataName(e) ? 0 : 1)];
    }

    /// <summary>Whether the entry's name ends as those of data files do.</summary>
    public static bool HasDataName(ZipArchiveEntry entry) => DataExtensions.Contains(Path.GetExtension(entry.Name).ToLowerInvariant());

    private static bool PointsOutside(string name) =>
        name.StartsWith('/') || name.StartsWith('\\') || (name.Length > 1 && name[1] == ':') || name.Split('/', '\\').Contains("..");

    private static long DirectoryOffset(string path, Stream file)
    {
        var tail = new byte[Math.Min(file.Length, EndRecord + ushort.MaxValue)];
        file.Position = file.Length - tail.Length;
        file.ReadExactly(tail);
        var end = tail.AsSpan().LastIndexOf("PK\x05\x06"u8);
        if (end < 0 || end + EndRecord > tail.Length)
            throw ReadingErrors.Truncated(path, "zip archive");
        long offset = BinaryPrimitives.ReadUInt32LittleEndian(tail.AsSpan(end + 16));
        if (offset == uint.MaxValue && end >= 20 && tail.AsSpan(end - 20).StartsWith("PK\x06\x07"u8))
            offset = Zip64Offset(path, file, BinaryPrimitives.ReadInt64LittleEndian(tail.AsSpan(end - 12)));
        return offset >= 0 && offset <= file.Length ? offset : throw ReadingErrors.Damaged(path, "zip archive");
    }

    private static long Zip64Offset(string path, Stream file, long at)
    {
        var record = new byte[56];
        if (at < 0 || at + record.Length > file.Length)
            throw ReadingErrors.Damaged(path, "zip archive");
        file.Position = at;
        file.ReadExactly(record);
        return BinaryPrimitives.ReadInt64LittleEndian(record.AsSpan(48));
    }

    private sealed class BufferedReader(Stream file) : IDisposable
    {
        private readonly BufferedStream _stream = new(file, 1 << 16);
        private readonly byte[] _head = new byte[Entry];

        public ReadOnlySpan<byte> Take(int count) => _stream.ReadAtLeast(_head.AsSpan(0, count), count, throwOnEndOfStream: false) < count ? default : _head;

        public void Skip(int count) => _stream.Seek(count, SeekOrigin.Current);

        // The file is the caller's; BufferedStream holds no other resource.
        public void Dispose() => _stream.Flush();
    }
}
