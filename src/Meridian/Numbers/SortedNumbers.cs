using System.Runtime.InteropServices;

namespace Meridian.Numbers;

/// <summary>
/// Numbers with the lists that hold them, each once, given back as their texts sort. When more have come than memory is allowed for, they are written as a
/// sorted run to a temporary file, and the runs are merged while they are read.
/// </summary>
internal sealed class SortedNumbers(int inMemory) : IDisposable
{
    private readonly List<string> _runs = [];
    private readonly NumberSet _numbers = new();

    /// <summary>The latest numbers in order, and what they are ordered by: the same memory for every run, or each would leave a hundred megabytes behind.</summary>
    private Entry[] _sorted = [];
    private ulong[] _order = [];
    private int _count;
    private DirectoryInfo? _folder;

    /// <summary>Adds lists to a number.</summary>
    public void Mark(ulong key, uint lists)
    {
        _numbers.Mark(key, lists);
        if (_numbers.Count >= inMemory)
            WriteRun();
    }

    /// <inheritdoc cref="NumberSet.ReserveFor"/>
    public void ReserveFor(NumberSlice slice) => _numbers.ReserveFor(slice, inMemory);

    /// <inheritdoc cref="NumberSet.Prefetch"/>
    public void Prefetch(ulong key) => _numbers.Prefetch(key);

    /// <summary>No more will come.</summary>
    public void Complete()
    {
        Sort();
        _numbers.Clear();
        _order = [];
    }

    /// <summary>Every number once; may be asked again.</summary>
    public IEnumerable<(ulong Key, uint Lists)> InOrder()
    {
        var runs = new List<Run>();
        try
        {
            runs.AddRange(_runs.Select(r => new Run(r)));
            runs.Add(new Run(_sorted, _count));
            runs.RemoveAll(r => !r.Next());
            while (runs.Count > 0)
            {
                // A handful of runs: asking each is faster than keeping them in a heap.
                var first = runs[0].Current;
                for (var i = 1; i < runs.Count; i++)
                {
                    if (runs[i].Current is var other && (other.Order, other.Key).CompareTo((first.Order, first.Key)) < 0)
                        first = other;
                }

                // The same number may stand in several runs.
                var lists = 0u;
                for (var i = runs.Count - 1; i >= 0; i--)
                {
                    if (runs[i].Current.Key != first.Key)
                        continue;
                    lists |= runs[i].Current.Lists;
                    if (runs[i].Next())
                        continue;
                    runs[i].Dispose();
                    runs.RemoveAt(i);
                }

                yield return (first.Key, lists);
            }
        }
        finally
        {
            runs.ForEach(r => r.Dispose());
        }
    }

    public void Dispose() => _folder?.Delete(recursive: true);

    private void WriteRun()
    {
        _folder ??= Directory.CreateTempSubdirectory("meridian-numbers-");
        var path = Path.Combine(_folder.FullName, $"run{_runs.Count}");
        using (var stream = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0))
        {
            Sort();
            stream.Write(MemoryMarshal.AsBytes(_sorted.AsSpan(0, _count)));
        }

        _runs.Add(path);
        _numbers.Clear();
    }

    private void Sort()
    {
        _count = _numbers.Count;
        if (_sorted.Length < _count)
        {
            _sorted = GC.AllocateUninitializedArray<Entry>(_count);
            _order = GC.AllocateUninitializedArray<ulong>(_count);
        }

        var at = 0;
        foreach (var (key, lists) in _numbers.All())
        {
            _order[at] = OrderOf(key);
            _sorted[at] = new Entry { Order = _order[at], Key = key, Lists = lists };
            at++;
        }

        Array.Sort(_order, _sorted, 0, _count);
    }

    /// <summary>
    /// Numbers that sort as the texts of their keys do, so that those of one country stand together: digits to the left of 17 places, and of equal ones the shorter
    /// first. Of longer numbers, which no plan has, the order beyond the 17th digit is open.
    /// </summary>
    private static ulong OrderOf(ulong key)
    {
        const ulong end = 100_000_000_000_000_000;
        var left = key;
        while (left >= end)
            left /= 10;
        var places = 17UL;
        while (left < end / 10)
        {
            left *= 10;
            places--;
        }

        return (left << 5) | places;
    }

    /// <summary>Entries in ascending order, in memory or from a file.</summary>
    private sealed class Run : IDisposable
    {
        private readonly FileStream? _stream;
        private readonly Entry[] _entries;
        private int _at = -1;
        private int _count;

        public Run(Entry[] entries, int count) => (_entries, _count) = (entries, count);

        public Run(string path)
        {
            _stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
            _entries = new Entry[1 << 14];
        }

        public ref readonly Entry Current => ref _entries[_at];

        public bool Next()
        {
            if (++_at < _count)
                return true;
            if (_stream is null)
                return false;
            var bytes = MemoryMarshal.AsBytes(_entries.AsSpan());
            _count = _stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) / (bytes.Length / _entries.Length);
            _at = 0;
            return _count > 0;
        }

        public void Dispose() => _stream?.Dispose();
    }

    [StructLayout(LayoutKind.Sequential, Pack = 4)]
    private struct Entry
    {
        public ulong Order;
        public ulong Key;
        public uint Lists;
    }
}
