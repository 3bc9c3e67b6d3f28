using System.Globalization;
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
    /// <typeparam name="T">char or byte: ASCII is the same in both. Other scripts' digits and blanks are read from characters only.</typeparam>
    /// <param name="digits">Takes values 0 to 9; at least as long as the text.</param>
    public static int Scan<T>(ReadOnlySpan<T> text, Span<byte> digits, out bool plus)
        where T : unmanaged
    {
        plus = false;
        ref var kinds = ref MemoryMarshal.GetReference(Kinds);
        var i = 0;
        while (true)
        {
            if (i == text.Length)
                return -1;
            var c = Code(text[i]);
            if (c >= 128)
            {
                if (typeof(T) == typeof(byte))
                    return -1;
                var kind = Foreign((char)c);
                if (kind < 10)
                    break;
                i++;
                plus = kind == Plus;
                if (plus)
                    break;
                continue;
            }

            // A semicolon may begin ";phone-context=", which changes what the text before it means.
            if (c == ';')
                return -1;
            if (Unsafe.Add(ref kinds, (nint)c) < 10)
                break;
            i++;
            plus = c == '+';
            if (plus)
                break;
        }

        var count = 0;
        for (; i < text.Length; i++)
        {
            var c = Code(text[i]);
            if (c >= 128 && typeof(T) == typeof(byte))
                return -1;
            var kind = c < 128 ? Unsafe.Add(ref kinds, (nint)c) : Foreign((char)c);
            if (kind < 10)
                digits[count++] = kind;
            else if (kind != Between)
                return -1;
        }

        return count >= 3 ? count : -1;
    }

    /// <summary>The kind of a character outside ASCII; the wide tilde may begin an extension and is not punctuation here.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static byte Foreign(char c)
    {
        if (c is >= '０' and <= '９')
            return (byte)(c - '０');
        if (c == '＋')
            return Plus;
        if (CharUnicodeInfo.GetDecimalDigitValue(c) is var digit and >= 0)
            return (byte)digit;
        return c != '～' && NumberShape.IsPunctuation(c) ? Between : Other;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Code<T>(T value)
        where T : unmanaged => typeof(T) == typeof(byte) ? (byte)(object)value : (char)(object)value;
}
