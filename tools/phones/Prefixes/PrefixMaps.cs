using System.Globalization;
using System.IO.Compression;
using System.Reflection;
using PhoneNumbers;

namespace Meridian.PhoneData.Prefixes;

/// <summary>
/// The package's tables by prefix, read with the package's own readers: those are internal, hence reflection, which is fine in a generator whose package is
/// pinned.
/// </summary>
internal static class PrefixMaps
{
    private static readonly Assembly Package = typeof(PhoneNumberUtil).Assembly;

    /// <summary>Prefixes with the country code, and the time zones of each, joined by "&amp;".</summary>
    public static SortedDictionary<long, string> Zones()
    {
        var map = (IDictionary<long, string[]>)Read("ReadTimezoneMap", "PhoneNumbers.timezones.map_data.bin");
        return new SortedDictionary<long, string>(map.ToDictionary(e => e.Key, e => string.Join('&', e.Value)));
    }

    /// <summary>Prefixes with the country code, and English texts.</summary>
    /// <param name="set">"carrier" or "geocoding".</param>
    public static SortedDictionary<long, string> English(string set)
    {
        var all = new SortedDictionary<long, string>();
        var resources = Package.GetManifestResourceNames().ToHashSet(StringComparer.Ordinal);
        foreach (var code in PhoneNumberUtil.GetInstance().GetSupportedCallingCodes().Order())
        {
            var resource = string.Create(CultureInfo.InvariantCulture, $"PhoneNumbers.{set}.en.{code}");
            if (!resources.Contains(resource))
                continue;

            // A prefix of another code would be found for the wrong numbers; there is none.
            foreach (var (prefix, text) in (IDictionary<int, string>)Read("ReadAreaCodeMap", resource))
            {
                if (!prefix.ToString(CultureInfo.InvariantCulture).StartsWith(code.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal))
                    throw new FormatException($"{resource} holds {prefix}.");
                all.Add(prefix, text);
            }
        }

        return all;
    }

    /// <summary>A region's English name, as the geocoder writes it.</summary>
    public static string RegionName(string region) => new Locale("", region).GetDisplayCountry("en");

    private static object Read(string reader, string resource)
    {
        var type = Package.GetType("PhoneNumbers.BuildPrefixMapFromBin", throwOnError: true)!;
        var method = type.GetMethod(reader, BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.Public) ?? throw new MissingMethodException(reader);
        using var stream = Package.GetManifestResourceStream(resource) ?? throw new InvalidDataException($"{resource} is not in the package.");
        using var unzipped = new GZipStream(stream, CompressionMode.Decompress);
        return method.Invoke(null, [unzipped])!;
    }
}
