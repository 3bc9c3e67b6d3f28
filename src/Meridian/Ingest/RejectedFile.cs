using System.Text;

namespace Meridian.Ingest;

/// <summary>A row that was not taken: its cells as they stood, which column and value was at fault, and why.</summary>
public sealed record RejectedRow(long Row, long Line, string Column, string Value, string Reason, IReadOnlyList<string> Cells);

/// <summary>
/// The rejected rows of one import, as CSV with the original columns and five more; mended, it can be imported again as it is.
/// Written batch by batch; what a killed batch left behind is cut off when the import continues.
/// </summary>
public sealed class RejectedFile(string path, IReadOnlyList<string> header) : IDisposable
{
    private FileStream? _stream;

    public string FilePath => path;

    /// <summary>Bytes that are durable; kept with the batch's cursor.</summary>
    public long Length { get; private set; }

    /// <summary>Continues after <paramref name="bytes"/>, the length as of the last committed batch.</summary>
    public void ContinueAt(long bytes)
    {
        Length = bytes;
        if (bytes == 0)
        {
            File.Delete(path);
            return;
        }

        using var stream = new FileStream(path, FileMode.Open, FileAccess.Write);
        stream.SetLength(bytes);
    }

    public void Append(IReadOnlyList<RejectedRow> rows)
    {
        if (rows.Count == 0)
            return;
        if (_stream is null)
        {
            _stream = new FileStream(path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.Read);
            _stream.Seek(0, SeekOrigin.End);
        }

        // The byte-order mark is what makes Excel read the file as UTF-8.
        var writer = new StreamWriter(_stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: _stream.Length == 0), leaveOpen: true);
        if (_stream.Length == 0)
            CsvText.WriteRow(writer, [.. header, "_row", "_line", "_column", "_value", "_reason"]);
        foreach (var row in rows)
        {
            var cells = header.Select((_, i) => i < row.Cells.Count ? row.Cells[i] : "");
            CsvText.WriteRow(writer, [.. cells, Number(row.Row), Number(row.Line), row.Column, row.Value, row.Reason]);
        }

        writer.Dispose();
        _stream.Flush(flushToDisk: true);
        Length = _stream.Length;
    }

    public void Dispose() => _stream?.Dispose();

    private static string Number(long value) => value.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
