using System.Globalization;
using Meridian.Numbers;

namespace Meridian.Web.Pages.OfNumbers;

/// <summary>A numbering plan by the first two digits behind the calling code: which types of numbers begin so.</summary>
internal sealed class PlanSquare
{
    private readonly Dictionary<string, double>[] _cells = [.. Enumerable.Range(0, 100).Select(_ => new Dictionary<string, double>(StringComparer.Ordinal))];

    public PlanSquare(IReadOnlyList<NumberRange> ranges)
    {
        foreach (var range in ranges)
        {
            // A range of more digits than are looked at is a single example.
            if (range.First.Length > 3)
            {
                Add(range.First, range.Type, range.Numbers);
                continue;
            }

            var (from, to, length) = (int.Parse(range.First, CultureInfo.InvariantCulture), int.Parse(range.Last, CultureInfo.InvariantCulture), range.First.Length);
            var each = range.Numbers / (to - from + 1);
            for (var leading = from; leading <= to; leading++)
                Add(leading.ToString(CultureInfo.InvariantCulture).PadLeft(length, '0'), range.Type, each);
        }
    }

    /// <summary>Types of numbers that begin with two digits, the one of most numbers first.</summary>
    public IReadOnlyList<string> Of(int first, int second) => [.. _cells[(first * 10) + second].OrderByDescending(t => t.Value).Select(t => t.Key)];

    private void Add(string leading, string type, double numbers)
    {
        var (from, to) = leading.Length == 1 ? (leading + "0", leading + "9") : (leading[..2], leading[..2]);
        for (var cell = int.Parse(from, CultureInfo.InvariantCulture); cell <= int.Parse(to, CultureInfo.InvariantCulture); cell++)
            _cells[cell][type] = _cells[cell].GetValueOrDefault(type) + numbers;
    }
}
