using System.Globalization;
using Meridian.Normalise;
using Meridian.Phones;

namespace Meridian.Numbers;

/// <summary>A region of the numbering plan and an example number of each type that it has.</summary>
/// <param name="Region">ISO 3166-1 alpha-2, or "001" for a code that belongs to no country (+800, +870).</param>
/// <param name="CallingCode">Without plus.</param>
/// <param name="Examples">Type to an E.164 number, made up by the plan's authors, in the order of types.</param>
public sealed record NumberingRegion(string Region, int CallingCode, IReadOnlyList<KeyValuePair<string, string>> Examples);

/// <summary>All that the number tools ask of the numbering plans beyond <see cref="PhoneText"/>, in their own words.</summary>
public static class NumberingFacts
{
    private static readonly (PhoneType Type, string Name)[] Types =
    [
        (PhoneType.Mobile, "mobile"), (PhoneType.FixedLine, "fixed_line"), (PhoneType.FixedLineOrMobile, "fixed_line_or_mobile"),
        (PhoneType.TollFree, "toll_free"), (PhoneType.PremiumRate, "premium_rate"), (PhoneType.SharedCost, "shared_cost"), (PhoneType.Voip, "voip"),
        (PhoneType.PersonalNumber, "personal"), (PhoneType.Pager, "pager"), (PhoneType.Uan, "uan"), (PhoneType.Voicemail, "voicemail"),
    ];

    /// <summary>The types' names, as <see cref="Phone.Type"/> has them; "unknown" is not among them.</summary>
    public static IReadOnlyList<string> TypeNames { get; } = [.. Types.Select(t => t.Name)];

    /// <summary>Every region with its own plan, by code; then the codes of no country ("001").</summary>
    public static IReadOnlyList<NumberingRegion> Regions() =>
    [
        .. PhoneRegions.All.Select(r => new NumberingRegion(r, PhoneRegions.CallingCode(r), Examples(r))),
        .. PhoneRegions.CallingCodes.Where(c => PhoneRegions.Of(c) is [PhoneRegions.World]).Select(c => new NumberingRegion(PhoneRegions.World, c, ExampleOf(c))),
    ];

    /// <summary>The region of an ISO code, or null where the plan has none of its own (AQ).</summary>
    public static NumberingRegion? Region(string code) =>
        PhoneRegions.CallingCode(code) is var calling and > 0 ? new NumberingRegion(code, calling, Examples(code)) : null;

    /// <summary>The type of a number of a region, null where the plan knows none for it: such a number does not exist.</summary>
    /// <param name="national">National significant number, digits only.</param>
    public static string? TypeOf(int callingCode, string region, ReadOnlySpan<char> national)
    {
        if (national.Length is < 2 or > PhoneNumber.LongestNational)
            return null;
        var number = Make(callingCode, national);
        // A toll-free number of a shared code is valid in all its countries, and has the region of one.
        return number.IsValidFor(region) ? NameOf(number.Type) : null;
    }

    /// <summary>The places that numbers behind some leading digits belong to, as far as the metadata has them: "Beijing"; never the country itself.</summary>
    internal static string? Area(int callingCode, string region, string leading, int digits)
    {
        var place = PhoneAreas.Find(Make(callingCode, leading.PadRight(digits, '5')));
        return place.Length == 0 || place == PhoneAreas.RegionName(region) ? null : place;
    }

    /// <summary>Whether any number of the region may have this many digits after the country code.</summary>
    public static bool IsPossibleLength(int callingCode, int digits) =>
        digits is > 0 and <= PhoneNumber.LongestNational && Make(callingCode, new string('2', digits)).Length == PhoneLength.Possible;

    /// <summary>IANA zones joined by "; "; empty where the metadata names none.</summary>
    internal static string Joined(IReadOnlyList<string> zones) => string.Join("; ", zones.Where(z => z != PhoneZones.Unknown));

    /// <summary>Who gave the number out, by its prefix; null where the metadata does not say, or the number may have been taken along to another.</summary>
    public static string? Carrier(string e164) =>
        PhoneReader.Read(e164, [], out var number) == PhoneError.None && PhoneCarriers.Find(in number) is { Length: > 0 } carrier ? carrier : null;

    /// <summary>What is wrong with the length or the code of a text that is no number: "too short", "too long", ...; null where the plan has no name for it.</summary>
    /// <param name="digits">Digits, with a leading plus where the text is international.</param>
    /// <param name="region">Where a national number is from; null where nothing says so.</param>
    public static string? LengthProblem(string digits, string? region) => PhoneReader.Read(digits, region, out var number) switch
    {
        PhoneError.None => LengthProblem(in number),
        PhoneError.InvalidCountryCode => digits[0] == '+' ? "unknown country code" : "no country code",
        PhoneError.TooShort or PhoneError.TooShortAfterIdd => "too short",
        PhoneError.TooLong => "too long",
        _ => null,
    };

    /// <summary>The same of a number that was read.</summary>
    internal static string? LengthProblem(in PhoneNumber number) => number.Length switch
    {
        PhoneLength.TooShort => "too short",
        PhoneLength.TooLong => "too long",
        PhoneLength.InvalidLength => "wrong length",
        PhoneLength.PossibleLocalOnly => "no area code",
        PhoneLength.InvalidCountryCode => "unknown country code",
        _ => null,
    };

    private static string? NameOf(PhoneType type) => type == PhoneType.Unknown ? null : Types.First(t => t.Type == type).Name;

    private static List<KeyValuePair<string, string>> Examples(string region)
    {
        var examples = new List<KeyValuePair<string, string>>();
        foreach (var (type, name) in Types)
        {
            // A plan that does not tell the two apart gives its example as a fixed line's, and the number says what it is.
            var asked = type == PhoneType.FixedLineOrMobile ? PhoneType.FixedLine : type;
            if (PhoneRegions.TryGetExample(region, asked, out var number) && number.Type == type)
                examples.Add(new(name, number.ToString(PhoneFormat.E164)));
        }

        return examples;
    }

    private static List<KeyValuePair<string, string>> ExampleOf(int code) =>
        PhoneRegions.TryGetExample(code, out var number) ? [new(NameOf(number.Type) ?? "unknown", number.ToString(PhoneFormat.E164))] : [];

    private static PhoneNumber Make(int code, ReadOnlySpan<char> national)
    {
        var zeros = 0;
        while (zeros < national.Length - 1 && national[zeros] == '0')
            zeros++;
        return PhoneNumber.Of(code, ulong.Parse(national, NumberStyles.None, CultureInfo.InvariantCulture), zeros);
    }
}
