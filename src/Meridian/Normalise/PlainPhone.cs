using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Meridian.Phones;

namespace Meridian.Normalise;

/// <summary>
/// The short way of <see cref="PhoneText"/> for what most cells of most lists hold: one valid international number in digits, blanks, hyphens and brackets.
/// Answers yes or leaves the cell to the long way, whose answer would be the same; reads UTF-16 and UTF-8, which are equal for such a cell.
/// </summary>
internal static class PlainPhone
{
    private const int Longest = 40;
    private const byte Between = 16;
    private const byte Other = 32;

    /// <summary>Digits have their value.</summary>
    private static ReadOnlySpan<byte> Kinds =>
    [
        32, 32, 32, 32, 32, 32, 32, 32, 32, 32, 32, 32, 32, 32, 32, 32, 32, 32, 32, 32, 32, 32, 32, 32, 32, 32, 32, 32, 32, 32, 32, 32,
        16, 32, 32, 32, 32, 32, 32, 32, 16, 16, 32, 32, 32, 16, 32, 32, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 32, 32, 32, 32, 32, 32,
        32, 32, 32, 32, 32, 32, 32, 32, 32, 32, 32, 32, 32, 32, 32, 32, 32, 32, 32, 32, 32, 32, 32, 32, 32, 32, 32, 32, 32, 32, 32, 32,
        32, 32, 32, 32, 32, 32, 32, 32, 32, 32, 32, 32, 32, 32, 32, 32, 32, 32, 32, 32, 32, 32, 32, 32, 32, 32, 32, 32, 32, 32, 32, 32,
    ];

    /// <typeparam name="T">char or byte.</typeparam>
    [SkipLocalsInit]
    public static bool TryFind<T>(ReadOnlySpan<T> cell, out PhoneNumber number)
        where T : unmanaged
    {
        number = default;
        if (cell.Length is < 4 or > Longest)
            return false;
        var plus = Code(cell[0]) == '+';
        Span<byte> buffer = stackalloc byte[Longest];
        ref var digits = ref MemoryMarshal.GetReference(buffer);
        ref var kinds = ref MemoryMarshal.GetReference(Kinds);
        int count = 0, seen = 0;
        for (var i = plus ? 1 : 0; i < cell.Length; i++)
        {
            // Every character is written and only digits are counted: whether one comes next cannot be foretold.
            var kind = Code(cell[i]) is var c && c < 128 ? Unsafe.Add(ref kinds, (nint)c) : Other;
            Unsafe.Add(ref digits, count) = kind;
            count += kind < 10 ? 1 : 0;
            seen |= kind;
        }

        if (seen >= Other || count is < 5 or > 25)
            return false;
        ReadOnlySpan<byte> found = buffer[..count];
        if (!plus)
        {
            if (found[0] != 0 || found[1] != 0)
                return false;
            found = found[2..];
        }

        // Mexico's 1 before mobile numbers called from abroad is gone since 2019; the metadata no longer reads it.
        if (found is [5, 2, 1, ..] && found.Length == 13)
        {
            buffer = buffer[(count - found.Length + 1)..];
            (buffer[0], buffer[1]) = (5, 2);
            found = buffer[..12];
        }

        return PhoneReader.ReadInternational(found, out number) == PhoneError.None && number.IsValid;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Code<T>(T value)
        where T : unmanaged => typeof(T) == typeof(byte) ? (byte)(object)value : (char)(object)value;
}
