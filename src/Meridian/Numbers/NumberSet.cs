using System.Numerics;

namespace Meridian.Numbers;

/// <summary>
/// E.164 numbers, each with the position where it was first seen: open addressing over two flat arrays, 12 bytes a slot. Ten million numbers take
/// 200 MB and 300 MB while the arrays grow; a <c>Dictionary</c> of strings takes 1.3 GB.
/// </summary>
public sealed class NumberSet
{
    /// <summary>Slots used before the arrays grow, of 16: linear probing stays short up to there.</summary>
    private const int FullAt = 13;

    private ulong[] _keys = new ulong[1 << 12];
    private uint[] _first = new uint[1 << 12];
    private int _count;

    /// <summary>Different numbers held.</summary>
    public int Count => _count;

    /// <summary>"+8613800138000" as a number: country codes do not begin with 0, so that no two texts are equal. Never 0.</summary>
    public static ulong Pack(ReadOnlySpan<char> e164)
    {
        var key = 0UL;
        foreach (var c in e164)
        {
            if (c is >= '0' and <= '9')
                key = unchecked((key * 10) + (ulong)(c - '0'));
        }

        // 20 digits, which no valid number has, may wrap around; 0 means an empty slot.
        return key == 0 ? ulong.MaxValue : key;
    }

    /// <summary>Adds a number.</summary>
    /// <param name="key">By <see cref="Pack"/>.</param>
    /// <param name="at">Position of its row.</param>
    /// <param name="first">The position of the row that had it first; <paramref name="at"/> when this is the first.</param>
    /// <returns>False when it was there already.</returns>
    public bool Add(ulong key, uint at, out uint first)
    {
        if (_count >= _keys.Length / 16 * FullAt)
            Grow();
        var slot = Find(_keys, key);
        if (_keys[slot] == key)
        {
            first = _first[slot];
            return false;
        }

        _keys[slot] = key;
        _first[slot] = first = at;
        _count++;
        return true;
    }

    public bool Contains(ulong key) => _keys[Find(_keys, key)] == key;

    /// <summary>Replaces what is kept with a number that is there; false where it is not.</summary>
    public bool TryGet(ulong key, out uint first)
    {
        var slot = Find(_keys, key);
        first = _first[slot];
        return _keys[slot] == key;
    }

    /// <summary>Keeps another value with a number that is there.</summary>
    public void Set(ulong key, uint value) => _first[Find(_keys, key)] = value;

    /// <summary>All numbers with what is kept for each, in no order.</summary>
    public IEnumerable<(ulong Key, uint Value)> All()
    {
        for (var i = 0; i < _keys.Length; i++)
        {
            if (_keys[i] != 0)
                yield return (_keys[i], _first[i]);
        }
    }

    private static int Find(ulong[] keys, ulong key)
    {
        // Numbers of one list lie close together; a multiplicative hash spreads them (Knuth; the constant is 2^64 over the golden ratio).
        var slot = (int)((key * 0x9E3779B97F4A7C15UL) >> (64 - BitOperations.Log2((uint)keys.Length)));
        while (keys[slot] != 0 && keys[slot] != key)
            slot = (slot + 1) & (keys.Length - 1);
        return slot;
    }

    private void Grow()
    {
        var keys = new ulong[_keys.Length * 2];
        var first = new uint[keys.Length];
        for (var i = 0; i < _keys.Length; i++)
        {
            if (_keys[i] == 0)
                continue;
            var slot = Find(keys, _keys[i]);
            keys[slot] = _keys[i];
            first[slot] = _first[i];
        }

        _keys = keys;
        _first = first;
    }
}
