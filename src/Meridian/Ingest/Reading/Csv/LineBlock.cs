using System.Numerics;
using System.Runtime.Intrinsics;

namespace Meridian.Ingest.Reading;

/// <summary>
/// Whole lines of a list of one column, as the file has them: UTF-8, no quotes. Filled by <see cref="PlainLines"/>, cut into rows by any thread, then filled again.
/// </summary>
internal sealed class LineBlock
{
    /// <summary>Bytes at most: some 4,500 phone numbers.</summary>
    public const int Size = 1 << 16;

    private readonly byte[] _text = new byte[Size];
    private Row[] _rows = new Row[1 << 12];
    private int _length;
    private long _firstRow;

    private readonly record struct Row(int Start, int Length, int Line);

    /// <summary>Lines that are not blank.</summary>
    public int Count { get; private set; }

    /// <summary>Room for the lines.</summary>
    public Span<byte> Room => _text;

    /// <summary>As <see cref="RowBatch.RowNumber"/>.</summary>
    public long RowNumber(int row) => _firstRow + _rows[row].Line;

    /// <summary>A line without its end.</summary>
    public ReadOnlySpan<byte> Line(int row) => _text.AsSpan(_rows[row].Start, _rows[row].Length);

    /// <summary>What is in the room is lines from a row of the file on.</summary>
    public void Take(int length, long firstRow) => (_length, _firstRow, Count) = (length, firstRow, 0);

    /// <summary>Finds the lines.</summary>
    public void Cut()
    {
        var text = _text.AsSpan(0, _length);
        int start = 0, line = 0, at = 0;
        var ends = Vector256.Create((byte)'\n');
        for (; at + Vector256<byte>.Count <= text.Length; at += Vector256<byte>.Count)
        {
            // A line of a phone number is shorter than looking for its end by a call of its own takes.
            for (var found = Vector256.Equals(Vector256.Create(text[at..]), ends).ExtractMostSignificantBits(); found != 0; found &= found - 1)
                Add(ref start, at + BitOperations.TrailingZeroCount(found), line++);
        }

        for (; at < text.Length; at++)
        {
            if (text[at] == '\n')
                Add(ref start, at, line++);
        }

        if (start < text.Length)
            Add(ref start, text.Length, line);
    }

    private void Add(ref int start, int end, int line)
    {
        var length = end - start;
        if (length > 0 && _text[end - 1] == '\r')
            length--;
        if (!IsBlank(_text.AsSpan(start, length)))
        {
            if (Count == _rows.Length)
                Array.Resize(ref _rows, _rows.Length * 2);
            _rows[Count++] = new Row(start, length, line);
        }

        start = end + 1;
    }

    private static bool IsBlank(ReadOnlySpan<byte> line) =>
        line.IsEmpty || (line[0] is <= (byte)' ' or >= 0x80 && System.Text.Encoding.UTF8.GetString(line).AsSpan().IsWhiteSpace());
}
