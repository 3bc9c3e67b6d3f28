namespace Meridian.Ingest.Reading;

/// <summary>
/// Up to a few thousand rows of one file, as text, in one buffer: cell (r, c) is a span of it, so that reading a row
/// allocates nothing. A batch is filled by an <see cref="IRowReader"/>, read by any number of threads, then cleared and filled again.
/// </summary>
public sealed class RowBatch(int columns)
{
    private char[] _text = new char[1 << 16];
    private int _length;
    private int[] _ends = new int[columns * 256];
    private int _cells;
    private readonly List<long> _rows = [];
    private readonly List<long> _lines = [];

    /// <summary>Cells in every row; equals the header's length.</summary>
    public int Columns => columns;

    /// <summary>Complete rows held.</summary>
    public int Count => _rows.Count;

    /// <summary>Rows that break the file's structure, found while this batch was filled.</summary>
    public List<BrokenRow> Broken { get; } = [];

    /// <summary>The row's number as a spreadsheet shows it: the header is row 1, the first data row is row 2 (JSON: the first element is 1).</summary>
    public long RowNumber(int row) => _rows[row];

    /// <summary>The physical line on which the row starts, from 1; equals the row number where the format has no lines.</summary>
    public long LineNumber(int row) => _lines[row];

    /// <summary>The text of a cell, untrimmed; empty when the file has nothing there.</summary>
    public ReadOnlySpan<char> Cell(int row, int column)
    {
        var i = (row * columns) + column;
        var start = i == 0 ? 0 : _ends[i - 1];
        return _text.AsSpan(start, _ends[i] - start);
    }

    /// <summary>Appends the next cell of the row being filled.</summary>
    public void Add(ReadOnlySpan<char> cell)
    {
        if (_length + cell.Length > _text.Length)
            Array.Resize(ref _text, Math.Max(_text.Length * 2, _length + cell.Length));
        cell.CopyTo(_text.AsSpan(_length));
        _length += cell.Length;
        if (_cells == _ends.Length)
            Array.Resize(ref _ends, _ends.Length * 2);
        _ends[_cells++] = _length;
    }

    /// <summary>Closes the row being filled; missing cells become empty ones.</summary>
    public void EndRow(long rowNumber, long lineNumber)
    {
        while (_cells < (_rows.Count + 1) * columns)
            Add([]);
        _rows.Add(rowNumber);
        _lines.Add(lineNumber);
    }

    /// <summary>Takes back the cells added since the last complete row.</summary>
    public void DropRow()
    {
        _cells = _rows.Count * columns;
        _length = _cells == 0 ? 0 : _ends[_cells - 1];
    }

    /// <summary>Forgets all rows, keeps the memory.</summary>
    public void Clear()
    {
        _length = 0;
        _cells = 0;
        _rows.Clear();
        _lines.Clear();
        Broken.Clear();
    }
}

/// <summary>A data row that cannot be read as a row: its number, line, the cells that could be told apart, and why, in words for a person.</summary>
public sealed record BrokenRow(long Row, long Line, IReadOnlyList<string> Cells, string Reason);
