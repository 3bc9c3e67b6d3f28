using Meridian.Phones.Plan;
using Meridian.Phones.Prefixes;

namespace Meridian.Phones;

/// <summary>
/// The place that a number belongs to, with the English answers of the reference's PhoneNumberOfflineGeocoder: a city or state where the metadata has one,
/// else the country.
/// </summary>
public static class PhoneAreas
{
    private static readonly Lazy<PrefixTable> Table = new(() => new PrefixTable("areas.bin"));

    /// <summary>"Mountain View, CA", "Germany", or "" for a number that is not valid or may be in several countries.</summary>
    public static string Find(in PhoneNumber number)
    {
        if (!number.IsValid)
            return "";
        if (!number.IsGeographical)
            return Country(in number);
        var found = Table.Value.Find(WithoutMobileToken(in number));
        return found >= 0 && Table.Value.Texts[found] is { Length: > 0 } place ? place : Country(in number);
    }

    /// <summary>The English name of a region that has a numbering plan; "" for any other.</summary>
    public static string RegionName(string region) => Table.Value.Names.GetValueOrDefault(region, "");

    /// <summary>Argentina's mobile numbers have a 9 before the area code; the table knows areas without it.</summary>
    private static PhoneNumber WithoutMobileToken(in PhoneNumber number)
    {
        Span<byte> digits = stackalloc byte[32];
        var length = number.NationalDigits(digits);
        if (number.Code != 54 || digits[0] != 9)
            return number;
        Span<char> text = stackalloc char[32];
        for (var i = 1; i < length; i++)
            text[i - 1] = (char)('0' + digits[i]);
        return PhoneReader.Read(text[..(length - 1)], "AR", out var bare) == PhoneError.None ? bare : number;
    }

    private static string Country(in PhoneNumber number)
    {
        if (number.Plan is not { } plan)
            return "";
        if (plan.Territories.Length == 1)
            return RegionName(plan.Main.Id);
        Territory? only = null;
        foreach (var territory in plan.Territories)
        {
            if (!number.IsValidFor(territory.Id))
                continue;
            if (only is not null)
                return "";
            only = territory;
        }

        return only is null ? "" : RegionName(only.Id);
    }
}
