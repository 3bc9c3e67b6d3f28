using NodaTime.TimeZones;

namespace Meridian.Foundation.Geography;

/// <summary>Time zones of the tz database as NodaTime ships it, by any name they go by, and the countries they serve.</summary>
/// <remarks>
/// NodaTime's own canonical ids merge zones across borders (Europe/Stockholm becomes Europe/Berlin), which would move a customer to
/// another country. Here an id of zone.tab stays, an old name goes where CLDR's groups say, and only then NodaTime is asked.
/// </remarks>
public static class TimeZones
{
    // The longest has 32 characters.
    private const int LongestId = 40;

    private static readonly TzdbDateTimeZoneSource Source = TzdbDateTimeZoneSource.Default;

    // Rules and offsets that are no place; the tz database links them to one (EST to Panama) only since 2024b.
    private static readonly string[] NoPlace =
        ["EST", "MST", "HST", "EST5EDT", "CST6CDT", "MST7MDT", "PST8PDT", "WET", "CET", "MET", "EET"];

    // zone.tab: one country a zone, the most populous zone of a country first.
    private static readonly Dictionary<string, string> CountryOfZone =
        Source.ZoneLocations!.GroupBy(l => l.ZoneId, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.First().CountryCode, StringComparer.Ordinal);

    private static readonly Dictionary<string, string[]> ZonesOfCountry = Zones();
    private static readonly Dictionary<string, string> Ids = Names();
    private static readonly Dictionary<string, string>.AlternateLookup<ReadOnlySpan<char>> IdsBySpan = Ids.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>Version of the tz database, "2026f".</summary>
    public static string Version => Source.TzdbVersion;

    /// <summary>Reads a zone: an IANA id, old ("Asia/Calcutta") or new, with blanks for underscores, or a Windows name ("China Standard Time"); case does not matter.</summary>
    /// <param name="text">One cell.</param>
    /// <param name="iana">The current IANA id of the same place; "" when false. It names a zone of NodaTime's TZDB provider.</param>
    public static bool TryFind(ReadOnlySpan<char> text, out string iana)
    {
        text = text.Trim();
        if (IdsBySpan.TryGetValue(text, out var found))
        {
            iana = found;
            return true;
        }
        iana = "";
        if (text.Length > LongestId || !text.Contains(' '))
            return false;
        Span<char> id = stackalloc char[LongestId];
        text.Replace(id, ' ', '_');
        if (!IdsBySpan.TryGetValue(id[..text.Length], out found))
            return false;
        iana = found;
        return true;
    }

    /// <summary>The alpha-2 code of the country a zone is kept for; null for zones of no place (Etc/UTC, EST) and for unknown ids.</summary>
    /// <remarks>A Windows name covers several countries; the IANA id found for it is that of the largest, so its country is weak evidence.</remarks>
    public static string? CountryOf(string iana) => CountryOfZone.GetValueOrDefault(iana);

    /// <summary>IANA ids of a country, the most populous first; empty for an unknown code and for uninhabited BV and HM.</summary>
    public static IReadOnlyList<string> ZonesOf(string country) => ZonesOfCountry.GetValueOrDefault(country) ?? [];

    private static Dictionary<string, string[]> Zones()
    {
        var zones = Source.ZoneLocations!.GroupBy(l => l.CountryCode, StringComparer.Ordinal)
            .ToDictionary(g => g.Key, g => g.Select(l => l.ZoneId).ToArray(), StringComparer.Ordinal);
        // ISO 3166 does not assign XK, so the tz database files Kosovo under Serbia, whose clock it keeps.
        zones.TryAdd("XK", zones["RS"]);
        return zones;
    }

    private static Dictionary<string, string> Names()
    {
        var aliases = DataFile.Rows("zone-aliases.tsv").ToDictionary(row => row[0], row => row[1], StringComparer.Ordinal);
        var names = new Dictionary<string, string>(1000, StringComparer.OrdinalIgnoreCase);
        foreach (var (id, canonical) in Source.CanonicalIdMap)
            names[id] = Current(id, canonical);
        foreach (var (windows, id) in Source.WindowsMapping.PrimaryMapping)
            names.TryAdd(windows, names.GetValueOrDefault(id) ?? id);
        return names;

        string Current(string id, string canonical) =>
            CountryOfZone.ContainsKey(id) || NoPlace.Contains(id) ? id
            : aliases.TryGetValue(id, out var current) && Source.CanonicalIdMap.ContainsKey(current) ? current
            : canonical;
    }
}
