using System.Buffers.Binary;
using System.IO.Hashing;
using System.Text.Json;
using ZstdSharp;

namespace Meridian.Ingest.Reading;

/// <summary>Reads a <see cref="KeptRowsFile"/>; rows that were erased come as broken ones without cells, so that every other row keeps its place.</summary>
public sealed class KeptRowsReader : IRowReader
{
    private readonly string _path;
    private readonly FileStream _file;
    private readonly Decompressor _decompressor = new();
    private readonly Queue<KeptRow> _rows = new();

    /// <exception cref="UnreadableFileException">It is damaged.</exception>
    public KeptRowsReader(string path)
    {
        _path = path;
        _file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, 1 << 16);
        try
        {
            Span<byte> magic = stackalloc byte[8];
            if (_file.ReadAtLeast(magic, magic.Length, throwOnEndOfStream: false) < magic.Length || !magic.SequenceEqual(KeptRowsFile.Magic))
                throw Damaged();
            Head = JsonSerializer.Deserialize<KeptHead>(Chunk() ?? throw Damaged())!;
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public KeptHead Head { get; }

    public FileFacts Facts => Head.Facts;

    public IReadOnlyList<string> Header => Head.Header;

    public long HeaderRow => Head.HeaderRow;

    public long BytesRead => _file.Position;

    /// <summary>The next row, or null behind the last.</summary>
    public KeptRow? Next()
    {
        if (_rows.Count == 0 && Chunk() is { } json)
        {
            foreach (var row in JsonSerializer.Deserialize<List<KeptRow>>(json)!)
                _rows.Enqueue(row);
        }

        return _rows.TryDequeue(out var next) ? next : null;
    }

    public bool Read(RowBatch batch, int rows)
    {
        var read = 0;
        for (; read < rows && Next() is { } row; read++)
        {
            if (row.Broken is not null || row.Cells is null)
            {
                batch.Broken.Add(new BrokenRow(row.Row, row.Line, row.Cells ?? [], row.Broken ?? KeptRow.Erased));
                continue;
            }

            foreach (var cell in row.Cells)
                batch.Add(cell);
            batch.EndRow(row.Row, row.Line);
        }

        return read > 0;
    }

    public void Dispose()
    {
        _file.Dispose();
        _decompressor.Dispose();
    }

    private byte[]? Chunk()
    {
        Span<byte> head = stackalloc byte[KeptRowsFile.ChunkHeadBytes];
        var read = _file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        if (read == 0)
            return null;
        var length = BinaryPrimitives.ReadInt32LittleEndian(head);
        if (read < head.Length || length is <= 0 or > KeptRowsFile.MostBytes)
            throw Damaged();
        var packed = new byte[length];
        if (_file.ReadAtLeast(packed, length, throwOnEndOfStream: false) < length || XxHash3.HashToUInt64(packed) != BinaryPrimitives.ReadUInt64LittleEndian(head[4..]))
            throw Damaged();
        return _decompressor.Unwrap(packed).ToArray();
    }

    private UnreadableFileException Damaged() => new($"{_path}: the kept file is damaged. Put it back from a backup.");
}
