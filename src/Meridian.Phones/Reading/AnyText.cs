using System.Globalization;
using System.Runtime.CompilerServices;
using Meridian.Phones.Plan;

namespace Meridian.Phones.Reading;

/// <summary>The long way: every rule about which characters are a number, in the reference's order, so that the first thing wrong is the same.</summary>
internal static class AnyText
{
    /// <param name="buffer">Room for as many digits as the text has characters.</param>
    [SkipLocalsInit]
    public static PhoneError Read(ReadOnlySpan<char> text, ReadOnlySpan<char> region, Span<byte> buffer, out PhoneNumber number)
    {
        number = default;
        Span<char> joined = stackalloc char[2 * PhoneReader.LongestText];
        if (!TelAddress.TryExtract(text, joined, out var body) || !NumberShape.IsViable(body))
            return PhoneError.NotANumber;
        var home = NumberingPlan.World.Region(region);
        if (!NumberShape.IsPlus(body[0]) && home is null)
            return PhoneError.InvalidCountryCode;
        var extension = ExtensionText.Strip(ref body);
        var pluses = 0;
        while (pluses < body.Length && NumberShape.IsPlus(body[pluses]))
            pluses++;
        var digits = buffer[..Digits(body[pluses..], buffer)];
        return DialledDigits.Resolve(digits, pluses, home, extension, out number);
    }

    /// <summary>
    /// Three letters make a vanity number: then letters are keys of a telephone, and only ASCII counts. Otherwise letters are dropped and every script's
    /// digits count.
    /// </summary>
    private static int Digits(ReadOnlySpan<char> text, Span<byte> digits)
    {
        // a b c are on key 2 ... w x y z on key 9.
        const string keys = "22233344455566677778889999";
        var letters = 0;
        foreach (var c in text)
            letters += char.IsAsciiLetter(c) ? 1 : 0;
        var vanity = letters >= 3;
        var count = 0;
        foreach (var c in text)
        {
            var digit = char.IsAsciiDigit(c) ? c - '0'
                : !vanity ? (c < 128 ? -1 : CharUnicodeInfo.GetDecimalDigitValue(c))
                : char.IsAsciiLetter(c) ? keys[(c | 0x20) - 'a'] - '0'
                : -1;
            if (digit >= 0)
                digits[count++] = (byte)digit;
        }

        return count;
    }
}
