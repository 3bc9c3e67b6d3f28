using System.Globalization;
using System.Numerics;

namespace Meridian.Numbers;

/// <summary>What one list holds.</summary>
/// <param name="Numbers">Different numbers.</param>
/// <param name="WithoutNumber">Rows whose number does not read; they take no part.</param>
public sealed record ComparedList(string Name, long Rows, long Numbers, long WithoutNumber);

/// <summary>Numbers that exactly these lists have and no other.</summary>
/// <param name="Lists">Positions of the lists, from 0.</param>
public sealed record NumberShare(IReadOnlyList<int> Lists, long Numbers);

/// <summary>
/// Two or more lists as sets of numbers: what is in all, in some, in one only. What does not fit the memory that it allows itself is sorted on disk and merged, so
/// that lists may have any size.
/// </summary>
public sealed class NumberComparison : IDisposable
{
    /// <summary>One bit a list.</summary>
    public const int MostLists = 32;

    /// <summary>Different numbers held in memory at once; measured with lists of 10 M: the whole program stays at 361 MB.</summary>
    public const int InMemory = 4_000_000;

    /// <summary>A shell usually allows a process 1,024 files, of which the lists and their sorted parts take some.</summary>
    private const int MostOpen = 256;

    private readonly SortedNumbers _numbers;

    /// <summary>Lists of made-up numbers; what is written of them keeps the mark.</summary>
    private readonly uint _generated;

    private NumberComparison(IReadOnlyList<string> names, long[] rows, long[] without, SortedNumbers numbers, uint generated)
    {
        _numbers = numbers;
        _generated = generated;
        var counts = new SortedDictionary<uint, long>();
        var (mask, run) = (0u, 0L);
        foreach (var (_, lists) in numbers.InOrder())
        {
            // Neighbours are often in the same lists; a look-up for each number would be most of the work.
            if (lists != mask)
            {
                Count();
                (mask, run) = (lists, 0);
            }

            run++;
        }

        Count();
        Shares = [.. counts.OrderByDescending(c => BitOperations.PopCount(c.Key)).ThenBy(c => c.Key).Select(c => new NumberShare(Positions(c.Key), c.Value))];
        Lists = [.. names.Select((n, i) => new ComparedList(n, rows[i], Shares.Where(s => s.Lists.Contains(i)).Sum(s => s.Numbers), without[i]))];

        void Count()
        {
            if (run > 0)
                counts[mask] = counts.GetValueOrDefault(mask) + run;
        }
    }

    public IReadOnlyList<ComparedList> Lists { get; }

    /// <summary>Those that hold any number, shared by most lists first.</summary>
    public IReadOnlyList<NumberShare> Shares { get; }

    /// <param name="files">2 to <see cref="MostLists"/>; each is a list.</param>
    /// <param name="inMemory">Different numbers to be held at once.</param>
    public static NumberComparison Of(IReadOnlyList<NumberFile> files, IProgress<NumberProgress>? progress, CancellationToken stop, int inMemory = InMemory)
    {
        var numbers = new SortedNumbers(inMemory);
        try
        {
            var rows = new long[files.Count];
            var without = new long[files.Count];
            foreach (var slice in NumberStream.Read(files, progress, stop))
            {
                numbers.ReserveFor(slice);
                var bit = 1u << slice.FileIndex;
                rows[slice.FileIndex] += slice.Count;
                for (var row = 0; row < slice.Count; row++)
                {
                    if (row + NumberSet.Ahead < slice.Count)
                        numbers.Prefetch(slice.Numbers[row + NumberSet.Ahead].MatchKey);
                    var key = slice.Numbers[row].MatchKey;
                    if (key == 0)
                        without[slice.FileIndex]++;
                    else
                        numbers.Mark(key, bit);
                }

                slice.Return();
            }

            numbers.Complete();
            return new NumberComparison(Names(files), rows, without, numbers, files.Select((f, i) => f.IsGenerated ? 1u << i : 0u).Aggregate(0u, (m, b) => m | b));
        }
        catch
        {
            numbers.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Writes the numbers of each of <see cref="Shares"/> to its file, as texts ascending, one a line below the header "e164"; so many files at once as a process may have
    /// open, and in as many passes. A file appears whole or not at all.
    /// </summary>
    /// <param name="mostOpen">Files that are open at once.</param>
    public void Write(IReadOnlyList<string> paths, CancellationToken stop, int mostOpen = MostOpen)
    {
        for (var from = 0; from < paths.Count; from += mostOpen)
            Write(paths, from, Math.Min(from + mostOpen, paths.Count), stop);
    }

    public void Dispose() => _numbers.Dispose();

    private void Write(IReadOnlyList<string> paths, int from, int to, CancellationToken stop)
    {
        const int part = 50_000;
        var outputs = new Dictionary<uint, (OrderedFile File, CsvRows Rows, int Count)>();
        try
        {
            for (var i = from; i < to; i++)
            {
                var rows = CsvRows.Rent();
                rows.AddRaw(CsvRows.Mark);
                var lists = Shares[i].Lists.Aggregate(0u, (m, l) => m | (1u << l));
                rows.AddRaw((lists & _generated) != 0 ? "e164,generated\r\n"u8 : "e164\r\n"u8);
                outputs.Add(lists, (new OrderedFile(paths[i]), rows, 0));
            }

            foreach (var (key, lists) in _numbers.InOrder())
            {
                ref var output = ref System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrNullRef(outputs, lists);
                if (System.Runtime.CompilerServices.Unsafe.IsNullRef(ref output))
                    continue;
                output.Rows.AddNumber(key);
                if ((lists & _generated) != 0)
                    output.Rows.Add(Normalise.GeneratedMark.Text);
                output.Rows.EndRow();
                if (++output.Count % part != 0)
                    continue;
                stop.ThrowIfCancellationRequested();
                var full = output.Rows;
                output.File.Append(() => full);
                output.Rows = CsvRows.Rent();
            }

            foreach (var (file, rows, _) in outputs.Values)
            {
                file.Append(() => rows);
                file.Complete();
            }
        }
        finally
        {
            foreach (var (file, _, _) in outputs.Values)
                file.Dispose();
        }
    }

    private static List<int> Positions(uint mask)
    {
        var lists = new List<int>();
        for (; mask != 0; mask &= mask - 1)
            lists.Add(BitOperations.TrailingZeroCount(mask));
        return lists;
    }

    /// <summary>The files' names without folder and ending, or numbered where two would be called the same.</summary>
    private static List<string> Names(IReadOnlyList<NumberFile> files)
    {
        var names = files.Select(f => Path.GetFileNameWithoutExtension(f.Name)).ToList();
        return names.Distinct(StringComparer.Ordinal).Count() == names.Count ? names : [.. files.Select((f, i) => string.Create(CultureInfo.InvariantCulture, $"{i + 1}-{names[i]}"))];
    }
}
