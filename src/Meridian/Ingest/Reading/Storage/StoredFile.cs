using System.IO.Compression;

namespace Meridian.Ingest.Reading;

/// <summary>One file on disk, its packing found out, whose content can be read from the start as often as a format needs. Nothing is ever unpacked to disk.</summary>
internal sealed class StoredFile
{
    private readonly string? _entry;
    private readonly DecompressionLimits _limits;
    private byte[] _head = [];

    private StoredFile(string path, long bytes, string? compression, string? entry, IReadOnlyList<string> others, DecompressionLimits limits)
    {
        Path = path;
        Bytes = bytes;
        Compression = compression;
        _entry = entry;
        OtherEntries = others;
        _limits = limits;
    }

    /// <summary>As the person gave it; for messages.</summary>
    public string Path { get; }

    /// <summary>Size on disk, bytes.</summary>
    public long Bytes { get; }

    /// <summary>"gz", "zip" or null.</summary>
    public string? Compression { get; }

    /// <summary>Entry that is read, of a .zip.</summary>
    public string? Entry => _entry;

    /// <summary>Further data files of a .zip, which are not read.</summary>
    public IReadOnlyList<string> OtherEntries { get; }

    /// <summary>What the content's first bytes say it is.</summary>
    public ContentKind Kind { get; private set; }

    public DecompressionLimits Limits => _limits;

    /// <exception cref="UnreadableFileException">Missing, a folder, not permitted, empty, or an archive that is refused.</exception>
    public static StoredFile Identify(string path, DecompressionLimits limits)
    {
        using var file = OpenFile(path);
        if (file.Length == 0)
            throw ReadingErrors.Empty(path);
        var head = Head(file);
        return FileSignature.Of(head) switch
        {
            ContentKind.Gzip => new StoredFile(path, file.Length, "gz", null, [], limits).WithHead(nested: true),
            ContentKind.Zip => IdentifyZip(path, file, limits),
            var kind => new StoredFile(path, file.Length, null, null, [], limits) { Kind = kind, _head = head },
        };
    }

    /// <summary>First bytes of the content, at most <see cref="FileSignature.Length"/>.</summary>
    public ReadOnlySpan<byte> Start => _head;

    /// <summary>The content from its first byte.</summary>
    public ContentStream Open()
    {
        var file = OpenFile(Path);
        try
        {
            return Compression switch
            {
                "gz" => new ContentStream(Path, "gzip file", new WholeGzipStream(file), file, Bytes, _limits, null, file),
                "zip" => OpenEntry(file),
                _ => new ContentStream(Path, "file", file, file, Bytes, null, null),
            };
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>The content with random access: the file itself, or its expansion in memory up to <see cref="ReadingLimits.InMemory"/>.</summary>
    /// <exception cref="UnreadableFileException">A compressed file expands to more.</exception>
    public Stream OpenSeekable(string format)
    {
        if (Compression is null)
            return OpenFile(Path);
        using var content = Open();
        var memory = new MemoryStream();
        var buffer = new byte[1 << 16];
        for (int read; (read = content.Read(buffer)) > 0;)
        {
            if (memory.Length + read > ReadingLimits.InMemory)
                throw ReadingErrors.TooLargeInside(Path, format);
            memory.Write(buffer, 0, read);
        }
        memory.Position = 0;
        return memory;
    }

    private StoredFile WithHead(bool nested)
    {
        using (var content = Open())
            _head = Head(content);
        if (_head.Length == 0)
            throw ReadingErrors.Empty(Path);
        Kind = FileSignature.Of(_head);
        if (nested && (Kind == ContentKind.Gzip || (Kind == ContentKind.Zip && !HoldsWorkbook())))
            throw ReadingErrors.NestedArchive(Path, Entry ?? System.IO.Path.GetFileNameWithoutExtension(Path));
        return this;
    }

    private bool HoldsWorkbook()
    {
        using var seekable = OpenSeekable("XLSX");
        using var archive = OpenZip(Path, seekable);
        return WorkbookSignature.Matches(Path, archive);
    }

    private static StoredFile IdentifyZip(string path, FileStream file, DecompressionLimits limits)
    {
        ZipDirectory.CheckCount(path, file, limits.MaxEntries);
        file.Position = 0;
        using var archive = OpenZip(path, file);
        if (WorkbookSignature.Matches(path, archive))
            return new StoredFile(path, file.Length, null, null, [], limits) { Kind = ContentKind.Zip };
        var entries = ZipDirectory.DataEntries(path, archive);
        if (entries.Count == 0)
            throw ReadingErrors.NoData(path);
        UnreadableFileException? first = null;
        foreach (var entry in entries)
        {
            try
            {
                if (entry.IsEncrypted)
                    throw ReadingErrors.Encrypted(path);
                ContentStream.Guard(path, entry.Length, entry.CompressedLength, limits);
                var others = entries.Where(e => e != entry && ZipDirectory.HasDataName(e)).Select(e => e.FullName).ToArray();
                var stored = new StoredFile(path, file.Length, "zip", entry.FullName, others, limits).WithHead(nested: true);
                if (stored.Kind == ContentKind.Foreign)
                    throw FileSignature.Refusal(path, stored._head);
                return stored;
            }
            catch (UnreadableFileException e)
            {
                first ??= e;
            }
        }
        throw first!;
    }

    private ContentStream OpenEntry(FileStream file)
    {
        var archive = OpenZip(Path, file);
        try
        {
            var entry = archive.GetEntry(_entry!) ?? throw ReadingErrors.Damaged(Path, "zip archive");
            return new ContentStream(
                Path, "zip archive", entry.Open(), file, entry.CompressedLength, _limits, new ExpectedContent(entry.Length, entry.Crc32), archive, file);
        }
        catch (InvalidDataException e)
        {
            archive.Dispose();
            throw ReadingErrors.Damaged(Path, "zip archive", e);
        }
    }

    /// <exception cref="UnreadableFileException">The directory does not add up.</exception>
    public static ZipArchive OpenZip(string path, Stream stream)
    {
        try
        {
            var archive = new ZipArchive(stream, ZipArchiveMode.Read, leaveOpen: true);
            _ = archive.Entries.Count;
            return archive;
        }
        catch (InvalidDataException e)
        {
            throw ReadingErrors.Damaged(path, "zip archive", e);
        }
    }

    private static byte[] Head(Stream stream)
    {
        var head = new byte[FileSignature.Length];
        var count = stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        return head[..count];
    }

    private static FileStream OpenFile(string path)
    {
        if (Directory.Exists(path))
            throw ReadingErrors.IsDirectory(path);
        try
        {
            // Readers bring their own large buffers; a second one here would only copy.
            var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, FileOptions.SequentialScan);
            if (file.CanSeek)
                return file;
            file.Dispose();
            throw ReadingErrors.NotRegular(path);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException or ArgumentException)
        {
            throw ReadingErrors.Missing(path);
        }
        catch (UnauthorizedAccessException e)
        {
            throw ReadingErrors.NotPermitted(path, e);
        }
        catch (IOException e)
        {
            throw ReadingErrors.Io(path, e);
        }
    }
}
