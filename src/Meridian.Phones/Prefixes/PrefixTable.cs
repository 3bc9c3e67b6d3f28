using System.IO.Compression;
using Meridian.Phones.Plan;

namespace Meridian.Phones.Prefixes;

/// <summary>
/// Texts by prefix, calling code included. One sorted array a length: the longest prefix is found by a binary search for each length, longest first. Loaded
/// at the first question (areas: 269,209 prefixes, 4 MB, less than 0.1 s); then immutable.
/// </summary>
internal sealed class PrefixTable
{
    /// <summary>No prefix is longer; as a number it fits four bytes.</summary>
    private const int Longest = 9;

    /// <summary>Digits that fit eight bytes, whatever they are.</summary>
    private const int MostDigits = 19;

    private readonly string[] texts;
    private readonly uint[][] prefixes = new uint[Longest + 1][];
    private readonly ushort[][] numbers = new ushort[Longest + 1][];

    /// <summary>By the first one, two or three digits of prefixes, which lengths there are: most codes have prefixes of two or three lengths, and only those are searched.</summary>
    private readonly ushort[] lengths = new ushort[1000];

    public PrefixTable(string file)
    {
        using var memory = new MemoryStream(PlanReader.Embedded(file));
        Span<byte> magic = stackalloc byte[4];
        memory.ReadExactly(magic);
        if (!magic.SequenceEqual("MPX1"u8))
            throw new InvalidDataException($"{file} is not of this version.");

        // Unpacked as a whole: reading the integers byte by byte through the packed stream took ten times as long.
        using var unpacked = new MemoryStream();
        using (var packed = new BrotliStream(memory, CompressionMode.Decompress))
            packed.CopyTo(unpacked);
        unpacked.Position = 0;
        using var reader = new BinaryReader(unpacked);
        texts = new string[reader.Read7BitEncodedInt()];
        for (var i = 0; i < texts.Length; i++)
            texts[i] = reader.ReadString();
        for (var left = reader.Read7BitEncodedInt(); left > 0; left--)
        {
            var length = reader.Read7BitEncodedInt();
            var count = reader.Read7BitEncodedInt();
            var values = prefixes[length] = new uint[count];
            var before = 0u;
            for (var i = 0; i < count; i++)
            {
                values[i] = before += (uint)reader.Read7BitEncodedInt64();
                for (var leading = values[i]; leading > 0; leading /= 10)
                {
                    if (leading < 1000)
                        lengths[leading] |= (ushort)(1 << length);
                }
            }

            var found = numbers[length] = new ushort[count];
            for (var i = 0; i < count; i++)
                found[i] = checked((ushort)reader.Read7BitEncodedInt());
        }

        for (var names = reader.Read7BitEncodedInt(); names > 0; names--)
            Names[reader.ReadString()] = reader.ReadString();
    }

    /// <summary>Texts under names of their own.</summary>
    public Dictionary<string, string> Names { get; } = new(StringComparer.Ordinal);

    /// <summary>The table's texts, each once.</summary>
    public IReadOnlyList<string> Texts => texts;

    /// <summary>The number of the longest prefix's text, or -1.</summary>
    public int Find(in PhoneNumber number)
    {
        var national = number.NationalLength;
        var code = Digits(number.CountryCode);
        if (code + national > MostDigits)
            return FindByDigits(in number);

        // By arithmetic, without taking the number apart and putting it together again.
        var value = ((ulong)number.CountryCode * PhoneNumber.PowerOfTen(national)) + number.National;
        var length = Math.Min(code + national, Longest);
        return Find(number.CountryCode, (uint)(value / PhoneNumber.PowerOfTen(code + national - length)), length);
    }

    /// <summary>The number of the longest prefix's text, or -1.</summary>
    public int Find(int code, ReadOnlySpan<byte> national)
    {
        var value = (uint)code;
        var length = Digits(code);
        var taken = Math.Min(national.Length, Longest - length);
        foreach (var digit in national[..taken])
            value = (value * 10) + digit;
        return Find(code, value, length + taken);
    }

    private static int Digits(int code) => code >= 100 ? 3 : code >= 10 ? 2 : 1;

    private int FindByDigits(in PhoneNumber number)
    {
        Span<byte> digits = stackalloc byte[32];
        return Find(number.CountryCode, digits[..number.NationalDigits(digits)]);
    }

    /// <param name="value">The number's first digits, so many as a prefix may have.</param>
    private int Find(int code, uint value, int length)
    {
        var there = lengths[code];
        for (; length > 0; length--, value /= 10)
        {
            if ((there & (1 << length)) != 0 && prefixes[length] is { } values && values.AsSpan().BinarySearch(value) is var at and >= 0)
                return numbers[length][at];
        }

        return -1;
    }
}
