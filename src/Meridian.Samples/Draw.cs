using System.Runtime.CompilerServices;

namespace Meridian.Samples;

/// <summary>
/// A stream of pseudo-random numbers that depends only on (seed, stream, index), the same on every machine and .NET version
/// (unlike <see cref="Random"/>): SplitMix64 (Steele, Lea, Flood 2014). A mutable struct: pass it by reference.
/// </summary>
internal struct Draw(int seed, Draw.Stream stream, long index)
{
    /// <summary>What is drawn; two streams of the same index are independent.</summary>
    internal enum Stream
    {
        Person = 1,
        Life = 2,
        Row = 3,
        Source = 4,
        Block = 5,
        Event = 6,
    }

    private ulong _state = Mix(((ulong)(uint)seed << 8) + (ulong)stream) ^ Mix((ulong)index + 0x632BE59BD9B4E019UL);

    public ulong Bits()
    {
        _state += 0x9E3779B97F4A7C15UL;
        return Mix(_state);
    }

    /// <summary>A number from 0 to <paramref name="count"/> - 1.</summary>
    public int Below(int count) => (int)((Bits() >> 32) * (ulong)count >> 32);

    /// <summary>A number from <paramref name="first"/> to <paramref name="last"/>, both possible.</summary>
    public int Between(int first, int last) => first + Below(last - first + 1);

    /// <summary>True <paramref name="percent"/> times in a hundred.</summary>
    public bool Chance(double percent) => Below(1_000_000) < percent * 10_000;

    public T Pick<T>(IReadOnlyList<T> list) => list[Below(list.Count)];

    public T Pick<T>(T[] list) => list[Below(list.Length)];

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
        return z ^ (z >> 31);
    }
}
