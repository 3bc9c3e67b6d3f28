using System.Text;
using System.Text.Unicode;

namespace Meridian.Ingest.Reading;

/// <summary>
/// The lines of a list of one column without decoding or tokenizing them, which for such a list say the same: the fast way that <see cref="CsvRowReader.OpenLines"/> opens.
/// It ends where lines are no longer plain (a quote, a NUL, a bare CR, bytes that are no UTF-8, a line longer than a block), and the reader goes on from there.
/// </summary>
internal sealed class PlainLines : IDisposable
{
    private readonly ContentStream _content;
    private readonly byte[] _ahead = new byte[LineBlock.Size];
    private int _aheadLength;
    private bool _ended;
    private long _bytes;
    private long _lines;

    /// <param name="content">Stands at <paramref name="position"/>.</param>
    /// <param name="position">Bytes of the content before the first line.</param>
    /// <param name="row">The first line's number as <see cref="RowBatch.RowNumber"/> counts.</param>
    public PlainLines(ContentStream content, long position, long row) => (_content, Position, Row) = (content, position, row);

    /// <summary>Bytes of the content before the next line.</summary>
    public long Position { get; private set; }

    /// <summary>The next line's row number.</summary>
    public long Row { get; private set; }

    /// <summary>Lines still to come, by the length of those read, where the content is so many bytes and all plain.</summary>
    public long Expected(long bytes) => _bytes == 0 ? 0 : (long)(Math.Max(0, bytes - Position) / (double)_bytes * _lines);

    /// <summary>The lines that follow are not plain. There may be none.</summary>
    public bool Stopped { get; private set; }

    /// <inheritdoc cref="ContentStream.StoredPosition"/>
    public long StoredPosition => _content.StoredPosition;

    /// <summary>Fills a block; false at the end of the file, and where the lines are <see cref="Stopped">not plain</see>.</summary>
    public bool Read(LineBlock block)
    {
        if (Stopped)
            return false;
        var room = block.Room;
        _ahead.AsSpan(0, _aheadLength).CopyTo(room);
        var length = _aheadLength;
        while (!_ended && length < room.Length)
        {
            var read = _content.Read(room[length..]);
            _ended = read == 0;
            length += read;
        }

        var whole = _ended ? length : room.LastIndexOf((byte)'\n') + 1;
        if (length == 0)
            return false;
        if (whole == 0 || !IsPlain(room[..whole]))
        {
            Stopped = true;
            return false;
        }

        _aheadLength = length - whole;
        room[whole..length].CopyTo(_ahead);
        block.Take(whole, Row);
        Position += whole;
        var lines = room[..whole].Count((byte)'\n');
        Row += lines;
        _lines += lines;
        _bytes += whole;
        return true;
    }

    public void Dispose() => _content.Dispose();

    private static bool IsPlain(ReadOnlySpan<byte> lines) =>
        !lines.ContainsAny((byte)'"', (byte)0)
        && (Ascii.IsValid(lines) || Utf8.IsValid(lines))
        && (!lines.Contains((byte)'\r') || lines.Count((byte)'\r') == lines.Count("\r\n"u8));
}
