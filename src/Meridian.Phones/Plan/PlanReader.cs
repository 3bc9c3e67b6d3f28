using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace Meridian.Phones.Plan;

/// <summary>Walks through a data file; tools/phones/Plan/PlanWriter.cs describes the order.</summary>
internal ref struct PlanReader(ReadOnlySpan<byte> rest)
{
    private ReadOnlySpan<byte> rest = rest;

    public byte Byte()
    {
        var value = rest[0];
        rest = rest[1..];
        return value;
    }

    public ushort Short() => BinaryPrimitives.ReadUInt16LittleEndian(Bytes(2));

    public int Int() => BinaryPrimitives.ReadInt32LittleEndian(Bytes(4));

    public ulong Long() => BinaryPrimitives.ReadUInt64LittleEndian(Bytes(8));

    public string Text() => Encoding.UTF8.GetString(Bytes(Byte()));

    public ReadOnlySpan<byte> Bytes(int count)
    {
        var taken = rest[..count];
        rest = rest[count..];
        return taken;
    }

    /// <summary>The states of an automaton: ten successors each, then a meaning each.</summary>
    public Automaton States()
    {
        // Whole rows at a time: number by number this loop was most of a start, because it runs before the compiler has optimised it.
        if (!BitConverter.IsLittleEndian)
            throw new PlatformNotSupportedException("The data is read as little-endian.");
        var count = Int();
        var next = MemoryMarshal.Cast<byte, ushort>(Bytes(20 * count));
        var meanings = MemoryMarshal.Cast<byte, ushort>(Bytes(2 * count));
        if (next.ContainsAnyExceptInRange((ushort)0, (ushort)(count - 1)))
            throw new InvalidDataException("A state leads outside the table.");
        var states = new ushort[count << Automaton.Shift];
        for (var state = 0; state < count; state++)
        {
            next.Slice(10 * state, 10).CopyTo(states.AsSpan(state << Automaton.Shift));
            states[(state << Automaton.Shift) + Automaton.Meaning] = meanings[state];
        }

        return new Automaton(states);
    }

    /// <summary>A file that the assembly embeds.</summary>
    public static byte[] Embedded(string name)
    {
        using var stream = typeof(PlanReader).Assembly.GetManifestResourceStream($"Meridian.Phones/{name}")
            ?? throw new InvalidDataException($"{name} is not embedded in the assembly.");
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
