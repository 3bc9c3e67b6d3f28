using System.Buffers.Binary;
using System.Numerics;
using System.Text;
using ZstdSharp;

namespace Meridian.Foundation.Journal;

/// <summary>
/// Version 1 of the file format. A segment is 16 bytes of head ("MRDJRNL1", the number of its first entry) and entries; an entry is
/// <code>
/// u32 length of all behind the checksum   u32 CRC-32C of all behind it   u64 sequence   i64 microseconds since 1970   u8 flags   u8 length of kind   kind   body
/// </code>
/// little endian; flags bit 0: the body is zstd. Each entry stands alone, so that one can be rewritten without the others.
/// </summary>
internal static class JournalFormat
{
    public const int HeadBytes = 16;

    /// <summary>Of an entry, what stands before its kind.</summary>
    public const int EntryHeadBytes = 26;

    /// <summary>No entry is longer: a length beyond it is damage.</summary>
    public const int MostBytes = 64 << 20;

    private const int Compressed = 1;

    /// <summary>Bodies below this gain nothing from compression.</summary>
    private const int WorthCompressing = 256;

    private static readonly DateTime Epoch = DateTime.UnixEpoch;

    [ThreadStatic]
    private static Compressor? _compressor;

    [ThreadStatic]
    private static Decompressor? _decompressor;

    private static ReadOnlySpan<byte> Magic => "MRDJRNL1"u8;

    public static byte[] Head(long first)
    {
        var head = new byte[HeadBytes];
        Magic.CopyTo(head);
        BinaryPrimitives.WriteInt64LittleEndian(head.AsSpan(8), first);
        return head;
    }

    public static bool IsHead(ReadOnlySpan<byte> head, long first) =>
        head.Length >= HeadBytes && head.StartsWith(Magic) && BinaryPrimitives.ReadInt64LittleEndian(head[8..]) == first;

    /// <summary>Packs a body; any thread, before the entry has its number.</summary>
    public static (byte[] Body, bool Compressed) Pack(ReadOnlySpan<byte> body)
    {
        if (body.Length < WorthCompressing)
            return (body.ToArray(), false);
        var packed = (_compressor ??= new Compressor(1)).Wrap(body);
        return packed.Length < body.Length ? (packed.ToArray(), true) : (body.ToArray(), false);
    }

    /// <summary>Writes an entry into a buffer that is long enough; its length.</summary>
    public static int Write(Span<byte> to, long sequence, DateTime at, string kind, ReadOnlySpan<byte> packed, bool compressed)
    {
        var kindBytes = Encoding.UTF8.GetBytes(kind, to[EntryHeadBytes..]);
        packed.CopyTo(to[(EntryHeadBytes + kindBytes)..]);
        var length = EntryHeadBytes + kindBytes + packed.Length;
        BinaryPrimitives.WriteInt64LittleEndian(to[8..], sequence);
        BinaryPrimitives.WriteInt64LittleEndian(to[16..], (at.Ticks - Epoch.Ticks) / TimeSpan.TicksPerMicrosecond);
        to[24] = (byte)(compressed ? Compressed : 0);
        to[25] = (byte)kindBytes;
        BinaryPrimitives.WriteUInt32LittleEndian(to, (uint)(length - 8));
        BinaryPrimitives.WriteUInt32LittleEndian(to[4..], Crc(to[8..length]));
        return length;
    }

    public static int Length(string kind, int packed) => EntryHeadBytes + Encoding.UTF8.GetByteCount(kind) + packed;

    /// <summary>The entry's whole length where it is whole and right, else 0.</summary>
    public static int Check(ReadOnlySpan<byte> from, long sequence)
    {
        if (from.Length < EntryHeadBytes)
            return 0;
        var length = BinaryPrimitives.ReadUInt32LittleEndian(from) + 8L;
        return length >= EntryHeadBytes && length <= MostBytes && length <= from.Length && Sequence(from) == sequence
            && BinaryPrimitives.ReadUInt32LittleEndian(from[4..]) == Crc(from[8..(int)length]) ? (int)length : 0;
    }

    public static long Sequence(ReadOnlySpan<byte> from) => BinaryPrimitives.ReadInt64LittleEndian(from[8..]);

    /// <summary>Reads an entry that <see cref="Check"/> found whole.</summary>
    public static JournalEntry Read(ReadOnlySpan<byte> entry)
    {
        var kind = Encoding.UTF8.GetString(entry.Slice(EntryHeadBytes, entry[25]));
        var body = entry[(EntryHeadBytes + entry[25])..];
        var at = DateTime.SpecifyKind(Epoch.AddTicks(BinaryPrimitives.ReadInt64LittleEndian(entry[16..]) * TimeSpan.TicksPerMicrosecond), DateTimeKind.Unspecified);
        return new JournalEntry(Sequence(entry), at, kind, (entry[24] & Compressed) != 0 ? (_decompressor ??= new Decompressor()).Unwrap(body).ToArray() : body.ToArray());
    }

    private static uint Crc(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        while (bytes.Length >= 8)
        {
            crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
            bytes = bytes[8..];
        }

        foreach (var b in bytes)
            crc = BitOperations.Crc32C(crc, b);
        return ~crc;
    }
}
