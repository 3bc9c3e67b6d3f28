using System.Collections.Frozen;

namespace Meridian.Foundation.Geography;

/// <summary>A set of countries with a name.</summary>
/// <param name="Key">The M49 number of three digits ("145"), QO for CLDR's Outlying Oceania, or a group's own key ("middle-east").</param>
/// <param name="Name">English name, "Western Asia", "Middle East".</param>
/// <param name="Kind">Where the set comes from.</param>
/// <param name="Countries">Alpha-2 codes.</param>
public sealed record Area(string Key, string Name, AreaKind Kind, FrozenSet<string> Countries)
{
    /// <summary>True when the country, an alpha-2 code, belongs to the area.</summary>
    public bool Contains(string country) => Countries.Contains(country);
}

/// <summary>The source of an area.</summary>
public enum AreaKind
{
    /// <summary>One of the five M49 regions: Africa, Americas, Asia, Europe, Oceania.</summary>
    Region,

    /// <summary>The innermost M49 area; every country is in exactly one.</summary>
    SubRegion,

    /// <summary>A grouping that CLDR keeps and that cuts across: 003, 202, 419, EU, EZ.</summary>
    Grouping,

    /// <summary>A line of area-groups.tsv, or of the team's own file.</summary>
    Group,

    /// <summary>What the team means by a name.</summary>
    Team,
}
