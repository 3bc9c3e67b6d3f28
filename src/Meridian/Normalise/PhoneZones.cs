using System.Collections.Concurrent;
using PhoneNumbers;

namespace Meridian.Normalise;

/// <summary>The time zone that a number's prefix proves, from Google's prefix data; null where several are possible.</summary>
internal static class PhoneZones
{
    private static readonly PhoneNumberToTimeZonesMapper Mapper = PhoneNumberToTimeZonesMapper.GetInstance();
    private static readonly ConcurrentDictionary<string, string?> ByPrefix = new(StringComparer.Ordinal);

    /// <summary>Country code and area code lie within the first digits; numbers that share them share the zones.</summary>
    private const int PrefixLength = 8;

    public static string? Find(in Phone phone)
    {
        if (phone.E164.Length <= PrefixLength)
            return null;
        var lookup = ByPrefix.GetAlternateLookup<ReadOnlySpan<char>>();
        var prefix = phone.E164.AsSpan(0, PrefixLength);
        if (lookup.TryGetValue(prefix, out var zone))
            return zone;
        var number = PhoneNumberUtil.GetInstance().Parse(phone.E164, null);
        var zones = Mapper.GetTimeZonesForNumber(number);
        zone = zones is [var only] && only != "Etc/Unknown" ? only : null;
        lookup[prefix] = zone;
        return zone;
    }
}
