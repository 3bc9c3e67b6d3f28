using System.Text;
using Meridian.Ingest.Reading;

namespace Meridian.Ingest;

/// <summary>A row that was not taken: its cells as they stood, which column and value was at fault, and why.</summary>
public sealed record RejectedRow(long Row, long Line, string Column, string Value, string Reason, IReadOnlyList<string> Cells);

/// <summary>
/// The rejected rows of one import, as CSV with the original columns and <see cref="RejectedColumns"/>; mended, it can be imported again as it is.
/// Written batch by batch; what a killed batch left behind is cut off when the import continues.
/// </summary>
public sealed class RejectedFile(string path, IReadOnlyList<string> header) : IDisposable
{
    // A row that is rejected twice gets its report anew.
    private readonly int[] _original = [.. Enumerable.Range(0, header.Count).Where(i => !RejectedColumns.Contains(header[i]))];
    private readonly int _extra = RejectedColumns.ExtraIn(header);
    private FileStream? _stream;

    public string FilePath => path;

    /// <summary>Where an import's rejected rows are.</summary>
    public static string PathOf(string folder, string fileName) => Path.Combine(folder, fileName + ".rejected.csv");

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
            CsvText.WriteRow(writer, [.. _original.Select(i => header[i]), .. RejectedColumns.All]);
        foreach (var row in rows)
        {
            var cells = _original.Select(i => Cell(row, i));
            CsvText.WriteRow(writer, [.. cells, Extra(row), Number(row.Row), Number(row.Line), row.Column, row.Value, row.Reason]);
        }

        writer.Dispose();
        _stream.Flush(flushToDisk: true);
        Length = _stream.Length;
    }

    public void Dispose() => _stream?.Dispose();

    private static string Cell(RejectedRow row, int column) => column >= 0 && column < row.Cells.Count ? row.Cells[column] : "";

    private string Extra(RejectedRow row) => string.Join(", ", row.Cells.Skip(header.Count).Prepend(Cell(row, _extra)).Where(c => c.Length > 0));

    private static string Number(long value) => value.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
