using System.Globalization;
using System.Text;
using Reference = PhoneNumbers;

namespace Meridian.Phones.Tests.Agreement;

/// <summary>Asks the reference and the engine the same questions about one input, and tells the first difference.</summary>
public static class Comparison
{
    private static readonly Reference.PhoneNumberUtil Util = Reference.PhoneNumberUtil.GetInstance();
    private static readonly Reference.PhoneNumberType[] Types = Enum.GetValues<Reference.PhoneNumberType>();
    private static readonly Reference.PhoneNumberFormat[] Formats =
        [Reference.PhoneNumberFormat.E164, Reference.PhoneNumberFormat.INTERNATIONAL, Reference.PhoneNumberFormat.NATIONAL, Reference.PhoneNumberFormat.RFC3966];

    /// <summary>Null when both agree, else both answers.</summary>
    /// <param name="deep">Also what rarely differs: UTF-8, where the code came from, carrier's code, lengths by type.</param>
    public static string? Difference(in PhoneInput input, bool deep)
    {
        var theirs = Parse(input, out var parsed);
        var ours = Ours(input, out var number);
        if (theirs != ours)
            return $"{Show(input)}\n  reference: {theirs}\n  engine:    {ours}";
        if (parsed is null)
            return deep ? Utf8Difference(input, default, ours) : null;
        foreach (var format in Formats)
        {
            var expected = Util.Format(parsed, format);
            var actual = number.ToString((PhoneFormat)format);
            if (expected != actual)
                return $"{Show(input)} as {format}\n  reference: {expected}\n  engine:    {actual}";
        }

        return deep ? DeepDifference(input, parsed, number) ?? Utf8Difference(input, number, ours) : null;
    }

    private static string Parse(in PhoneInput input, out Reference.PhoneNumber? parsed)
    {
        try
        {
            parsed = Util.Parse(input.Text, input.Region);
        }
        catch (Reference.NumberParseException exception)
        {
            parsed = null;
            return exception.ErrorType.ToString();
        }

        var type = Util.GetNumberType(parsed);
        return string.Create(CultureInfo.InvariantCulture, $"""
            +{parsed.CountryCode} {parsed.NationalNumber} zeros {parsed.NumberOfLeadingZeros} nsn {Util.GetNationalSignificantNumber(parsed)} extension '{parsed.Extension}' valid {Util.IsValidNumber(parsed)} {type} region '{Util.GetRegionCodeForNumber(parsed)}' {Util.IsPossibleNumberWithReason(parsed)}
            """);
    }

    private static string Ours(in PhoneInput input, out PhoneNumber number)
    {
        var error = PhoneReader.Read(input.Text, input.Region, out number);
        if (error != PhoneError.None)
            return ErrorName(error);
        Span<byte> digits = stackalloc byte[32];
        var national = new StringBuilder();
        foreach (var digit in digits[..number.NationalDigits(digits)])
            national.Append((char)('0' + digit));
        return string.Create(CultureInfo.InvariantCulture, $"""
            +{number.CountryCode} {number.National} zeros {number.LeadingZeroCount} nsn {national} extension '{number.Extension}' valid {number.IsValid} {TypeOf(number.Type)} region '{number.Region}' {(Reference.PhoneNumberUtil.ValidationResult)number.Length}
            """);
    }

    private static string? DeepDifference(in PhoneInput input, Reference.PhoneNumber parsed, in PhoneNumber number)
    {
        var raw = Util.ParseAndKeepRawInput(input.Text, input.Region);
        var theirs = $"{raw.CountryCodeSource} carrier '{raw.PreferredDomesticCarrierCode}' geographical {Util.IsNumberGeographical(parsed)}";
        var ours = $"{SourceName(number.Source)} carrier '{number.CarrierCode}' geographical {number.IsGeographical}";
        foreach (var type in Types)
        {
            theirs += $" {Util.IsPossibleNumberForTypeWithReason(parsed, type)}";
            ours += $" {(Reference.PhoneNumberUtil.ValidationResult)number.LengthFor(TypeOf(type))}";
        }

        foreach (var region in new[] { input.Region, number.Region, "001", "US", "GB" })
        {
            if (region is null)
                continue;
            theirs += $" {region} {Util.IsValidNumberForRegion(parsed, region)}";
            ours += $" {region} {number.IsValidFor(region)}";
        }

        return theirs == ours ? null : $"{Show(input)}\n  reference: {theirs}\n  engine:    {ours}";
    }

    private static string? Utf8Difference(in PhoneInput input, in PhoneNumber number, string ours)
    {
        // A lone surrogate has no UTF-8; the character that replaces it is as foreign to a number.
        var error = PhoneReader.Read(Encoding.UTF8.GetBytes(input.Text), input.Region, out var same);
        return ErrorName(error) == (error == PhoneError.None ? "None" : ours) && same == number && same.Source == number.Source
            ? null
            : $"{Show(input)}\n  UTF-16: {ours}\n  UTF-8:  {error} {same}";
    }

    private static string ErrorName(PhoneError error) => error switch
    {
        PhoneError.InvalidCountryCode => nameof(Reference.ErrorType.INVALID_COUNTRY_CODE),
        PhoneError.NotANumber => nameof(Reference.ErrorType.NOT_A_NUMBER),
        PhoneError.TooShortAfterIdd => nameof(Reference.ErrorType.TOO_SHORT_AFTER_IDD),
        PhoneError.TooShort => nameof(Reference.ErrorType.TOO_SHORT_NSN),
        PhoneError.TooLong => nameof(Reference.ErrorType.TOO_LONG),
        _ => "None",
    };

    private static string SourceName(CountryCodeSource source) => source switch
    {
        CountryCodeSource.PlusSign => nameof(Reference.PhoneNumber.Types.CountryCodeSource.FROM_NUMBER_WITH_PLUS_SIGN),
        CountryCodeSource.InternationalPrefix => nameof(Reference.PhoneNumber.Types.CountryCodeSource.FROM_NUMBER_WITH_IDD),
        CountryCodeSource.NumberWithoutPlusSign => nameof(Reference.PhoneNumber.Types.CountryCodeSource.FROM_NUMBER_WITHOUT_PLUS_SIGN),
        _ => nameof(Reference.PhoneNumber.Types.CountryCodeSource.FROM_DEFAULT_COUNTRY),
    };

    private static Reference.PhoneNumberType TypeOf(PhoneType type) => type == PhoneType.Unknown ? Reference.PhoneNumberType.UNKNOWN : (Reference.PhoneNumberType)(type - 1);

    private static PhoneType TypeOf(Reference.PhoneNumberType type) => type == Reference.PhoneNumberType.UNKNOWN ? PhoneType.Unknown : (PhoneType)(type + 1);

    /// <summary>With every character outside printable ASCII as its number, so that a report can be copied into a test.</summary>
    private static string Show(in PhoneInput input)
    {
        var text = new StringBuilder();
        foreach (var c in input.Text)
            text.Append(c is >= ' ' and <= '~' ? c.ToString() : $"\\u{(int)c:X4}");
        return $"\"{text}\" in {(input.Region is null ? "null" : $"\"{input.Region}\"")}";
    }
}
