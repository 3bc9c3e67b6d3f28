using System.Runtime.InteropServices;

namespace Meridian.Numbers;

/// <summary>
/// Numbers with the lists that hold them, each once, given back as their texts sort. When more have come than memory is allowed for, they are written as a
/// sorted run to a temporary file, and the runs are merged while they are read.
/// </summary>
internal sealed class SortedNumbers(int inMemory) : IDisposable
{
    private readonly List<string> _runs = [];
    private NumberSet _numbers = new();
    private Entry[] _sorted = [];
    private DirectoryInfo? _folder;

    /// <summary>Adds lists to a number.</summary>
    public void Mark(ulong key, uint lists)
    {
        _numbers.Mark(key, lists);
        if (_numbers.Count >= inMemory)
            WriteRun();
    }

    /// <summary>As <see cref="NumberSet.Touch"/>.</summary>
    public ulong Touch(ulong key) => _numbers.Touch(key);

    /// <summary>No more will come.</summary>
    public void Complete()
    {
        _sorted = Sort();
        _numbers = new NumberSet();
    }

    /// <summary>Every number once; may be asked again.</summary>
    public IEnumerable<(ulong Key, uint Lists)> InOrder()
    {
        if (_runs.Count == 0)
            return _sorted.Select(e => (e.Key, e.Lists));
        return Merge();
    }

    public void Dispose() => _folder?.Delete(recursive: true);

    private IEnumerable<(ulong Key, uint Lists)> Merge()
    {
        var open = new List<IEnumerator<Entry>>();
        var next = new PriorityQueue<IEnumerator<Entry>, (ulong Order, ulong Key)>();
        try
        {
            foreach (var run in _runs.Select(Read).Append(_sorted))
            {
                open.Add(run.GetEnumerator());
                if (open[^1].MoveNext())
                    next.Enqueue(open[^1], (open[^1].Current.Order, open[^1].Current.Key));
            }

            while (next.TryDequeue(out var first, out var place))
            {
                var (key, lists) = (first.Current.Key, first.Current.Lists);
                Advance(first);
                // The same number may stand in several runs.
                while (next.TryPeek(out var same, out var other) && other == place)
                {
                    next.Dequeue();
                    lists |= same.Current.Lists;
                    Advance(same);
                }

                yield return (key, lists);
            }
        }
        finally
        {
            open.ForEach(o => o.Dispose());
        }

        void Advance(IEnumerator<Entry> run)
        {
            if (run.MoveNext())
                next.Enqueue(run, (run.Current.Order, run.Current.Key));
        }
    }

    private void WriteRun()
    {
        _folder ??= Directory.CreateTempSubdirectory("meridian-numbers-");
        var path = Path.Combine(_folder.FullName, $"run{_runs.Count}");
        using (var stream = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0))
        {
            foreach (var part in Sort().Chunk(1 << 15))
                stream.Write(MemoryMarshal.AsBytes(part.AsSpan()));
        }

        _runs.Add(path);
        _numbers = new NumberSet();
    }

    private static IEnumerable<Entry> Read(string path)
    {
        using var stream = File.OpenRead(path);
        var entries = new Entry[1 << 13];
        while (true)
        {
            var read = stream.ReadAtLeast(MemoryMarshal.AsBytes(entries.AsSpan()), entries.Length * Marshal.SizeOf<Entry>(), throwOnEndOfStream: false);
            if (read == 0)
                yield break;
            for (var i = 0; i < read / Marshal.SizeOf<Entry>(); i++)
                yield return entries[i];
        }
    }

    private Entry[] Sort()
    {
        var entries = new Entry[_numbers.Count];
        var order = new ulong[entries.Length];
        var at = 0;
        foreach (var (key, lists) in _numbers.All())
        {
            order[at] = OrderOf(key);
            entries[at++] = new Entry { Order = order[at - 1], Key = key, Lists = lists };
        }

        Array.Sort(order, entries);
        return entries;
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

    [StructLayout(LayoutKind.Sequential, Pack = 4)]
    private struct Entry
    {
        public ulong Order;
        public ulong Key;
        public uint Lists;
    }
}
