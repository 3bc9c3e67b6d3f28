using System.Collections.Concurrent;
using Meridian.Normalise;
using PhoneNumbers;

namespace Meridian.Numbers;

/// <summary>A region of the numbering plan and an example number of each type that it has.</summary>
/// <param name="Region">ISO 3166-1 alpha-2, or "001" for a code that belongs to no country (+800, +870).</param>
/// <param name="CallingCode">Without plus.</param>
/// <param name="Examples">Type to an E.164 number, made up by the plan's authors, in the order of types.</param>
public sealed record NumberingRegion(string Region, int CallingCode, IReadOnlyList<KeyValuePair<string, string>> Examples);

/// <summary>
/// All that the number tools ask of the numbering metadata beyond <see cref="PhoneText"/>, and the only file of this folder that knows the library which
/// answers: another engine takes its place here.
/// </summary>
public static class NumberingFacts
{
    private static readonly PhoneNumberUtil Util = PhoneNumberUtil.GetInstance();
    private static readonly PhoneNumberToTimeZonesMapper ZoneMap = PhoneNumberToTimeZonesMapper.GetInstance();
    private static readonly ConcurrentDictionary<string, string> ZonesByPrefix = new(StringComparer.Ordinal);

    /// <summary>Country and area code lie within the first characters of an E.164 number; numbers that share them share the zones (as in <c>PhoneZones</c>).</summary>
    private const int ZonePrefix = 8;

    /// <summary>Prefixes kept: a list of random numbers has a million, and memory stays flat.</summary>
    private const int ZonePrefixesKept = 50_000;

    private static readonly (PhoneNumberType Type, string Name)[] Types =
    [
        (PhoneNumberType.MOBILE, "mobile"), (PhoneNumberType.FIXED_LINE, "fixed_line"), (PhoneNumberType.FIXED_LINE_OR_MOBILE, "fixed_line_or_mobile"),
        (PhoneNumberType.TOLL_FREE, "toll_free"), (PhoneNumberType.PREMIUM_RATE, "premium_rate"), (PhoneNumberType.SHARED_COST, "shared_cost"), (PhoneNumberType.VOIP, "voip"),
        (PhoneNumberType.PERSONAL_NUMBER, "personal"), (PhoneNumberType.PAGER, "pager"), (PhoneNumberType.UAN, "uan"), (PhoneNumberType.VOICEMAIL, "voicemail"),
    ];

    /// <summary>The types' names, as <see cref="Phone.Type"/> has them; "unknown" is not among them.</summary>
    public static IReadOnlyList<string> TypeNames { get; } = [.. Types.Select(t => t.Name)];

    /// <summary>Every region with its own metadata, by code; then the codes of no country ("001").</summary>
    public static IReadOnlyList<NumberingRegion> Regions() =>
    [
        .. Util.GetSupportedRegions().Order(StringComparer.Ordinal).Select(r => new NumberingRegion(r, Util.GetCountryCodeForRegion(r), Examples(r))),
        .. Util.GetSupportedGlobalNetworkCallingCodes().Order().Select(c => new NumberingRegion("001", c, ExampleOf(c))),
    ];

    /// <summary>The region of an ISO code, or null where the plan has none of its own (AQ).</summary>
    public static NumberingRegion? Region(string code) =>
        Util.GetSupportedRegions().Contains(code) ? new NumberingRegion(code, Util.GetCountryCodeForRegion(code), Examples(code)) : null;

    /// <summary>The type of a number of a region, null where the plan knows none for it: such a number does not exist.</summary>
    /// <param name="national">National significant number, digits only.</param>
    public static string? TypeOf(int callingCode, string region, ReadOnlySpan<char> national)
    {
        if (national.Length is < 2 or > 17)
            return null;
        var number = Make(callingCode, national);
        if (Util.GetRegionCodeForNumber(number) != region)
            return null;
        var type = Util.GetNumberType(number);
        foreach (var (known, name) in Types)
        {
            if (known == type)
                return name;
        }

        return null;
    }

    /// <summary>Whether any number of the region may have this many digits after the country code.</summary>
    public static bool IsPossibleLength(int callingCode, int digits) =>
        Util.IsPossibleNumberWithReason(Make(callingCode, new string('2', digits))) == PhoneNumberUtil.ValidationResult.IS_POSSIBLE;

    /// <summary>IANA zones in which a number of this prefix may be, joined by "; "; empty where the metadata names none.</summary>
    public static string Zones(string e164)
    {
        if (e164.Length <= ZonePrefix)
            return "";
        var lookup = ZonesByPrefix.GetAlternateLookup<ReadOnlySpan<char>>();
        var prefix = e164.AsSpan(0, ZonePrefix);
        if (lookup.TryGetValue(prefix, out var zones))
            return zones;
        zones = string.Join("; ", ZoneMap.GetTimeZonesForNumber(Util.Parse(e164, null)).Where(z => z != "Etc/Unknown"));
        if (ZonesByPrefix.Count >= ZonePrefixesKept)
            ZonesByPrefix.Clear();
        lookup[prefix] = zones;
        return zones;
    }

    /// <summary>What is wrong with the length or the code of a text that is no number: "too short", "too long", ...; null where the plan has no name for it.</summary>
    /// <param name="digits">Digits, with a leading plus where the text is international.</param>
    /// <param name="region">Where a national number is from; null where nothing says so.</param>
    public static string? LengthProblem(string digits, string? region)
    {
        try
        {
            return Util.IsPossibleNumberWithReason(Util.Parse(digits, region)) switch
            {
                PhoneNumberUtil.ValidationResult.TOO_SHORT => "too short",
                PhoneNumberUtil.ValidationResult.TOO_LONG => "too long",
                PhoneNumberUtil.ValidationResult.INVALID_LENGTH => "wrong length",
                PhoneNumberUtil.ValidationResult.IS_POSSIBLE_LOCAL_ONLY => "no area code",
                PhoneNumberUtil.ValidationResult.INVALID_COUNTRY_CODE => "unknown country code",
                _ => null,
            };
        }
        catch (NumberParseException e)
        {
            return e.ErrorType switch
            {
                ErrorType.INVALID_COUNTRY_CODE => digits[0] == '+' ? "unknown country code" : "no country code",
                ErrorType.TOO_SHORT_NSN or ErrorType.TOO_SHORT_AFTER_IDD => "too short",
                ErrorType.TOO_LONG => "too long",
                _ => null,
            };
        }
    }

    private static List<KeyValuePair<string, string>> Examples(string region)
    {
        var examples = new List<KeyValuePair<string, string>>();
        foreach (var (type, name) in Types)
        {
            // The library answers for the mixed type with a fixed line's example; where it is a type of its own, the example says so itself.
            if (Util.GetExampleNumberForType(region, type) is { } number && Util.GetNumberType(number) == type)
                examples.Add(new(name, Util.Format(number, PhoneNumberFormat.E164)));
        }

        return examples;
    }

    private static List<KeyValuePair<string, string>> ExampleOf(int code)
    {
        if (Util.GetExampleNumberForNonGeoEntity(code) is not { } number)
            return [];
        var type = Util.GetNumberType(number);
        return [new(Types.FirstOrDefault(t => t.Type == type).Name ?? "unknown", Util.Format(number, PhoneNumberFormat.E164))];
    }

    private static PhoneNumber Make(int code, ReadOnlySpan<char> national)
    {
        var zeros = 0;
        while (zeros < national.Length - 1 && national[zeros] == '0')
            zeros++;
        var made = new PhoneNumber.Builder().SetCountryCode(code).SetNationalNumber(ulong.Parse(national, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture));
        if (zeros > 0)
            made.SetNumberOfLeadingZeros(zeros);
        return made.Build();
    }
}
