using System.IO.Compression;
using System.Text;
using Meridian.Ingest.Reading;

namespace Meridian.Tests.Ingest.Reading;

/// <summary>A file read to its end, in the form in which tests speak about it.</summary>
internal sealed record Table(IReadOnlyList<string> Header, IReadOnlyList<Row> Rows, IReadOnlyList<BrokenRow> Broken, FileFacts Facts)
{
    /// <summary>All rows as text: cells joined with '|', rows with a line feed.</summary>
    public string Text => string.Join('\n', Rows.Select(r => string.Join('|', r.Cells)));

    public static Table Read(string path, ReadOptions? options = null, int rowsAtOnce = 1000)
    {
        using var reader = TableFile.Open(path, options);
        return Rest(reader, rowsAtOnce);
    }

    public static Table Rest(IRowReader reader, int rowsAtOnce = 1000)
    {
        var rows = new List<Row>();
        var broken = new List<BrokenRow>();
        var batch = new RowBatch(reader.Header.Count);
        while (reader.Read(batch, rowsAtOnce))
        {
            Assert.True(batch.Count + batch.Broken.Count <= rowsAtOnce);
            for (var r = 0; r < batch.Count; r++)
                rows.Add(new Row(batch.RowNumber(r), batch.LineNumber(r), [.. Enumerable.Range(0, batch.Columns).Select(c => batch.Cell(r, c).ToString())]));
            broken.AddRange(batch.Broken);
            batch.Clear();
        }
        Assert.InRange(reader.BytesRead, 0, reader.Facts.Bytes);
        return new Table(reader.Header, rows, broken, reader.Facts);
    }
}

internal sealed record Row(long Number, long Line, string[] Cells);

/// <summary>Files of one test, in a folder of its own that goes with it.</summary>
public abstract class InTempFolder : IDisposable
{
    static InTempFolder() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    protected string Folder { get; } = Directory.CreateTempSubdirectory("meridian-reading-").FullName;

    protected string Write(string name, string text, Encoding? encoding = null) => Write(name, (encoding ?? new UTF8Encoding(false)).GetBytes(text));

    protected string Write(string name, ReadOnlySpan<byte> bytes)
    {
        var path = Path.Combine(Folder, name);
        File.WriteAllBytes(path, bytes);
        return path;
    }

    internal static byte[] Gzip(ReadOnlySpan<byte> content)
    {
        using var memory = new MemoryStream();
        using (var gzip = new GZipStream(memory, CompressionLevel.Fastest))
            gzip.Write(content);
        return memory.ToArray();
    }

    internal static byte[] Zip(params (string Name, byte[] Content)[] entries)
    {
        using var memory = new MemoryStream();
        using (var archive = new ZipArchive(memory, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, content) in entries)
            {
                using var entry = archive.CreateEntry(name, CompressionLevel.Fastest).Open();
                entry.Write(content);
            }
        }
        return memory.ToArray();
    }

    internal Table Read(string text, ReadOptions? options = null) => Table.Read(Write("table.csv", text), options);

    internal static UnreadableFileException Refused(Action read) => Assert.Throws<UnreadableFileException>(read);

    public void Dispose()
    {
        Directory.Delete(Folder, recursive: true);
        GC.SuppressFinalize(this);
    }
}
