using System.Numerics;

namespace Meridian.Numbers;

/// <summary>What one list holds.</summary>
/// <param name="Numbers">Different numbers.</param>
/// <param name="WithoutNumber">Rows whose number does not read; they take no part.</param>
public sealed record ComparedList(string Name, long Rows, long Numbers, long WithoutNumber);

/// <summary>Numbers that exactly these lists have and no other.</summary>
/// <param name="Lists">Positions of the lists, from 0.</param>
public sealed record NumberShare(IReadOnlyList<int> Lists, long Numbers);

/// <summary>Two or more lists as sets of numbers: what is in all, in some, in one only. In memory, some 15 bytes a different number.</summary>
public sealed class NumberComparison
{
    /// <summary>One bit a list.</summary>
    public const int MostLists = 32;

    private readonly NumberSet _numbers;

    private NumberComparison(IReadOnlyList<ComparedList> lists, NumberSet numbers)
    {
        _numbers = numbers;
        Lists = lists;
        var counts = new SortedDictionary<uint, long>();
        foreach (var (_, mask) in numbers.All())
            counts[mask] = counts.GetValueOrDefault(mask) + 1;
        Shares = [.. counts.OrderByDescending(c => BitOperations.PopCount(c.Key)).ThenBy(c => c.Key).Select(c => new NumberShare(Positions(c.Key), c.Value))];
    }

    public IReadOnlyList<ComparedList> Lists { get; }

    /// <summary>Those that hold any number, shared by most lists first.</summary>
    public IReadOnlyList<NumberShare> Shares { get; }

    /// <param name="files">2 to <see cref="MostLists"/>; each is a list.</param>
    public static NumberComparison Of(IReadOnlyList<NumberFile> files, IProgress<NumberProgress>? progress, CancellationToken stop)
    {
        var numbers = new NumberSet();
        var rows = new long[files.Count];
        var without = new long[files.Count];
        foreach (var slice in NumberStream.Read(files, progress, stop))
        {
            var bit = 1u << slice.FileIndex;
            rows[slice.FileIndex] += slice.Count;
            foreach (var number in slice.Numbers)
            {
                if (number.Key == 0)
                    without[slice.FileIndex]++;
                else
                    numbers.Mark(number.Key, bit);
            }
        }

        var distinct = new long[files.Count];
        foreach (var (_, mask) in numbers.All())
        {
            foreach (var list in Positions(mask))
                distinct[list]++;
        }

        return new NumberComparison([.. Names(files).Select((n, i) => new ComparedList(n, rows[i], distinct[i], without[i]))], numbers);
    }

    /// <summary>Writes the numbers of one share in ascending order, one a line below the header "e164".</summary>
    /// <param name="path">The file appears whole or not at all.</param>
    public void Write(NumberShare share, string path)
    {
        var mask = share.Lists.Aggregate(0u, (m, l) => m | (1u << l));
        var keys = new ulong[share.Numbers];
        var at = 0;
        foreach (var (key, lists) in _numbers.All())
        {
            if (lists == mask)
                keys[at++] = key;
        }

        // By the text, so that the numbers of one country stand together: +49... before +1... would be the order of their lengths.
        Array.Sort(keys, (a, b) => string.CompareOrdinal(NumberSet.Unpack(a), NumberSet.Unpack(b)));
        using var output = new OrderedFile(path);
        output.Append(() => [.. CsvRows.Mark, .. "e164\r\n"u8]);
        foreach (var part in keys.Chunk(50_000))
        {
            output.Append(() =>
            {
                var rows = new CsvRows();
                foreach (var key in part)
                {
                    rows.Add(NumberSet.Unpack(key));
                    rows.EndRow();
                }

                return rows.ToUtf8();
            });
        }

        output.Complete();
    }

    private static List<int> Positions(uint mask)
    {
        var lists = new List<int>();
        for (; mask != 0; mask &= mask - 1)
            lists.Add(BitOperations.TrailingZeroCount(mask));
        return lists;
    }

    /// <summary>The files' names without folder and ending, or the paths as given where two would be called the same.</summary>
    private static List<string> Names(IReadOnlyList<NumberFile> files)
    {
        var names = files.Select(f => Path.GetFileNameWithoutExtension(f.Path)).ToList();
        return names.Distinct(StringComparer.Ordinal).Count() == names.Count ? names : [.. files.Select((f, i) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{i + 1}-{names[i]}"))];
    }
}
