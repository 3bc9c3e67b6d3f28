using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Meridian.Phones.Reading;

/// <summary>
/// The short way for what nearly all numbers are: digits with blanks, hyphens, dots and brackets, perhaps one plus before them. Whatever else appears
/// (letters, other scripts, signs that may begin an extension) leaves the text to <see cref="AnyText"/>, which knows all the rules.
/// </summary>
internal static class PlainText
{
    private const byte Between = 16;
    private const byte Plus = 17;
    private const byte Other = 18;

    /// <summary>Digits have their value. The slash is between digits here, because only an 'x' behind it would give it a meaning.</summary>
    private static ReadOnlySpan<byte> Kinds =>
    [
        18, 18, 18, 18, 18, 18, 18, 18, 18, 18, 18, 18, 18, 18, 18, 18, 18, 18, 18, 18, 18, 18, 18, 18, 18, 18, 18, 18, 18, 18, 18, 18,
        16, 18, 18, 18, 18, 18, 18, 18, 16, 16, 16, 17, 18, 16, 16, 16, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 18, 18, 18, 18, 18, 18,
        18, 18, 18, 18, 18, 18, 18, 18, 18, 18, 18, 18, 18, 18, 18, 18, 18, 18, 18, 18, 18, 18, 18, 18, 18, 18, 18, 16, 18, 16, 18, 18,
        18, 18, 18, 18, 18, 18, 18, 18, 18, 18, 18, 18, 18, 18, 18, 18, 18, 18, 18, 18, 18, 18, 18, 18, 18, 18, 18, 18, 18, 18, 18, 18,
    ];

    /// <summary>How many digits there are, at least three, or -1 when the text needs the long way.</summary>
    /// <typeparam name="T">char or byte: ASCII is the same in both.</typeparam>
    /// <param name="digits">Takes values 0 to 9; at least as long as the text.</param>
    public static int Scan<T>(ReadOnlySpan<T> text, Span<byte> digits, out bool plus)
        where T : unmanaged
    {
        plus = false;
        var i = 0;
        ref var kinds = ref MemoryMarshal.GetReference(Kinds);
        while (true)
        {
            if (i == text.Length)
                return -1;
            var c = Code(text[i]);

            // A semicolon may begin ";phone-context=", which changes what the text before it means.
            if (c >= 128 || c == ';')
                return -1;
            if (Unsafe.Add(ref kinds, (nint)c) < 10)
                break;
            i++;
            if (c == '+')
            {
                plus = true;
                break;
            }
        }

        var count = 0;
        for (; i < text.Length; i++)
        {
            var c = Code(text[i]);
            if (c >= 128)
                return -1;
            var kind = Unsafe.Add(ref kinds, (nint)c);
            if (kind < 10)
                digits[count++] = kind;
            else if (kind != Between)
                return -1;
        }

        return count >= 3 ? count : -1;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Code<T>(T value)
        where T : unmanaged => typeof(T) == typeof(byte) ? (byte)(object)value : (char)(object)value;
}
