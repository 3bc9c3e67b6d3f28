using System.Runtime.CompilerServices;
using System.Text;
using Meridian.Phones.Plan;
using Meridian.Phones.Reading;

namespace Meridian.Phones;

/// <summary>
/// Reads phone numbers out of text with the answers of Google's libphonenumber: country calling code, international and national prefixes, extensions,
/// letters as on a keypad, digits of all scripts, <c>tel:</c> addresses. Takes nothing from the heap; safe on any thread; never throws on any text.
/// </summary>
public static class PhoneReader
{
    /// <summary>Characters from which on a text is refused as too long.</summary>
    public const int LongestText = 250;

    /// <summary>A character takes at most three bytes, so that more than these cannot be 250 characters.</summary>
    private const int LongestUtf8 = 3 * LongestText;

    /// <summary>Name, version and licence of the numbering data.</summary>
    public static string Source => NumberingPlan.World.Source;

    /// <summary>Reads a number.</summary>
    /// <param name="text">The number, perhaps with text before it; UTF-16, also ill-formed.</param>
    /// <param name="region">Where it would be dialled: ISO 3166-1 alpha-2 in capitals. Empty or unknown: only numbers with a plus can be read.</param>
    /// <param name="number">A default value where the result is not <see cref="PhoneError.None"/>.</param>
    [SkipLocalsInit]
    public static PhoneError Read(ReadOnlySpan<char> text, ReadOnlySpan<char> region, out PhoneNumber number)
    {
        number = default;
        if (text.Length > LongestText)
            return PhoneError.TooLong;
        Span<byte> buffer = stackalloc byte[LongestText];
        var count = PlainText.Scan(text, buffer, out var plus);
        return count >= 0
            ? DialledDigits.Resolve(buffer[..count], plus ? 1 : 0, NumberingPlan.World.Region(region), [], out number)
            : AnyText.Read(text, region, buffer, out number);
    }

    /// <summary>As for UTF-16, for UTF-8; bytes that are not well-formed stand for no character of a number.</summary>
    [SkipLocalsInit]
    public static PhoneError Read(ReadOnlySpan<byte> utf8, ReadOnlySpan<char> region, out PhoneNumber number)
    {
        number = default;
        if (utf8.Length > LongestUtf8)
            return PhoneError.TooLong;
        Span<byte> buffer = stackalloc byte[LongestText];
        if (utf8.Length <= LongestText)
        {
            var count = PlainText.Scan(utf8, buffer, out var plus);
            if (count >= 0)
                return DialledDigits.Resolve(buffer[..count], plus ? 1 : 0, NumberingPlan.World.Region(region), [], out number);
        }

        Span<char> text = stackalloc char[LongestUtf8];
        var length = Encoding.UTF8.GetChars(utf8, text);
        return Read(text[..length], region, out number);
    }

    /// <summary>Reads the digits behind a plus, for a caller who has them already: the same as reading "+" and the digits, without a text.</summary>
    /// <param name="digits">Values 0 to 9, not characters; at least three.</param>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than three, or more than <see cref="LongestText"/>.</exception>
    public static PhoneError ReadInternational(ReadOnlySpan<byte> digits, out PhoneNumber number)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(digits.Length, 3, nameof(digits));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(digits.Length, LongestText, nameof(digits));
        return DialledDigits.Resolve(digits, 1, null, [], out number);
    }

    /// <summary>Reads a list that one region dials. Element by element the same as reading each text; a null text is not a number.</summary>
    /// <returns>How many were read without an error.</returns>
    /// <exception cref="ArgumentException">A destination is shorter than the list.</exception>
    public static int ReadAll(ReadOnlySpan<string?> texts, ReadOnlySpan<char> region, Span<PhoneNumber> numbers, Span<PhoneError> errors)
    {
        if (numbers.Length < texts.Length || errors.Length < texts.Length)
            throw new ArgumentException("The destinations are shorter than the list.", nameof(numbers));
        var read = 0;
        for (var i = 0; i < texts.Length; i++)
        {
            errors[i] = texts[i] is { } text ? Read(text, region, out numbers[i]) : PhoneError.NotANumber;
            if (texts[i] is null)
                numbers[i] = default;
            read += errors[i] == PhoneError.None ? 1 : 0;
        }

        return read;
    }
}
