using Meridian.Foundation.Geography;
using Meridian.Numbers.Recipes;

namespace Meridian.Numbers;

/// <summary>A region of the numbering plan, as commands and the API tell it.</summary>
/// <param name="Examples">Type to an E.164 number that the plan's authors made up.</param>
public sealed record RegionView(string Region, string Name, int CallingCode, IReadOnlyList<string> Types, IReadOnlyDictionary<string, string> Examples)
{
    public static RegionView Of(NumberingRegion region) => new(
        region.Region, NameOf(region.Region), region.CallingCode, [.. region.Examples.Select(e => e.Key)], region.Examples.ToDictionary(e => e.Key, e => e.Value, StringComparer.Ordinal));

    /// <summary>Ascension and Tristan da Cunha have numbers of their own and no code of ISO 3166-1.</summary>
    public static string NameOf(string region) => region switch
    {
        "AC" => "Ascension Island",
        "TA" => "Tristan da Cunha",
        _ => Countries.Get(region)?.EnglishName ?? region,
    };
}

/// <summary>A range of a numbering plan.</summary>
/// <param name="First">Leading digits behind the calling code, the first and the last of them.</param>
/// <param name="Digits">How many a national number has.</param>
/// <param name="Numbers">About how many there are.</param>
public sealed record RangeView(string Region, int CallingCode, string Type, string First, string Last, IReadOnlyList<int> Digits, double Numbers, IReadOnlyList<string> Areas)
{
    public static RangeView Of(NumberingRegion region, NumberRange range) =>
        new(region.Region, region.CallingCode, range.Type, range.First, range.Last, range.Digits, Math.Round(range.Numbers), range.Areas);
}

/// <summary>A made-up number.</summary>
/// <param name="Generated">Always true: it may be somebody's, and is never to be contacted.</param>
public sealed record SampleView(string Phone, string Country, string Type, bool Generated = true)
{
    public static SampleView Of(SampleNumber sample) => new(sample.E164, sample.Country, sample.Type);
}

/// <summary>A condition that screening knows.</summary>
/// <param name="From">Where its answers come from.</param>
/// <param name="Usual">What is asked when nothing is given.</param>
public sealed record ConditionView(string Condition, string From, string Asks, string Usual)
{
    public static ConditionView Of(ConditionKind kind) => new(kind.Name, SourceOf(kind.Source), kind.Help, kind.Usual);

    public static string SourceOf(ConditionSource source) => source switch
    {
        ConditionSource.Plan => "numbering plan",
        ConditionSource.List => "lists",
        ConditionSource.Lookups => "your look-ups",
        _ => "your customers",
    };
}

/// <summary>A recipe of conditions, all of which must hold, and of groups of which one must.</summary>
public sealed record RecipeView(string Recipe, string Mode, string Description, IReadOnlyList<string> Conditions, IReadOnlyList<IReadOnlyList<string>>? Any)
{
    public static RecipeView Of(Recipe recipe) => new(
        recipe.Name, recipe.Mode, recipe.Description, [.. recipe.Where.Select(Text)], recipe.Any.Count == 0 ? null : [.. recipe.Any.Select(g => g.Select(Text).ToList())]);

    public static string Text(Condition condition) => $"{condition.Kind.Name}={condition.Argument}";
}

/// <summary>What a list was cleared of.</summary>
public sealed record DedupeView(string? File, long Rows, long Kept, long Duplicates, long WithoutNumber)
{
    public static DedupeView Of(string? file, DedupeCounts counts) => new(file, counts.Rows, counts.Kept, counts.Duplicates, counts.WithoutNumber);
}

/// <summary>Numbers that exactly these lists have.</summary>
/// <param name="Lists">Their names.</param>
/// <param name="File">Where they were written to; null where they were not.</param>
public sealed record ShareView(IReadOnlyList<string> Lists, long Numbers, string? File);

/// <summary>Compared lists.</summary>
public sealed record ComparisonView(IReadOnlyList<ComparedList> Lists, IReadOnlyList<ShareView> Shares)
{
    /// <param name="written">The file of each share; fewer where not all were written.</param>
    public static ComparisonView Of(NumberComparison comparison, IReadOnlyList<string> written) => new(
        comparison.Lists, [.. comparison.Shares.Select((s, i) => new ShareView([.. s.Lists.Select(l => comparison.Lists[l].Name)], s.Numbers, i < written.Count ? written[i] : null))]);

    /// <summary>Names of files for the shares, each once: "only-a.csv", "in-a+b.csv".</summary>
    public static List<string> FileNames(NumberComparison comparison)
    {
        var names = new List<string>();
        foreach (var share in comparison.Shares)
        {
            // Two shares may come out with one name ("a+b" with "c", "a" with "b+c"), and many lists with a longer one than a file may have.
            var name = (share.Lists.Count == 1 ? "only-" : "in-") + string.Join('+', share.Lists.Select(l => comparison.Lists[l].Name));
            if (name.Length > LongestName)
                name = name[..LongestName];
            var file = name + ".csv";
            for (var i = 2; names.Contains(file, StringComparer.OrdinalIgnoreCase); i++)
                file = $"{name}-{i}.csv";
            names.Add(file);
        }

        return names;
    }

    /// <summary>Letters of a list's file name, so that with ending and folder it fits every file system.</summary>
    private const int LongestName = 80;
}
