using System.Buffers.Binary;
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
        var count = Int();
        var next = Bytes(20 * count);
        var meanings = Bytes(2 * count);
        var states = new ushort[count << Automaton.Shift];
        for (var state = 0; state < count; state++)
        {
            for (var digit = 0; digit < 10; digit++)
            {
                var successor = BinaryPrimitives.ReadUInt16LittleEndian(next[(20 * state + 2 * digit)..]);
                states[(state << Automaton.Shift) + digit] = successor < count ? successor : throw new InvalidDataException("A state leads outside the table.");
            }

            states[(state << Automaton.Shift) + Automaton.Meaning] = BinaryPrimitives.ReadUInt16LittleEndian(meanings[(2 * state)..]);
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
