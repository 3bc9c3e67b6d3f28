using System.Globalization;
using Meridian.PhoneData.Plan;
using Meridian.PhoneData.Prefixes;
using PhoneNumbers;

namespace Meridian.PhoneData;

/// <summary>The data files of Meridian.Phones, made anew: the same bytes for the same version of the package.</summary>
public static class DataFiles
{
    /// <summary>Name and content of each file.</summary>
    public static IReadOnlyList<(string Name, byte[] Content)> Make()
    {
        var version = typeof(PhoneNumberUtil).Assembly.GetName().Version!;
        var source = string.Create(CultureInfo.InvariantCulture, $"Google libphonenumber metadata, from libphonenumber-csharp {version.ToString(3)}, Apache-2.0");
        var regions = PhoneNumberUtil.GetInstance().GetSupportedRegions().Order(StringComparer.Ordinal);
        return
        [
            ("numbering.bin", PlanWriter.Write(source)),
            ("zones.bin", PrefixWriter.Write(PrefixMaps.Zones(), [])),
            ("carriers.bin", PrefixWriter.Write(PrefixMaps.English("carrier"), [])),
            ("areas.bin", PrefixWriter.Write(PrefixMaps.English("geocoding"), regions.Select(r => (r, PrefixMaps.RegionName(r))))),
        ];
    }
}
