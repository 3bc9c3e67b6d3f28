using Meridian.Segments;
using Meridian.Tags.Definitions;
using Meridian.Web.Pages.Shared;

namespace Meridian.Web.Pages.Overview;

/// <summary>How the matrix is looked at; it is in the page's address.</summary>
/// <param name="Activity">Only these customers; null for all.</param>
/// <param name="Folded">Areas whose countries are hidden, with points between them.</param>
/// <param name="Wholes">Areas of which all countries are shown.</param>
/// <param name="Platforms">Whether all platforms are shown.</param>
/// <param name="Own">Whether countries stand under the team's areas instead of the UN's.</param>
internal sealed record MatrixView(string? Activity, string Folded, string Wholes, bool Platforms, bool Own)
{
    public bool IsFolded(string area) => Has(Folded, area);

    public bool IsWhole(string area) => Has(Wholes, area);

    public MatrixView Fold(string area) => this with { Folded = Turn(Folded, area) };

    public MatrixView Whole(string area) => this with { Wholes = Turn(Wholes, area) };

    private static bool Has(string list, string area) => list.Split('.').Contains(area, StringComparer.Ordinal);

    private static string Turn(string list, string area) =>
        string.Join('.', Has(list, area) ? list.Split('.').Where(a => a != area) : list.Split('.', StringSplitOptions.RemoveEmptyEntries).Append(area));
}

/// <summary>Customers by activity.</summary>
public sealed class ActivityCounts
{
    private readonly long[] _counts = new long[FilterText.Activities.Count];

    public static ActivityCounts None { get; } = new();

    /// <param name="activity">Null for all.</param>
    public long Of(string? activity) => activity is null ? _counts.Sum() : _counts[Place(activity)];

    internal void Add(string activity, long customers) => _counts[Place(activity)] += customers;

    // What a team calls it beside the known ones counts as unknown.
    private static int Place(string activity) => FilterText.Activities.ToList().IndexOf(activity) is >= 0 and var place ? place : FilterText.Activities.Count - 1;
}

/// <summary>A country, an area or all: each customer once in its sum, and once for each platform.</summary>
/// <param name="Query">The list of these customers; null where no list has just them.</param>
public sealed record MatrixRow(CustomerQuery? Query)
{
    private readonly Dictionary<string, ActivityCounts> _platforms = new(StringComparer.Ordinal);

    public ActivityCounts Sum { get; } = new();

    public ActivityCounts Of(string platform) => _platforms.GetValueOrDefault(platform) ?? ActivityCounts.None;

    internal void Add(string platform, string activity, long customers)
    {
        if (!_platforms.TryGetValue(platform, out var counts))
            _platforms.Add(platform, counts = new ActivityCounts());
        counts.Add(activity, customers);
    }

    internal long Most => _platforms.Count == 0 ? 0 : _platforms.Values.Max(c => c.Of(null));
}

/// <summary>The countries of an area, the largest first.</summary>
/// <param name="Key">The area's English name, the key of the team's own, "unknown", or <see cref="MatrixTable.Elsewhere"/>.</param>
public sealed record MatrixArea(string Key, MatrixRow Sum, IReadOnlyList<MatrixRow> Countries);

/// <summary>The matrix as a table: areas with their countries down, platforms across.</summary>
/// <param name="Platforms">Keys, or "none"; those with most customers first.</param>
/// <param name="MorePlatforms">How many are not shown.</param>
/// <param name="Most">The largest number of a country's cell.</param>
internal sealed record MatrixTable(MatrixRow All, IReadOnlyList<MatrixArea> Areas, IReadOnlyList<string> Platforms, int MorePlatforms, long Most)
{
    /// <summary>Countries of an area that are shown at first.</summary>
    public const int Few = 6;

    private const int FewPlatforms = 10;

    /// <summary>Countries that none of the team's areas has; the key of no area.</summary>
    public const string Elsewhere = "-";

    public static MatrixTable Empty { get; } = new(new MatrixRow(new CustomerQuery()), [], [], 0, 0);

    /// <param name="own">The team's areas. A country stands under each that has it, as each one's number leads to all of its customers; those that none has stand together.</param>
    public static MatrixTable Of(IReadOnlyList<MatrixCell> cells, IReadOnlyList<CountryActivity> countries, IReadOnlyList<AreaDefinition> own, MatrixView view)
    {
        var all = new MatrixRow(new CustomerQuery());
        var areas = new Dictionary<string, MatrixRow>(StringComparer.Ordinal);
        var rows = new Dictionary<string, MatrixRow>(StringComparer.Ordinal);
        foreach (var c in countries)
        {
            foreach (var row in Rows(c.Country))
                row.Sum.Add(c.Activity, c.Customers);
        }

        foreach (var c in cells)
        {
            foreach (var row in Rows(c.Country))
                row.Add(c.Platform ?? CustomerFilter.NoPlatform, c.Activity, c.Customers);
        }

        var platforms = cells.GroupBy(c => c.Platform ?? CustomerFilter.NoPlatform).OrderBy(g => g.Key == CustomerFilter.NoPlatform).ThenByDescending(g => g.Sum(c => c.Customers)).ThenBy(g => g.Key, StringComparer.Ordinal)
            .Select(g => g.Key).ToList();
        // Who is on none is the last column, and stays when columns are left out.
        var shown = view.Platforms || platforms.Count <= FewPlatforms ? platforms : [.. platforms.Take(FewPlatforms - 1), .. platforms.Skip(FewPlatforms - 1).Where(p => p == CustomerFilter.NoPlatform)];
        return new MatrixTable(
            all,
            [.. areas.Select(a => new MatrixArea(a.Key, a.Value, a.Key == CustomerFilter.Unknown ? [] : [.. rows.Where(r => AreasOf(r.Key).Contains(a.Key)).Select(r => r.Value).OrderByDescending(r => r.Sum.Of(null)).ThenBy(r => r.Query!.Country, StringComparer.Ordinal)]))
                .OrderBy(a => a.Key == CustomerFilter.Unknown).ThenBy(a => a.Key == Elsewhere).ThenByDescending(a => a.Sum.Sum.Of(null)).ThenBy(a => a.Key, StringComparer.Ordinal)],
            shown, platforms.Count - shown.Count, rows.Where(r => r.Key != CustomerFilter.Unknown).Select(r => r.Value.Most).DefaultIfEmpty(0).Max());

        MatrixRow[] Rows(string? country)
        {
            var key = country ?? CustomerFilter.Unknown;
            if (!rows.TryGetValue(key, out var row))
                rows.Add(key, row = new MatrixRow(new CustomerQuery { Country = key }));
            return [row, all, .. AreasOf(country).Select(Sum)];
        }

        MatrixRow Sum(string area)
        {
            if (!areas.TryGetValue(area, out var sum))
                areas.Add(area, sum = new MatrixRow(area switch { CustomerFilter.Unknown => new CustomerQuery { Country = area }, Elsewhere => null, _ => new CustomerQuery { Area = area } }));
            return sum;
        }

        IEnumerable<string> AreasOf(string? country) =>
            view.Own && country is not (null or CustomerFilter.Unknown) ? own.Where(a => a.Countries.Contains(country, StringComparer.Ordinal)).Select(a => a.Key).DefaultIfEmpty(Elsewhere) : [AreaOf(country)];
    }

    private static string AreaOf(string? country) => country is null ? CustomerFilter.Unknown : Foundation.Geography.Countries.Get(country)?.Area ?? CustomerFilter.Unknown;
}
