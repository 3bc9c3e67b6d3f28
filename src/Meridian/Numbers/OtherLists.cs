using System.Collections.Concurrent;
using System.Numerics;

namespace Meridian.Numbers;

/// <summary>Lists that are at hand beside the one being screened: which of them have a number. In memory, some 15 bytes a different number.</summary>
public sealed class OtherLists
{
    private readonly NumberSet _numbers = new();
    private readonly IReadOnlyList<string> _names;
    private readonly ConcurrentDictionary<uint, string> _texts = new();

    private OtherLists(IReadOnlyList<string> names) => _names = names;

    /// <summary>Their names, as findings tell them.</summary>
    public IReadOnlyList<string> ListNames => _names;

    /// <param name="files">Up to <see cref="NumberComparison.MostLists"/>.</param>
    public static OtherLists Of(IReadOnlyList<NumberFile> files, IProgress<NumberProgress>? progress, CancellationToken stop)
    {
        var lists = new OtherLists(NumberFile.NamesOf(files));
        foreach (var slice in NumberStream.Read(files, progress, stop))
        {
            lists._numbers.ReserveFor(slice);
            for (var row = 0; row < slice.Count; row++)
            {
                if (row + NumberSet.Ahead < slice.Count)
                    lists.Prefetch(slice.Numbers[row + NumberSet.Ahead].MatchKey);
                if (slice.Numbers[row].MatchKey is var key and not 0)
                    lists._numbers.Mark(key, 1u << slice.FileIndex);
            }

            slice.Return();
        }

        return lists;
    }

    /// <summary>"bought.csv; partners.csv", or "" for none.</summary>
    public string Holding(ulong key) => key != 0 && _numbers.TryGet(key, out var mask) ? _texts.GetOrAdd(mask, Names) : "";

    /// <inheritdoc cref="NumberSet.Prefetch"/>
    internal void Prefetch(ulong key) => _numbers.Prefetch(key);

    private string Names(uint mask)
    {
        var names = new List<string>();
        for (; mask != 0; mask &= mask - 1)
            names.Add(_names[BitOperations.TrailingZeroCount(mask)]);
        return string.Join("; ", names);
    }
}
