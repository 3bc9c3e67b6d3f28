using System.Numerics;
using Meridian.Phones;

namespace Meridian.Numbers;

/// <summary>
/// E.164 numbers, each with a 32-bit value (the position where it was first seen, the files that have it): open addressing over flat arrays, 12 bytes a slot.
/// Ten million numbers take 200 MB; a <c>Dictionary</c> of strings takes 1.3 GB. In 64 parts, so that growing copies one part and never the whole.
/// </summary>
public sealed class NumberSet
{
    /// <summary>How many rows ahead <see cref="Touch"/> is of use: as many as a processor waits for at once.</summary>
    public const int Ahead = 12;

    private const int PartBits = 6;

    /// <summary>Digits that a 64-bit number holds, whatever they are; E.164 has 15.</summary>
    private const int MostDigits = 19;

    private readonly Part[] _parts = [.. Enumerable.Range(0, 1 << PartBits).Select(_ => new Part())];

    /// <summary>Different numbers held.</summary>
    public int Count { get; private set; }

    /// <summary>"+8613800138000" as a number: country codes do not begin with 0, so that no two texts are equal. 0 for more digits than fit, which no plan has.</summary>
    public static ulong Pack(ReadOnlySpan<char> e164)
    {
        var key = 0UL;
        var digits = 0;
        foreach (var c in e164)
        {
            if (c is not (>= '0' and <= '9'))
                continue;
            key = unchecked((key * 10) + (ulong)(c - '0'));
            digits++;
        }

        return digits <= MostDigits ? key : 0;
    }

    /// <summary>The same of a number that was read.</summary>
    internal static ulong Pack(in PhoneNumber number)
    {
        var key = (ulong)number.CountryCode;
        var digits = number.NationalLength;
        if (digits + 3 > MostDigits)
            return 0;
        for (var i = 0; i < digits; i++)
            key *= 10;
        return key + number.National;
    }

    /// <summary>
    /// The number that a packed one is today: Brazil put a 9 before all mobile numbers (2012-2016), so 55 11 8765-4321 is 55 11 98765-4321; the same rule as
    /// <see cref="Normalise.PhoneText"/> has for match keys.
    /// </summary>
    public static ulong Match(ulong key)
    {
        const ulong ten = 10_000_000_000;
        if (key / ten != 55 || key % ten / 10_000_000 % 10 < 6)
            return key;
        var (area, subscriber) = (key / 100_000_000, key % 100_000_000);
        return (((area * 10) + 9) * 100_000_000) + subscriber;
    }

    /// <summary>All packed forms of one number, older ones among them: those whose <see cref="Match"/> is the same.</summary>
    public static IEnumerable<ulong> Forms(ulong key)
    {
        var today = Match(key);
        yield return today;
        // 55 AA 9 XXXX-XXXX was 55 AA XXXX-XXXX.
        var old = (today / 1_000_000_000 * 100_000_000) + (today % 100_000_000);
        if (Match(old) == today && old != today)
            yield return old;
    }

    /// <summary>The text that <see cref="Pack"/> was given.</summary>
    public static string Unpack(ulong key) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"+{key}");

    /// <summary>
    /// Reads a number's slot and does nothing with it. Of ten million numbers each stands somewhere else in memory; asking for a row's slot some rows ahead hides the wait.
    /// </summary>
    /// <returns>Anything, so that the reading is not optimised away.</returns>
    public ulong Touch(ulong key)
    {
        var hash = Hash(key);
        return _parts[hash >> (64 - PartBits)].Touch(hash << PartBits);
    }

    /// <summary>Adds a number with a value; where it is there already, its value stays.</summary>
    /// <param name="key">By <see cref="Pack"/>.</param>
    /// <param name="kept">The value that is kept with the number from now on.</param>
    /// <returns>False when it was there already.</returns>
    public bool Add(ulong key, uint value, out uint kept)
    {
        var hash = Hash(key);
        var added = _parts[hash >> (64 - PartBits)].Add(key, hash << PartBits, value, out kept);
        Count += added ? 1 : 0;
        return added;
    }

    /// <summary>The value kept with a number; false where it is not there.</summary>
    public bool TryGet(ulong key, out uint value)
    {
        var hash = Hash(key);
        return _parts[hash >> (64 - PartBits)].TryGet(key, hash << PartBits, out value);
    }

    /// <summary>Adds a number, or adds bits to the value that it has.</summary>
    public void Mark(ulong key, uint bits)
    {
        var hash = Hash(key);
        Count += _parts[hash >> (64 - PartBits)].Mark(key, hash << PartBits, bits) ? 1 : 0;
    }

    /// <summary>Forgets all numbers, keeps the memory.</summary>
    public void Clear()
    {
        foreach (var part in _parts)
            part.Clear();
        Count = 0;
    }

    /// <summary>All numbers with their values, in no order.</summary>
    public IEnumerable<(ulong Key, uint Value)> All() => _parts.SelectMany(p => p.All());

    /// <summary>Numbers of one list lie close together; a multiplicative hash spreads them (Knuth; the constant is 2^64 over the golden ratio).</summary>
    private static ulong Hash(ulong key) => key * 0x9E3779B97F4A7C15UL;

    private sealed class Part
    {
        /// <summary>Slots of 16 that are used before a part grows: linear probing stays short up to there.</summary>
        private const int FullAt = 13;

        private ulong[] _keys = new ulong[1 << 6];
        private uint[] _values = new uint[1 << 6];

        public int Count { get; private set; }

        public void Clear()
        {
            Array.Clear(_keys);
            Count = 0;
        }

        public ulong Touch(ulong hash) => _keys[(int)(hash >> (64 - BitOperations.Log2((uint)_keys.Length)))];

        public bool Add(ulong key, ulong hash, uint value, out uint kept)
        {
            if (Count >= _keys.Length / 16 * FullAt)
                Grow();
            var slot = Find(_keys, key, hash);
            if (_keys[slot] == key)
            {
                kept = _values[slot];
                return false;
            }

            _keys[slot] = key;
            _values[slot] = kept = value;
            Count++;
            return true;
        }

        public bool TryGet(ulong key, ulong hash, out uint value)
        {
            var slot = Find(_keys, key, hash);
            value = _values[slot];
            return _keys[slot] == key;
        }

        /// <returns>Whether the number is new.</returns>
        public bool Mark(ulong key, ulong hash, uint bits)
        {
            if (Add(key, hash, bits, out _))
                return true;
            _values[Find(_keys, key, hash)] |= bits;
            return false;
        }

        public IEnumerable<(ulong Key, uint Value)> All()
        {
            for (var i = 0; i < _keys.Length; i++)
            {
                if (_keys[i] != 0)
                    yield return (_keys[i], _values[i]);
            }
        }

        private static int Find(ulong[] keys, ulong key, ulong hash)
        {
            var slot = (int)(hash >> (64 - BitOperations.Log2((uint)keys.Length)));
            while (keys[slot] != 0 && keys[slot] != key)
                slot = (slot + 1) & (keys.Length - 1);
            return slot;
        }

        private void Grow()
        {
            var keys = new ulong[_keys.Length * 2];
            var values = new uint[keys.Length];
            for (var i = 0; i < _keys.Length; i++)
            {
                if (_keys[i] == 0)
                    continue;
                var slot = Find(keys, _keys[i], Hash(_keys[i]) << PartBits);
                keys[slot] = _keys[i];
                values[slot] = _values[i];
            }

            _keys = keys;
            _values = values;
        }
    }
}
