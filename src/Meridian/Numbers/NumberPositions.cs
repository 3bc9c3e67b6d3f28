using System.Globalization;

namespace Meridian.Numbers;

/// <summary>
/// Rows of several files as one 32-bit position, which is what a <see cref="NumberSet"/> keeps of each number, and back to words: "17", or "b.csv:17" where
/// there is more than one file.
/// </summary>
public sealed class NumberPositions(IReadOnlyList<NumberFile> files)
{
    /// <summary>For each file begun, the position before its first row.</summary>
    private readonly List<long> _starts = [];
    private readonly IReadOnlyList<string> _names = NumberFile.NamesOf(files);
    private long _last;

    /// <exception cref="InvalidOperationException">More than 4,294,967,295 rows in all.</exception>
    public uint Of(NumberSlice slice, int row)
    {
        if (_starts.Count <= slice.FileIndex)
        {
            lock (_starts)
            {
                while (_starts.Count <= slice.FileIndex)
                    _starts.Add(_last);
            }
        }

        var at = _starts[slice.FileIndex] + slice.RowNumber(row);
        _last = Math.Max(_last, at);
        return at <= uint.MaxValue ? (uint)at : throw new InvalidOperationException("More than 4,294,967,295 rows at once. Screen the files in parts.");
    }

    /// <summary>Positions are rows as they are where there is one file.</summary>
    public bool AreRows => files.Count == 1;

    /// <summary>May be asked on any thread of a position that was given before.</summary>
    public string Name(uint position)
    {
        if (AreRows)
            return position.ToString(CultureInfo.InvariantCulture);
        lock (_starts)
        {
            var file = _starts.FindLastIndex(s => s < position);
            return string.Create(CultureInfo.InvariantCulture, $"{_names[file]}:{position - _starts[file]}");
        }
    }
}
