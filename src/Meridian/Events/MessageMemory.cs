using Meridian.Foundation.Database;

namespace Meridian.Events;

/// <summary>
/// Which messages were applied within the last days, so that a retry, a double send or a replayed batch changes nothing. A filter in memory answers for nearly every message
/// that it is new; the few that it is not sure of are looked for in the store, and only among the entries that the filter's part covers.
/// </summary>
public sealed class MessageMemory
{
    /// <summary>For how long a message id is remembered. A setting of the program, because entries older than this are judged by it when the store is made again.</summary>
    public static readonly TimeSpan Remembered = TimeSpan.FromDays(30);

    private readonly List<Part> _parts = [];
    private long _filledTo = -1;

    /// <summary>The last entry of the parts that were dropped; only files ask for what came before.</summary>
    private long _droppedTo;

    /// <summary>Brings the memory to where the store stands; the first time it reads all keys that are remembered.</summary>
    /// <param name="last">The last entry whose messages are in the store.</param>
    public void Fill(ISession session, long last)
    {
        if (_filledTo == last)
            return;
        // Behind the store (first use, or another process applied entries) or before it (a batch was rolled back): read again what is there.
        _parts.Clear();
        _droppedTo = 0;
        foreach (var (key, entry, at) in session.Query($"select message_key, entry, received_at from {EventTables.Event} order by entry", r => (r.Id(0), r.Long(1), r.Time(2))))
            Add(key, entry, at);
        _filledTo = last;
    }

    /// <summary>Notes the keys of a batch that is committed.</summary>
    public void Note(IEnumerable<(Guid Key, long Entry, DateTime At)> keys, long last)
    {
        foreach (var (key, entry, at) in keys)
            Add(key, entry, at);
        _filledTo = last;
    }

    /// <summary>Forgets all; the next <see cref="Fill"/> reads the store.</summary>
    public void Forget() => _filledTo = -1;

    /// <summary>The entries among which a key may stand, if it is in the store at all.</summary>
    /// <param name="forEver">Also among those that are forgotten otherwise.</param>
    public IEnumerable<(long First, long Last)> MayStand(Guid key, DateTime now, bool forEver = false)
    {
        if (forEver && _droppedTo > 0)
            yield return (0, _droppedTo);
        foreach (var part in _parts)
        {
            if ((forEver || part.LastAt >= now - Remembered) && part.MayHold(key))
                yield return (part.First, part.Last);
        }
    }

    /// <summary>Parts whose messages are all older are of no use.</summary>
    public void Drop(DateTime now)
    {
        foreach (var part in _parts.Where(p => p.LastAt < now - Remembered))
            _droppedTo = Math.Max(_droppedTo, part.Last);
        _parts.RemoveAll(p => p.LastAt < now - Remembered);
    }

    private void Add(Guid key, long entry, DateTime at)
    {
        if (_parts.Count == 0 || _parts[^1].IsFull)
            _parts.Add(new Part(entry));
        _parts[^1].Add(key, entry, at);
    }

    /// <summary>A Bloom filter of up to a million keys, 24 bits a key and eight probes in one cache line: one wrong "perhaps" in some thousand.</summary>
    private sealed class Part
    {
        private const int Keys = 1 << 20;
        private const int WordsOfLine = 8;

        private readonly ulong[] _bits = new ulong[Keys * 24 / 64];
        private int _count;

        public Part(long first) => (First, Last) = (first, first);

        public long First { get; }

        public long Last { get; private set; }

        public DateTime LastAt { get; private set; } = DateTime.MinValue;

        public bool IsFull => _count >= Keys;

        public void Add(Guid key, long entry, DateTime at)
        {
            var (line, bits) = Place(key);
            for (var probe = 0; probe < 8; probe++)
            {
                _bits[line + (int)(bits & 7)] |= 1UL << (int)((bits >> 3) & 63);
                bits = Next(bits);
            }

            _count++;
            Last = Math.Max(Last, entry);
            LastAt = at > LastAt ? at : LastAt;
        }

        public bool MayHold(Guid key)
        {
            var (line, bits) = Place(key);
            for (var probe = 0; probe < 8; probe++)
            {
                if ((_bits[line + (int)(bits & 7)] & (1UL << (int)((bits >> 3) & 63))) == 0)
                    return false;
                bits = Next(bits);
            }

            return true;
        }

        private (int Line, ulong Bits) Place(Guid key)
        {
            Span<byte> bytes = stackalloc byte[16];
            key.TryWriteBytes(bytes);
            var low = BitConverter.ToUInt64(bytes);
            var lines = (uint)(_bits.Length / WordsOfLine);
            return ((int)((low >> 32) % lines) * WordsOfLine, BitConverter.ToUInt64(bytes[8..]));
        }

        // A step of a linear congruential generator; its high bits are the good ones.
        private static ulong Next(ulong bits) => ((bits * 6364136223846793005) + 1442695040888963407) is var next ? next ^ (next >> 29) : 0;
    }
}
