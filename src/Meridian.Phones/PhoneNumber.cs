using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using System.Runtime.InteropServices;
using Meridian.Phones.Plan;
using Meridian.Phones.Reading;

namespace Meridian.Phones;

/// <summary>
/// A phone number that was read: 64 bytes, no reference, so that an array of a million is one block of memory. Type, region and validity were decided
/// while it was read; asking for them costs nothing. <see cref="PhoneReader"/> makes them out of text.
/// </summary>
[StructLayout(LayoutKind.Auto)]
public readonly struct PhoneNumber : IEquatable<PhoneNumber>
{
    /// <summary>Digits of the longest national number that is accepted.</summary>
    public const int LongestNational = 17;

    /// <summary>Zeros beyond these are forgotten, as the reference does. Ten zeros and 17 digits fit wherever a national number is written.</summary>
    internal const int MostZeros = 10;

    private readonly PhoneExtension extension;
    private readonly ushort meaning;
    private readonly byte extensionLength;
    private readonly byte carrierLength;
    private readonly uint carrier;

    internal PhoneNumber(CallingCode code, ReadOnlySpan<byte> national, CountryCodeSource source, ReadOnlySpan<char> extension, ReadOnlySpan<byte> carrier)
    {
        Code = code.Code;
        Source = source;
        var zeros = 0;
        if (national.Length > 1 && national[0] == 0)
        {
            zeros = 1;
            while (zeros < national.Length - 1 && national[zeros] == 0)
                zeros++;
        }

        LeadingZeros = (byte)zeros;
        var value = 0UL;
        foreach (var digit in national)
            value = (value * 10) + digit;
        National = value;
        meaning = (ushort)NumberingPlan.World.Automaton.Match(code.Numbers, zeros <= MostZeros ? national : national[(zeros - MostZeros)..]);
        if (extension.Length > 0)
        {
            extensionLength = (byte)extension.Length;
            extension.CopyTo(this.extension);
        }

        carrierLength = (byte)carrier.Length;
        foreach (var digit in carrier)
            this.carrier = (this.carrier * 10) + digit;
    }

    /// <summary>The country calling code, 1 to 999; 0 only in a default value.</summary>
    public int CountryCode => Code;

    /// <summary>The national number as an integer, without the zeros that it begins with.</summary>
    public ulong National { get; }

    /// <summary>How many zeros the national number begins with: +39 06 12345678 has one. A national prefix is not among them.</summary>
    public int LeadingZeroCount => LeadingZeros;

    /// <summary>Where the country calling code came from.</summary>
    public CountryCodeSource Source { get; }

    /// <summary>Whether an operator may have such a number in use: its territory's plan has a type for it.</summary>
    public bool IsValid => Type != PhoneType.Unknown;

    /// <summary><see cref="PhoneType.Unknown"/> for a number that is not valid.</summary>
    public PhoneType Type => (PhoneType)(meaning & CallingCode.TypeMask);

    /// <summary>
    /// ISO 3166-1 alpha-2; "001" for a code that belongs to no country; null where a shared code's number is no region's. A code with one region gives that
    /// region even for numbers that are not valid.
    /// </summary>
    public string? Region => Plan is not { } plan ? null
        : plan.Territories.Length == 1 ? plan.Main.Id
        : ((meaning >> CallingCode.RegionShift) & CallingCode.RegionMask) is var place and not 0 ? plan.Territories[place - 1].Id
        : null;

    /// <summary>Digits of the extension; "" for none. Makes a string.</summary>
    public string Extension => new(ExtensionDigits);

    /// <summary>Digits of the extension, as written.</summary>
    [UnscopedRef]
    public ReadOnlySpan<char> ExtensionDigits => ((ReadOnlySpan<char>)extension)[..extensionLength];

    /// <summary>The carrier that the text dialled through (Brazil's 0 15 11 ...), or "". Makes a string.</summary>
    public string CarrierCode => carrierLength == 0 ? "" : carrier.ToString(System.Globalization.CultureInfo.InvariantCulture).PadLeft(carrierLength, '0');

    /// <summary>What the number's length says.</summary>
    public PhoneLength Length => LengthFor(PhoneType.Unknown);

    /// <summary>Whether the length is that of a number, be it only inside its area.</summary>
    public bool IsPossible => Length is PhoneLength.Possible or PhoneLength.PossibleLocalOnly;

    /// <summary>Digits of the national significant number.</summary>
    public int NationalLength => Math.Min((int)LeadingZeros, MostZeros) + DigitCount(National);

    internal ushort Code { get; }

    internal byte LeadingZeros { get; }

    internal CallingCode? Plan => NumberingPlan.World.Code(Code);

    /// <summary>A number out of its parts, for one that is kept as integers.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The code is not in use, or the digits are more than <see cref="LongestNational"/>.</exception>
    public static PhoneNumber Of(int countryCode, ulong national, int leadingZeros = 0)
    {
        var plan = NumberingPlan.World.Code(countryCode) ?? throw new ArgumentOutOfRangeException(nameof(countryCode), countryCode, "The calling code is not in use.");
        var length = DigitCount(national);
        if (leadingZeros < 0 || leadingZeros + length > LongestNational)
            throw new ArgumentOutOfRangeException(nameof(leadingZeros), leadingZeros, "A national number has at most 17 digits.");
        Span<byte> digits = stackalloc byte[LongestNational];
        digits[..leadingZeros].Clear();
        for (var i = leadingZeros + length - 1; i >= leadingZeros; i--, national /= 10)
            digits[i] = (byte)(national % 10);
        return new PhoneNumber(plan, digits[..(leadingZeros + length)], CountryCodeSource.None, [], []);
    }

    /// <summary>What the length says for one type of number.</summary>
    public PhoneLength LengthFor(PhoneType type) => Plan is { } plan ? plan.Main.Length(NationalLength, type) : PhoneLength.InvalidCountryCode;

    /// <summary>Whether the number is valid and one of a certain region ("001" for codes that belong to none).</summary>
    public bool IsValidFor(ReadOnlySpan<char> region)
    {
        if (Plan is not { } plan)
            return false;
        foreach (var territory in plan.Territories)
        {
            if (!region.SequenceEqual(territory.Id))
                continue;
            Span<byte> digits = stackalloc byte[MostZeros + LongestNational];
            return (NumberingPlan.World.Automaton.Match(territory.Types, digits[..NationalDigits(digits)]) & CallingCode.TypeMask) != 0;
        }

        return false;
    }

    /// <summary>Whether the number says where its owner lives or works: a landline, or a mobile number of one of five countries.</summary>
    public bool IsGeographical => Type is PhoneType.FixedLine or PhoneType.FixedLineOrMobile || (Type == PhoneType.Mobile && Code is 52 or 54 or 55 or 62 or 86);

    /// <summary>Writes the number; false when the destination is too short (96 characters always suffice).</summary>
    public bool TryFormat(Span<char> destination, out int written, PhoneFormat format) => PhoneWriter.TryWrite(in this, format, destination, out written);

    /// <summary>Writes the number as UTF-8; false when the destination is too short (128 bytes always suffice).</summary>
    public bool TryFormat(Span<byte> destination, out int written, PhoneFormat format) => PhoneWriter.TryWrite(in this, format, destination, out written);

    /// <summary>Writes the digits of the national significant number, at most 27; false when the destination is too short.</summary>
    public bool TryWriteNational(Span<char> destination, out int written)
    {
        Span<byte> digits = stackalloc byte[32];
        var length = NationalDigits(digits);
        written = 0;
        if (destination.Length < length)
            return false;
        for (; written < length; written++)
            destination[written] = (char)('0' + digits[written]);
        return true;
    }

    /// <summary>The number in a format, as a new string.</summary>
    public string ToString(PhoneFormat format)
    {
        Span<char> buffer = stackalloc char[PhoneWriter.Longest];
        return PhoneWriter.TryWrite(in this, format, buffer, out var written) ? new string(buffer[..written]) : "";
    }

    /// <summary>E.164, with the extension behind it where there is one.</summary>
    public override string ToString() => extensionLength == 0 ? ToString(PhoneFormat.E164) : $"{ToString(PhoneFormat.E164)};ext={Extension}";

    /// <summary>Writes the national significant number as values 0 to 9 and gives their count, at most 27.</summary>
    internal int NationalDigits(Span<byte> digits)
    {
        var zeros = Math.Min((int)LeadingZeros, MostZeros);
        digits[..zeros].Clear();
        var length = zeros + DigitCount(National);
        var rest = National;
        for (var i = length - 1; i >= zeros; i--, rest /= 10)
            digits[i] = (byte)(rest % 10);
        return length;
    }

    /// <summary>Decimal digits of a number, 1 for 0: the estimate from the binary digits is at most one too high.</summary>
    internal static int DigitCount(ulong value)
    {
        var estimate = (BitOperations.Log2(value | 1) + 1) * 1233 >> 12;
        return estimate + (value >= PowersOfTen[estimate] ? 1 : 0);
    }

    /// <summary>Ten to a power of 0 to 19.</summary>
    internal static ulong PowerOfTen(int power) => power == 0 ? 1 : PowersOfTen[power];

    /// <summary>The first is 0 and not 1, because 0 has a digit too.</summary>
    private static ReadOnlySpan<ulong> PowersOfTen =>
    [
        0, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000, 1_000_000_000, 10_000_000_000, 100_000_000_000, 1_000_000_000_000,
        10_000_000_000_000, 100_000_000_000_000, 1_000_000_000_000_000, 10_000_000_000_000_000, 100_000_000_000_000_000, 1_000_000_000_000_000_000,
        10_000_000_000_000_000_000,
    ];

    /// <summary>Same number and extension; how it was written does not matter.</summary>
    public bool Equals(PhoneNumber other) =>
        Code == other.Code && National == other.National && LeadingZeros == other.LeadingZeros && ExtensionDigits.SequenceEqual(other.ExtensionDigits);

    public override bool Equals(object? obj) => obj is PhoneNumber other && Equals(other);

    public override int GetHashCode() => HashCode.Combine(Code, National, LeadingZeros, extensionLength);

    public static bool operator ==(PhoneNumber left, PhoneNumber right) => left.Equals(right);

    public static bool operator !=(PhoneNumber left, PhoneNumber right) => !left.Equals(right);
}
