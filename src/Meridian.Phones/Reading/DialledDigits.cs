using System.Runtime.CompilerServices;
using Meridian.Phones.Plan;

namespace Meridian.Phones.Reading;

/// <summary>From the digits of a text to a number: which calling code, and what of the rest is a prefix for dialling.</summary>
internal static class DialledDigits
{
    private const int FewestNational = 2;

    /// <param name="pluses">How many plus signs stood before the digits.</param>
    /// <param name="home">Where the number is dialled; null where that is unknown, which needs a plus.</param>
    [SkipLocalsInit]
    public static PhoneError Resolve(ReadOnlySpan<byte> digits, int pluses, Territory? home, ReadOnlySpan<char> extension, out PhoneNumber number)
    {
        number = default;
        CallingCode? code = null;
        scoped ReadOnlySpan<byte> national = default;
        var source = CountryCodeSource.PlusSign;
        Span<byte> first = stackalloc byte[NationalPrefix.Scratch];
        Span<byte> second = stackalloc byte[NationalPrefix.Scratch];
        if (pluses > 0)
        {
            if (digits.Length <= FewestNational)
                return PhoneError.TooShortAfterIdd;
            code = LeadingCode(digits, out national);
        }
        else if (home is null)
        {
            return PhoneError.InvalidCountryCode;
        }

        if (code is null)
        {
            // "+011 44 ..." and "+0 171 ...": a plus by mistake. With two of them it is no mistake that is known.
            if (pluses > 1)
                return PhoneError.InvalidCountryCode;
            var error = WithoutPlus(digits, home, first, out code, out national, out source);
            if (error != PhoneError.None)
                return error;
            if (code is null && pluses > 0)
                return PhoneError.InvalidCountryCode;
        }

        // A number of the assumed region follows that region's rules; one with a code, those of the code's main region.
        var territory = home!;
        if (code is not null)
        {
            territory = code.Main;
        }
        else
        {
            code = NumberingPlan.World.Code(home!.Code)!;
            national = digits;
            source = CountryCodeSource.DefaultRegion;
        }

        if (national.Length < FewestNational)
            return PhoneError.TooShort;
        scoped ReadOnlySpan<byte> carrier = [];
        if (NationalPrefix.TryStrip(national, territory, second, out var stripped, out var dialled)
            && territory.Length(stripped.Length, PhoneType.Unknown) is PhoneLength.Possible or PhoneLength.TooLong)
        {
            national = stripped;
            carrier = dialled;
        }

        if (national.Length < FewestNational)
            return PhoneError.TooShort;
        if (national.Length > PhoneNumber.LongestNational)
            return PhoneError.TooLong;
        number = new PhoneNumber(code, national, source, extension, carrier);
        return PhoneError.None;
    }

    private static PhoneError WithoutPlus(
        ReadOnlySpan<byte> digits, Territory? home, Span<byte> scratch, out CallingCode? code, out ReadOnlySpan<byte> national, out CountryCodeSource source)
    {
        code = null;
        national = default;
        source = CountryCodeSource.InternationalPrefix;
        if (home is null)
            return PhoneError.None;
        var automaton = NumberingPlan.World.Automaton;

        // No calling code begins with 0: with one, what looks like an international prefix is something else.
        var prefix = automaton.MatchBeginning(home.InternationalPrefix, digits);
        if (prefix >= 0 && (prefix == digits.Length || digits[prefix] != 0))
        {
            var rest = digits[prefix..];
            if (rest.Length <= FewestNational)
                return PhoneError.TooShortAfterIdd;
            code = LeadingCode(rest, out national);
            return code is null ? PhoneError.InvalidCountryCode : PhoneError.None;
        }

        if (!TryDropCode(digits, home.Code, out var bare))
            return PhoneError.None;

        // "44 20 7031 3000" in the United Kingdom: the code is there without a plus if only then the digits make sense.
        if (!NationalPrefix.TryStrip(bare, home, scratch, out var stripped, out _))
            stripped = bare;
        if ((!IsGeneral(automaton, home, digits) && IsGeneral(automaton, home, stripped)) || home.Length(digits.Length, PhoneType.Unknown) == PhoneLength.TooLong)
        {
            code = NumberingPlan.World.Code(home.Code);
            national = stripped;
            source = CountryCodeSource.NumberWithoutPlusSign;
        }

        return PhoneError.None;
    }

    private static bool IsGeneral(Automaton automaton, Territory home, ReadOnlySpan<byte> digits) =>
        (automaton.Match(home.Types, digits) & Territory.General) != 0;

    /// <summary>Codes have one to three digits, and no code begins another.</summary>
    private static CallingCode? LeadingCode(ReadOnlySpan<byte> digits, out ReadOnlySpan<byte> rest)
    {
        var world = NumberingPlan.World;
        var value = 0;
        for (var i = 0; i < 3 && i < digits.Length && (i > 0 || digits[0] != 0); i++)
        {
            value = (value * 10) + digits[i];
            if (world.Code(value) is { } code)
            {
                rest = digits[(i + 1)..];
                return code;
            }
        }

        rest = default;
        return null;
    }

    private static bool TryDropCode(ReadOnlySpan<byte> digits, int code, out ReadOnlySpan<byte> rest)
    {
        var length = code >= 100 ? 3 : code >= 10 ? 2 : 1;
        rest = default;
        if (digits.Length < length)
            return false;
        for (var i = length - 1; i >= 0; i--, code /= 10)
        {
            if (digits[i] != code % 10)
                return false;
        }

        rest = digits[length..];
        return true;
    }
}
