using System.Collections.Frozen;

namespace Meridian.Foundation.Geography;

/// <summary>The M49 areas together with the groups of one file. <see cref="Areas"/> is the catalogue with the groups that Meridian ships.</summary>
public sealed class AreaCatalogue
{
    private readonly List<Area> _areas = [];
    private readonly Dictionary<string, Area> _byKey = new(StringComparer.OrdinalIgnoreCase);
    private readonly NameIndex _names = new(1500);
    private readonly AreaCatalogue? _under;

    private AreaCatalogue(AreaCatalogue? under = null) => _under = under;

    /// <summary>A team's own; then regions, sub-regions, groupings, groups in the file's order, but for those in whose place the team has its own.</summary>
    public IReadOnlyList<Area> All => _under is null ? _areas : [.. _areas, .. _under.All.Where(a => !TryFindHere(a.Key, out _) && !TryFindHere(a.Name, out _))];

    /// <summary>The same with a team's own areas before them: who has the same key or name as another stands in its place.</summary>
    /// <param name="own">Each with its names in all languages.</param>
    public AreaCatalogue With(IEnumerable<(Area Area, IEnumerable<string> Names)> own)
    {
        var catalogue = new AreaCatalogue(this);
        foreach (var (area, names) in own)
        {
            catalogue._areas.Add(area);
            catalogue._byKey[area.Key] = area;
            foreach (var name in names.Append(area.Key))
                catalogue._names.Settle(name, area.Key);
        }

        return catalogue;
    }

    /// <summary>Reads a team's groups, in the form of Data/area-groups.tsv: key, names, members, source, separated by tabs.</summary>
    /// <exception cref="FormatException">A line lacks a column, or a member is neither a country nor an area named above it.</exception>
    public static AreaCatalogue Read(TextReader groups)
    {
        var catalogue = new AreaCatalogue();
        foreach (var row in DataFile.Rows("areas.tsv"))
        {
            catalogue.Add(new Area(row[0], row[2], Kind(row[1]), DataFile.List(row[3]).ToFrozenSet(StringComparer.Ordinal)));
            foreach (var name in DataFile.List(row[4], '|'))
                catalogue._names.Add(name, row[0]);
        }
        foreach (var row in DataFile.Rows(groups))
            catalogue.AddGroup(row);
        return catalogue;
    }

    /// <summary>Finds an area by key or by name, in any of the languages CLDR has, whatever its case, accents and punctuation.</summary>
    public bool TryFind(ReadOnlySpan<char> text, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out Area? area)
    {
        if (TryFindHere(text, out area))
            return true;
        if (_under is null || !_under.TryFind(text, out area))
            return false;
        // Another of its names, which the team did not give to its own.
        if (TryFindHere(area.Key, out var own) || TryFindHere(area.Name, out own))
            area = own;
        return true;
    }

    private bool TryFindHere(ReadOnlySpan<char> text, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out Area? area)
    {
        text = text.Trim();
        if (_byKey.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(text, out area))
            return true;
        if (!_names.TryFind(text, out var key))
            return false;
        area = _byKey[key];
        return true;
    }

    private static AreaKind Kind(string word) => word switch
    {
        "region" => AreaKind.Region,
        "subregion" => AreaKind.SubRegion,
        _ => AreaKind.Grouping,
    };

    private void Add(Area area)
    {
        _areas.Add(area);
        _byKey.Add(area.Key, area);
        _names.Add(area.Name, area.Key);
    }

    // A group's name wins over CLDR's: "North America" is the trade area there, not the continent down to Panama.
    private void AddGroup(string[] row)
    {
        if (row.Length < 4)
            throw new FormatException($"Area group \"{row[0]}\": expected key, names, members and source, separated by tabs.");
        var names = DataFile.List(row[1], '|');
        if (!_byKey.ContainsKey(row[0]))
            Add(new Area(row[0], names[0], AreaKind.Group, Members(row[0], row[2])));
        foreach (var name in names)
            _names.Settle(name, _byKey[row[0]].Key);
    }

    private FrozenSet<string> Members(string group, string cell)
    {
        var countries = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var word in cell.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var minus = word[0] == '-';
            var member = minus ? word[1..] : word;
            // "EU" and "EZ" are areas and no countries, so the order of the two questions does not matter.
            IEnumerable<string> codes = Countries.Get(member) is { } country ? [country.Code]
                : _byKey.TryGetValue(member, out var area) ? area.Countries
                : throw new FormatException($"Area group \"{group}\": \"{member}\" is neither a country's code nor an area named above it.");
            if (minus)
                countries.ExceptWith(codes);
            else
                countries.UnionWith(codes);
        }
        return countries.ToFrozenSet(StringComparer.Ordinal);
    }
}
