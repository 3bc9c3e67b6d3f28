using Meridian.Phones.Prefixes;

namespace Meridian.Phones;

/// <summary>Time zones by prefix, with the answers of the reference's PhoneNumberToTimeZonesMapper.</summary>
public static class PhoneZones
{
    /// <summary>Stands alone where nothing is known.</summary>
    public const string Unknown = "Etc/Unknown";

    private static readonly string[] Nothing = [Unknown];
    private static readonly Lazy<(PrefixTable Table, string[][] Zones)> Data = new(Load);

    /// <summary>
    /// Names of the tz database, in the data's order: all zones that the number may be in, "Etc/Unknown" for a number that is not valid. A number that says
    /// nothing of the place has all zones of its country.
    /// </summary>
    public static IReadOnlyList<string> Find(in PhoneNumber number)
    {
        if (!number.IsValid)
            return Nothing;
        var (table, zones) = Data.Value;
        var found = number.IsGeographical ? table.Find(in number) : table.Find(number.CountryCode, []);
        return found < 0 ? Nothing : zones[found];
    }

    private static (PrefixTable Table, string[][] Zones) Load()
    {
        var table = new PrefixTable("zones.bin");
        return (table, table.Texts.Select(t => t.Split('&')).ToArray());
    }
}
