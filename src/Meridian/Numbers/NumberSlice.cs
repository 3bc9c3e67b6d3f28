using System.Text;
using Meridian.Foundation.Geography;
using Meridian.Ingest.Reading;

namespace Meridian.Numbers;

/// <summary>Some rows of one file in its order, broken ones among them, each with its number. Its memory goes round: give it back when its rows are written.</summary>
public sealed class NumberSlice
{
    private readonly RowBatch _batch;

    /// <summary>Holds the rows in place of the batch where they are plain lines.</summary>
    private readonly LineBlock? _lines;
    private bool _isLines;

    /// <summary>Index into the batch, or -1 - index into its broken rows.</summary>
    private int[] _order = [];

    internal NumberSlice(NumberFile file)
    {
        File = file;
        _batch = new RowBatch(file.Reader.Header.Count);
        _lines = file.Lines is null ? null : new LineBlock();
    }

    public NumberFile File { get; }

    /// <summary>Which of the files it is, from 0.</summary>
    public int FileIndex { get; private set; }

    /// <summary>It has the first rows of its file.</summary>
    public bool BeginsFile { get; internal set; }

    public int Count { get; private set; }

    /// <summary>One a row; longer than <see cref="Count"/>.</summary>
    public ScreenedNumber[] Numbers { get; private set; } = [];

    /// <summary>Room for what a tool finds of each row; longer than <see cref="Count"/>, and not cleared.</summary>
    public uint[] Found { get; private set; } = [];

    internal RowBatch Rows => _batch;

    /// <summary>The row's number in its file as a spreadsheet shows it.</summary>
    public long RowNumber(int row) => _isLines ? _lines!.RowNumber(row) : _order[row] is var at && at >= 0 ? _batch.RowNumber(at) : _batch.Broken[-1 - at].Row;

    /// <summary>A cell; empty where a broken row has none there.</summary>
    public ReadOnlySpan<char> Cell(int row, int column)
    {
        if (_isLines)
            return Encoding.UTF8.GetString(_lines!.Line(row));
        var at = _order[row];
        if (at >= 0)
            return _batch.Cell(at, column);
        var cells = _batch.Broken[-1 - at].Cells;
        return column < cells.Count ? cells[column] : "";
    }

    /// <summary>Writes a cell.</summary>
    internal void AddCell(CsvRows rows, int row, int column)
    {
        if (_isLines)
            rows.AddUtf8(_lines!.Line(row));
        else
            rows.Add(Cell(row, column));
    }

    /// <summary>Takes the file's next rows; false where there are none left.</summary>
    internal bool TryFill(int rows)
    {
        _isLines = _lines is not null && File.Lines!.Read(_lines);
        if (_isLines)
            return true;
        _batch.Clear();
        return File.ReadOthers(_batch, rows);
    }

    /// <summary>Whether the row breaks the file's structure, so that its cells may stand in the wrong columns.</summary>
    public bool IsBroken(int row) => !_isLines && _order[row] < 0;

    /// <summary>Where the row's national number is taken to be from: by its country column, by most of the column's numbers, by the caller; null where nothing says so.</summary>
    internal string? CountryOf(int row) => (IsBroken(row) ? null : StatedCountry(row)) ?? File.ColumnCountry ?? File.Country;

    /// <summary>What the row itself says: by the calling code beside its number, else by its country.</summary>
    private string? StatedCountry(int row) =>
        File.DialColumn >= 0 && Normalise.DialCode.CountryOf(Cell(row, File.DialColumn)) is { } dialled ? dialled
            : File.CountryColumn >= 0 && Countries.TryFind(Cell(row, File.CountryColumn), out var found) ? found : null;

    /// <summary>The slice may be filled with other rows from now on.</summary>
    public void Return() => File.Spare.Add(this);

    /// <summary>Reads the numbers of the batch's rows; runs on any thread.</summary>
    internal NumberSlice Read(int fileIndex)
    {
        FileIndex = fileIndex;
        if (_isLines)
            ReadLines();
        else
            ReadBatch();
        return this;
    }

    private void ReadLines()
    {
        _lines!.Cut();
        MakeRoom(_lines.Count);
        for (var row = 0; row < Count; row++)
            Numbers[row] = ScreenedNumber.Read(_lines.Line(row), File.ColumnCountry, File.Country);
    }

    private void ReadBatch()
    {
        Order();
        for (var row = 0; row < Count; row++)
        {
            // The cells of a broken row may stand in other columns than they should: whatever it seems to hold is not to be relied on.
            if (_order[row] < 0)
            {
                Numbers[row] = new ScreenedNumber(0, NumberJudgement.OfBrokenRow(_batch.Broken[-1 - _order[row]].Reason));
                continue;
            }

            Numbers[row] = ScreenedNumber.Read(Cell(row, File.Phone), StatedCountry(row), File.ColumnCountry, File.Country);
        }
    }

    private void Order()
    {
        MakeRoom(_batch.Count + _batch.Broken.Count);
        if (_order.Length < Count)
            _order = new int[Count];

        int good = 0, broken = 0;
        for (var i = 0; i < Count; i++)
        {
            var takeGood = broken == _batch.Broken.Count || (good < _batch.Count && _batch.RowNumber(good) < _batch.Broken[broken].Row);
            _order[i] = takeGood ? good++ : -1 - broken++;
        }
    }
    private void MakeRoom(int rows)
    {
        Count = rows;
        if (Numbers.Length >= rows)
            return;
        // An eighth more: slices of lines are of one size in bytes and not in rows.
        Numbers = new ScreenedNumber[rows + (rows / 8)];
        Found = new uint[Numbers.Length];
    }
}
