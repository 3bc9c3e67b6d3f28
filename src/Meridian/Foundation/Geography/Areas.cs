using System.Diagnostics.CodeAnalysis;

namespace Meridian.Foundation.Geography;

/// <summary>M49 areas and the groups that teams speak of ("Middle East", GCC, EU, LATAM), as shipped in Data/area-groups.tsv.</summary>
public static class Areas
{
    /// <summary>Without what a team calls an area; see <see cref="AreaCatalogue.With"/>.</summary>
    public static AreaCatalogue Shipped { get; } = AreaCatalogue.Read(DataFile.Open("area-groups.tsv"));

    /// <summary>Regions, sub-regions, groupings, groups.</summary>
    public static IReadOnlyList<Area> All => Shipped.All;

    /// <inheritdoc cref="AreaCatalogue.TryFind"/>
    public static bool TryFind(ReadOnlySpan<char> text, [NotNullWhen(true)] out Area? area) => Shipped.TryFind(text, out area);
}
