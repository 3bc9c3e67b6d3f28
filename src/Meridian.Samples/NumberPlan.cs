namespace Meridian.Samples;

/// <summary>
/// Hands every person of a country a mobile number of their own: the person's rank goes through a permutation of all numbers that the country's
/// prefixes leave free (rank × step mod capacity, step prime to capacity), so that no two ranks share a number and neighbours look unrelated.
/// </summary>
internal sealed class NumberPlan
{
    private readonly (string Digits, City? City)[] _prefixes;
    private readonly Country _country;
    private readonly ulong _step;
    private readonly ulong _start;
    private readonly ulong _tails;

    public NumberPlan(Country country, int seed)
    {
        _country = country;
        _prefixes = country.Prefixes.Length > 0
            ? [.. country.Prefixes.Select(p => (p, (City?)null))]
            : [.. country.Cities.SelectMany(c => c.NumberPrefixes.Select(p => (p, (City?)c)))];
        _tails = 1;
        for (var i = 0; i < country.FreeDigits; i++)
            _tails *= 10;
        Capacity = (ulong)_prefixes.Length * _tails;

        // The golden section of the range spreads neighbours furthest apart (Weyl sequence).
        _step = (ulong)(Capacity * 0.6180339887498949) | 1;
        while (GreatestCommonDivisor(_step, Capacity) != 1)
            _step += 2;
        var draw = new Draw(seed, Draw.Stream.Block, country.CallingCode);
        _start = draw.Bits() % Capacity;
    }

    /// <summary>How many people get numbers of their own.</summary>
    public ulong Capacity { get; }

    /// <summary>The longest national significant number of any country.</summary>
    public const int MaxDigits = 15;

    /// <summary>Writes the national significant number of the country's person number <paramref name="rank"/>; returns its length and the city that its prefix belongs to, if any.</summary>
    public int Write(long rank, Span<char> destination, out City? city)
    {
        var number = (ulong)((((UInt128)(ulong)rank * _step) + _start) % Capacity);
        var (prefix, place) = _prefixes[number / _tails];
        city = place;
        prefix.CopyTo(destination);
        var tail = number % _tails;
        for (var i = prefix.Length + _country.FreeDigits - 1; i >= prefix.Length; i--)
        {
            destination[i] = (char)('0' + (tail % 10));
            tail /= 10;
        }

        return prefix.Length + _country.FreeDigits;
    }

    private static ulong GreatestCommonDivisor(ulong a, ulong b)
    {
        while (b != 0)
            (a, b) = (b, a % b);
        return a;
    }
}
