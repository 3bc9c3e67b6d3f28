using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;
using Meridian.Foundation;
using Meridian.Phones;

namespace Meridian.Numbers;

/// <summary>
/// E.164 numbers, each with a 32-bit value (the position where it was first seen, the files that have it): open addressing over flat arrays, 12 bytes a slot.
/// Ten million numbers take 200 MB; a <c>Dictionary</c> of strings takes 1.3 GB. In 64 parts, so that growing copies one part and never the whole.
/// </summary>
public sealed class NumberSet
{
    /// <summary>How many rows ahead <see cref="Prefetch"/> is of use: as many as a processor waits for at once.</summary>
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
        var digits = number.NationalLength;
        return digits + 3 > MostDigits ? 0 : ((ulong)number.CountryCode * PowersOfTen[digits]) + number.National;
    }

    /// <summary>
    /// The number that a packed one is today: Brazil put a 9 before all mobile numbers (2012-2016), so 55 11 8765-4321 is 55 11 98765-4321; the same rule as
    /// <see cref="Normalise.PhoneText"/> has for match keys.
    /// </summary>
    public static ulong Match(ulong key)
    {
        const ulong first = 55_00_0000_0000;
        const ulong last = 55_99_9999_9999;
        // A comparison before a division: most numbers are not of Brazil.
        if (key is < first or > last || key / 10_000_000 % 10 < 6)
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
    /// Asks for the memory of a number's slot, and does not wait for it. Of ten million numbers each stands somewhere else; asking some rows ahead hides the wait.
    /// </summary>
    public void Prefetch(ulong key)
    {
        var hash = Hash(key);
        _parts[hash >> (64 - PartBits)].Prefetch(hash << PartBits);
    }

    /// <summary>Makes room for a file's numbers with its first slice; to be called with every slice.</summary>
    /// <param name="most">More are never held at once.</param>
    public void ReserveFor(NumberSlice slice, long most = long.MaxValue)
    {
        // One row in five may repeat an earlier one before the room is more than growing would have made.
        if (slice.BeginsFile)
            Reserve(Math.Min(most, Count + (slice.File.ExpectedRows / 5 * 4)));
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

    /// <summary>Makes room for so many different numbers at once, instead of growing to it by doubling; for fewer it costs their memory.</summary>
    private void Reserve(long numbers)
    {
        foreach (var part in _parts)
            part.Reserve(numbers >> PartBits);
    }

    /// <summary>Numbers of one list lie close together; a multiplicative hash spreads them (Knuth; the constant is 2^64 over the golden ratio).</summary>
    private static ulong Hash(ulong key) => key * 0x9E3779B97F4A7C15UL;

    private static ReadOnlySpan<ulong> PowersOfTen =>
    [
        1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000, 1_000_000_000, 10_000_000_000, 100_000_000_000, 1_000_000_000_000,
        10_000_000_000_000, 100_000_000_000_000, 1_000_000_000_000_000, 10_000_000_000_000_000,
    ];

    private sealed class Part
    {
        /// <summary>Slots of 16 that are used before a part grows: linear probing stays short up to there.</summary>
        private const int FullAt = 13;

        /// <summary>Reserved at most; four billion numbers in all.</summary>
        private const int MostSlots = 1 << 26;

        private Slot[] _slots = new Slot[1 << 6];
        private int _shift = 64 - 6;

        public int Count { get; private set; }

        public void Clear()
        {
            Array.Clear(_slots);
            Count = 0;
        }

        public void Reserve(long numbers)
        {
            var length = (long)_slots.Length;
            while (numbers >= length / 16 * FullAt && length < MostSlots)
                length *= 2;
            if (length > _slots.Length)
                GrowTo((int)length);
        }

        public unsafe void Prefetch(ulong hash)
        {
            // Where there is no such instruction nothing is asked for: a plain read would wait, as the look-up does.
            if (Sse.IsSupported)
                Sse.Prefetch0(Unsafe.AsPointer(ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_slots), (nint)(hash >> _shift))));
        }

        public bool Add(ulong key, ulong hash, uint value, out uint kept)
        {
            ref var slot = ref Room(key, hash);
            if (slot.Key == key)
            {
                kept = slot.Value;
                return false;
            }

            slot = new Slot { Key = key, Value = kept = value };
            Count++;
            return true;
        }

        public bool TryGet(ulong key, ulong hash, out uint value)
        {
            ref readonly var slot = ref Find(_slots, _shift, key, hash);
            value = slot.Value;
            return slot.Key == key;
        }

        /// <returns>Whether the number is new.</returns>
        public bool Mark(ulong key, ulong hash, uint bits)
        {
            ref var slot = ref Room(key, hash);
            var added = slot.Key != key;
            slot = new Slot { Key = key, Value = added ? bits : slot.Value | bits };
            Count += added ? 1 : 0;
            return added;
        }

        public IEnumerable<(ulong Key, uint Value)> All()
        {
            for (var i = 0; i < _slots.Length; i++)
            {
                if (_slots[i].Key != 0)
                    yield return (_slots[i].Key, _slots[i].Value);
            }
        }

        /// <summary>The number's slot, or the free one where it belongs.</summary>
        private static ref Slot Find(Slot[] slots, int shift, ulong key, ulong hash)
        {
            var at = (int)(hash >> shift);
            while (slots[at].Key != 0 && slots[at].Key != key)
                at = (at + 1) & (slots.Length - 1);
            return ref slots[at];
        }

        private ref Slot Room(ulong key, ulong hash)
        {
            if (Count >= _slots.Length / 16 * FullAt)
                GrowTo(_slots.Length * 2);
            return ref Find(_slots, _shift, key, hash);
        }

        private void GrowTo(int length)
        {
            var slots = LargeMemory.Array<Slot>(length);
            _shift = 64 - BitOperations.Log2((uint)length);
            foreach (ref readonly var slot in _slots.AsSpan())
            {
                if (slot.Key != 0)
                    Find(slots, _shift, slot.Key, Hash(slot.Key) << PartBits) = slot;
            }

            _slots = slots;
        }
    }

    /// <summary>Key and value side by side, so that a look-up waits for one line of memory; 12 bytes, because 16 would cost a third more.</summary>
    [StructLayout(LayoutKind.Sequential, Pack = 4)]
    private struct Slot
    {
        public ulong Key;
        public uint Value;
    }
}
