using Meridian.Foundation.Geography;
using Meridian.Ingest.Reading;

namespace Meridian.Numbers;

/// <summary>Some rows of one file in its order, broken ones among them, each with its number. Its memory goes round: give it back when its rows are written.</summary>
public sealed class NumberSlice
{
    private readonly RowBatch _batch;

    /// <summary>Index into the batch, or -1 - index into its broken rows.</summary>
    private int[] _order = [];

    internal NumberSlice(NumberFile file)
    {
        File = file;
        _batch = new RowBatch(file.Reader.Header.Count);
    }

    public NumberFile File { get; }

    /// <summary>Which of the files it is, from 0.</summary>
    public int FileIndex { get; private set; }

    public int Count { get; private set; }

    /// <summary>One a row; longer than <see cref="Count"/>.</summary>
    public ScreenedNumber[] Numbers { get; private set; } = [];

    /// <summary>Room for what a tool finds of each row; longer than <see cref="Count"/>, and not cleared.</summary>
    public uint[] Found { get; private set; } = [];

    internal RowBatch Rows => _batch;

    /// <summary>The row's number in its file as a spreadsheet shows it.</summary>
    public long RowNumber(int row) => _order[row] is var at && at >= 0 ? _batch.RowNumber(at) : _batch.Broken[-1 - at].Row;

    /// <summary>A cell; empty where a broken row has none there.</summary>
    public ReadOnlySpan<char> Cell(int row, int column)
    {
        var at = _order[row];
        if (at >= 0)
            return _batch.Cell(at, column);
        var cells = _batch.Broken[-1 - at].Cells;
        return column < cells.Count ? cells[column] : "";
    }

    /// <summary>Whether the row breaks the file's structure, so that its cells may stand in the wrong columns.</summary>
    public bool IsBroken(int row) => _order[row] < 0;

    /// <summary>Where the row's national number is taken to be from: by its country column, by most of the column's numbers, by the caller; null where nothing says so.</summary>
    internal string? CountryOf(int row) =>
        File.CountryColumn >= 0 && !IsBroken(row) && Countries.TryFind(Cell(row, File.CountryColumn), out var found) ? found : File.ColumnCountry ?? File.Country;

    /// <summary>The slice may be filled with other rows from now on.</summary>
    public void Return() => File.Spare.Add(this);

    /// <summary>Reads the numbers of the batch's rows; runs on any thread.</summary>
    internal NumberSlice Read(int fileIndex)
    {
        FileIndex = fileIndex;
        Order();
        for (var row = 0; row < Count; row++)
        {
            // The cells of a broken row may stand in other columns than they should: whatever it seems to hold is not to be relied on.
            if (_order[row] < 0)
            {
                Numbers[row] = ScreenedNumber.None("broken row: " + _batch.Broken[-1 - _order[row]].Reason);
                continue;
            }

            string? country = null;
            if (File.CountryColumn >= 0 && Countries.TryFind(Cell(row, File.CountryColumn), out var found))
                country = found;
            Numbers[row] = ScreenedNumber.Read(Cell(row, File.Phone), country, File.ColumnCountry, File.Country);
        }

        return this;
    }

    private void Order()
    {
        Count = _batch.Count + _batch.Broken.Count;
        if (_order.Length < Count)
        {
            _order = new int[Count];
            Numbers = new ScreenedNumber[Count];
            Found = new uint[Count];
        }

        int good = 0, broken = 0;
        for (var i = 0; i < Count; i++)
        {
            var takeGood = broken == _batch.Broken.Count || (good < _batch.Count && _batch.RowNumber(good) < _batch.Broken[broken].Row);
            _order[i] = takeGood ? good++ : -1 - broken++;
        }
    }
}
