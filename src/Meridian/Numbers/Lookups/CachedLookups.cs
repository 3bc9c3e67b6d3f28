namespace Meridian.Numbers.Lookups;

/// <summary>The answers of a cache in memory, for a screening to ask row by row; 12 bytes a slot and one object a number.</summary>
public sealed class CachedLookups
{
    private readonly NumberSet _numbers = new();
    private readonly List<DatedAnswer> _answers = [];

    /// <param name="now">The instant to which ages count, UTC.</param>
    public static CachedLookups Of(LookupCache cache, DateTime now)
    {
        var lookups = new CachedLookups { Now = now };
        foreach (var (number, answer) in cache.Current(now))
        {
            if (lookups._numbers.Add(number, (uint)lookups._answers.Count, out _))
                lookups._answers.Add(answer);
        }

        return lookups;
    }

    public DateTime Now { get; private init; }

    /// <param name="key">By <see cref="NumberSet.Match"/>.</param>
    public DatedAnswer? Find(ulong key) => key != 0 && _numbers.TryGet(key, out var at) ? _answers[(int)at] : null;
}
