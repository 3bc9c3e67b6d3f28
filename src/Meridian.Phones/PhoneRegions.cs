using Meridian.Phones.Plan;

namespace Meridian.Phones;

/// <summary>What the metadata covers: regions, calling codes, example numbers.</summary>
public static class PhoneRegions
{
    /// <summary>The region of calling codes that belong to no country: +800, +870, ...</summary>
    public const string World = "001";

    /// <summary>All regions with a numbering plan, ISO 3166-1 alpha-2 (and XK, AC, TA), in alphabetical order.</summary>
    public static IReadOnlyList<string> All { get; } =
        NumberingPlan.World.Territories.Select(t => t.Id).Where(id => id != World).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToArray();

    /// <summary>All calling codes, in ascending order.</summary>
    public static IReadOnlyList<int> CallingCodes { get; } = NumberingPlan.World.Codes.Select(c => (int)c.Code).ToArray();

    /// <summary>The calling code of a region; 0 for a region without a plan.</summary>
    public static int CallingCode(ReadOnlySpan<char> region) => NumberingPlan.World.Region(region)?.Code ?? 0;

    /// <summary>The regions that share a calling code, the main one first; ["001"] where it is no country's, empty where it is not in use.</summary>
    public static IReadOnlyList<string> Of(int callingCode) => NumberingPlan.World.Code(callingCode)?.Regions ?? [];

    /// <summary>Whether mobile numbers there can be taken to another carrier.</summary>
    public static bool IsMobilePortable(ReadOnlySpan<char> region) => NumberingPlan.World.Region(region) is { MobilePortable: true };

    /// <summary>The types that a region has numbers of, <see cref="PhoneType.FixedLineOrMobile"/> left out.</summary>
    public static IEnumerable<PhoneType> Types(string region) => NumberingPlan.World.Region(region) is { } territory
        ? Enum.GetValues<PhoneType>().Where(t => t is not (PhoneType.Unknown or PhoneType.FixedLineOrMobile) && territory.Examples[(int)t - 1].Length > 0)
        : [];

    /// <summary>A number of a region and type that nobody has, or that is published as an example; false where the metadata names none.</summary>
    public static bool TryGetExample(string region, PhoneType type, out PhoneNumber example)
    {
        example = default;
        return type != PhoneType.Unknown && NumberingPlan.World.Region(region) is { } territory && territory.Examples[(int)type - 1] is { Length: > 0 } text
            && PhoneReader.Read(text, region, out example) == PhoneError.None;
    }

    /// <summary>An example of a calling code that belongs to no country.</summary>
    public static bool TryGetExample(int callingCode, out PhoneNumber example)
    {
        // The reference's order of types.
        ReadOnlySpan<PhoneType> order =
        [
            PhoneType.Mobile, PhoneType.TollFree, PhoneType.SharedCost, PhoneType.Voip, PhoneType.Voicemail, PhoneType.Uan, PhoneType.PremiumRate, PhoneType.FixedLine,
        ];
        example = default;
        if (NumberingPlan.World.Code(callingCode) is not { } code || code.Main.Id != World)
            return false;
        foreach (var type in order)
        {
            if (code.Main.Examples[(int)type - 1] is { Length: > 0 } text
                && PhoneReader.Read(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"+{callingCode}{text}"), [], out example) == PhoneError.None)
            {
                return true;
            }
        }

        return false;
    }
}
