using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Text;
using System.Text.Unicode;
using Meridian.Ingest;

namespace Meridian.Numbers;

/// <summary>
/// Rows of CSV in memory as UTF-8, without a string for each cell; the same characters as <see cref="CsvText"/> writes. A cell of the input that is protected
/// already stays as it is, so that a file that goes through twice gets no second apostrophe. Buffers go round: millions of rows need a handful.
/// </summary>
public sealed class CsvRows
{
    private static readonly ConcurrentBag<CsvRows> Spare = [];

    private byte[] _text = new byte[1 << 16];
    private int _length;
    private int _rowStart;
    private bool _begun;

    private CsvRows()
    {
    }

    /// <summary>The byte order mark, by which Excel knows UTF-8.</summary>
    public static ReadOnlySpan<byte> Mark => [0xEF, 0xBB, 0xBF];

    /// <summary>What was written; valid until <see cref="Return"/>.</summary>
    public ReadOnlySpan<byte> Written => _text.AsSpan(0, _length);

    /// <summary>Empty rows, to be given back by <see cref="Return"/>.</summary>
    public static CsvRows Rent() => Spare.TryTake(out var rows) ? rows : new CsvRows();

    public void Return()
    {
        (_length, _rowStart, _begun) = (0, 0, false);
        Spare.Add(this);
    }

    /// <summary>Text as it is, no cell: a mark, a line.</summary>
    public void AddRaw(ReadOnlySpan<byte> text)
    {
        Need(text.Length);
        text.CopyTo(_text.AsSpan(_length));
        _length += text.Length;
        _rowStart = _length;
    }

    public void Add(ReadOnlySpan<char> cell)
    {
        // A lone surrogate becomes the replacement character; three bytes a character are enough, and each may be a quote.
        Begin((cell.Length * 6) + 4);
        if (cell.IsEmpty)
            return;
        var shape = CsvShape.Of(cell);
        Open(shape);
        for (var quote = shape.NeedsQuotes ? cell.IndexOf('"') : -1; quote >= 0; quote = cell.IndexOf('"'))
        {
            Append(cell[..(quote + 1)]);
            _text[_length++] = (byte)'"';
            cell = cell[(quote + 1)..];
        }

        Append(cell);
        Close(shape);
    }

    /// <summary>A cell that is UTF-8.</summary>
    public void AddUtf8(ReadOnlySpan<byte> cell)
    {
        Begin((cell.Length * 2) + 4);
        if (cell.IsEmpty)
            return;
        var shape = CsvShape.Of(cell);
        Open(shape);
        for (var quote = shape.NeedsQuotes ? cell.IndexOf((byte)'"') : -1; quote >= 0; quote = cell.IndexOf((byte)'"'))
        {
            Append(cell[..(quote + 1)]);
            _text[_length++] = (byte)'"';
            cell = cell[(quote + 1)..];
        }

        Append(cell);
        Close(shape);
    }

    /// <summary>One cell or several, as CSV already.</summary>
    public void AddCells(ReadOnlySpan<byte> cells)
    {
        Begin(cells.Length + 1);
        Append(cells);
    }

    /// <summary>An E.164 number by its key; empty for 0.</summary>
    public void AddNumber(ulong key)
    {
        Begin(24);
        if (key == 0)
            return;
        _text[_length++] = (byte)'+';
        AddDigits(key);
    }

    /// <summary>A whole number.</summary>
    public void Add(long number)
    {
        Begin(24);
        AddDigits((ulong)number);
    }

    /// <summary>An empty cell.</summary>
    public void AddNothing() => Begin(4);

    public void EndRow()
    {
        Need(2);
        _text[_length++] = (byte)'\r';
        _text[_length++] = (byte)'\n';
        _rowStart = _length;
        _begun = false;
    }

    /// <summary>Forgets the cells since the last row ended.</summary>
    public void DropRow()
    {
        _length = _rowStart;
        _begun = false;
    }

    public override string ToString() => Encoding.UTF8.GetString(Written);

    private void Begin(int more)
    {
        Need(more);
        if (_begun)
            _text[_length++] = (byte)',';
        _begun = true;
    }

    private void Open(CsvShape shape)
    {
        if (shape.NeedsQuotes)
            _text[_length++] = (byte)'"';
        if (shape.NeedsGuard)
            _text[_length++] = (byte)'\'';
    }

    private void Close(CsvShape shape)
    {
        if (shape.NeedsQuotes)
            _text[_length++] = (byte)'"';
    }

    private void Append(ReadOnlySpan<byte> text)
    {
        text.CopyTo(_text.AsSpan(_length));
        _length += text.Length;
    }

    private void Append(ReadOnlySpan<char> text)
    {
        Utf8.FromUtf16(text, _text.AsSpan(_length), out _, out var written);
        _length += written;
    }

    private void AddDigits(ulong number)
    {
        Utf8Formatter.TryFormat(number, _text.AsSpan(_length), out var written);
        _length += written;
    }

    private void Need(int more)
    {
        if (_length + more > _text.Length)
            Array.Resize(ref _text, Math.Max(_text.Length * 2, _length + more));
    }
}
