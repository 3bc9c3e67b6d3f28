using Meridian.Foundation.Geography;
using Meridian.Ingest.Reading;

namespace Meridian.Numbers;

/// <summary>Some rows of one file in its order, broken ones among them, each with its number.</summary>
public sealed class NumberSlice
{
    private readonly RowBatch _batch;

    /// <summary>Index into the batch, or -1 - index into its broken rows.</summary>
    private readonly int[] _order;

    private NumberSlice(NumberFile file, int fileIndex, RowBatch batch)
    {
        File = file;
        FileIndex = fileIndex;
        _batch = batch;
        _order = Order(batch);
        Numbers = new ScreenedNumber[_order.Length];
        Read();
    }

    public NumberFile File { get; }

    /// <summary>Which of the files it is, from 0.</summary>
    public int FileIndex { get; }

    public int Count => _order.Length;

    /// <summary>One a row.</summary>
    public ScreenedNumber[] Numbers { get; }

    /// <summary>Reads the numbers of a batch's rows; runs on any thread.</summary>
    internal static NumberSlice Of(NumberFile file, int fileIndex, RowBatch batch) => new(file, fileIndex, batch);

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

    private void Read()
    {
        for (var row = 0; row < _order.Length; row++)
        {
            string? country = null;
            if (File.CountryColumn >= 0 && Countries.TryFind(Cell(row, File.CountryColumn), out var found))
                country = found;
            var number = ScreenedNumber.Read(Cell(row, File.Phone), country, File.ColumnCountry, File.Country);
            // The cells of a broken row may stand in other columns than they should: whatever it seems to hold is not to be relied on.
            if (_order[row] < 0)
                number = new ScreenedNumber(0, null, NumberVerdict.Impossible, "broken row: " + _batch.Broken[-1 - _order[row]].Reason, null, null);
            Numbers[row] = number;
        }
    }

    private static int[] Order(RowBatch batch)
    {
        var order = new int[batch.Count + batch.Broken.Count];
        int good = 0, broken = 0;
        for (var i = 0; i < order.Length; i++)
        {
            var takeGood = broken == batch.Broken.Count || (good < batch.Count && batch.RowNumber(good) < batch.Broken[broken].Row);
            order[i] = takeGood ? good++ : -1 - broken++;
        }

        return order;
    }
}
