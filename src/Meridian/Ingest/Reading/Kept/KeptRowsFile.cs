using System.Buffers.Binary;
using System.IO.Hashing;
using System.Text.Json;
using Meridian.Foundation;
using ZstdSharp;

namespace Meridian.Ingest.Reading;

/// <summary>
/// An import's kept file once rows of it were erased: the rest of its rows, in a form that can be rewritten whatever the original was. Format 1: 8 bytes "MRDROWS1",
/// then chunks of <c>u32 length, u64 XXH3 of what follows, zstd of JSON</c>, little endian. The first chunk is the head, the others arrays of rows.
/// </summary>
public static class KeptRowsFile
{
    public const string Name = "rows.kept";

    internal const int ChunkHeadBytes = 12;

    /// <summary>No chunk is longer: a length beyond it is damage.</summary>
    internal const int MostBytes = 1 << 30;

    internal static ReadOnlySpan<byte> Magic => "MRDROWS1"u8;

    /// <summary>Where an import's rows are: in the file as it was imported, or in what was made of it when rows were erased.</summary>
    /// <param name="folder">The import's folder.</param>
    /// <param name="original">Name of the original there.</param>
    public static string Find(string folder, string original) =>
        Path.Combine(folder, Name) is var rewritten && File.Exists(rewritten) ? rewritten : Path.Combine(folder, original);

    public static bool Is(string path) => Path.GetFileName(path) == Name;

    /// <summary>Reads the file from end to end.</summary>
    /// <exception cref="UnreadableFileException">It is damaged.</exception>
    public static void Prove(string path)
    {
        using var reader = new KeptRowsReader(path);
        while (reader.Next() is not null)
        {
            // Reading is the proof.
        }
    }
}

/// <summary>Writes a <see cref="KeptRowsFile"/> beside what it replaces; it takes its place when it is whole and on the disk.</summary>
public sealed class KeptRowsWriter : IDisposable
{
    /// <summary>Rows of a chunk.</summary>
    private const int ChunkRows = 2_048;

    private readonly string _folder;
    private readonly FileStream _file;
    private readonly Compressor _compressor = new(3);
    private readonly List<KeptRow> _rows = [];

    public KeptRowsWriter(string folder, KeptHead head)
    {
        _folder = folder;
        _file = new FileStream(Part, FileMode.Create, FileAccess.Write, FileShare.None, 1 << 16);
        _file.Write(KeptRowsFile.Magic);
        Write(JsonSerializer.SerializeToUtf8Bytes(head));
    }

    private string Part => Path.Combine(_folder, KeptRowsFile.Name + ".part");

    public void Add(KeptRow row)
    {
        _rows.Add(row);
        if (_rows.Count == ChunkRows)
            WriteRows();
    }

    /// <summary>Puts the file in the original's place, which is deleted.</summary>
    public void Complete(string original)
    {
        WriteRows();
        _file.Flush();
        Durable.Flush(_file.SafeFileHandle);
        _file.Dispose();
        File.Move(Part, Path.Combine(_folder, KeptRowsFile.Name), overwrite: true);
        if (!KeptRowsFile.Is(original))
            File.Delete(original);
        Durable.Folder(_folder);
    }

    public void Dispose()
    {
        _file.Dispose();
        _compressor.Dispose();
        File.Delete(Part);
    }

    private void WriteRows()
    {
        if (_rows.Count > 0)
            Write(JsonSerializer.SerializeToUtf8Bytes(_rows));
        _rows.Clear();
    }

    private void Write(byte[] json)
    {
        var packed = _compressor.Wrap(json);
        Span<byte> head = stackalloc byte[KeptRowsFile.ChunkHeadBytes];
        BinaryPrimitives.WriteInt32LittleEndian(head, packed.Length);
        BinaryPrimitives.WriteUInt64LittleEndian(head[4..], XxHash3.HashToUInt64(packed));
        _file.Write(head);
        _file.Write(packed);
    }
}
