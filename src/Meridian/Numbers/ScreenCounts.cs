using Meridian.Numbers.Recipes;

namespace Meridian.Numbers;

/// <summary>What a screening found; every row has one verdict: <c>Rows = Valid + Possible + Impossible</c>.</summary>
public sealed record ScreenCounts
{
    public long Rows { get; set; }

    public long Valid { get; set; }

    public long Possible { get; set; }

    public long Impossible { get; set; }

    /// <summary>Rows whose number stood in an earlier row.</summary>
    public long Duplicates { get; set; }

    /// <summary>Rows whose number a customer of the store has.</summary>
    public long Known { get; set; }

    /// <summary>Of those, rows whose customer said no to marketing.</summary>
    public long Suppressed { get; set; }

    /// <summary>Rows by answer, where a recipe was asked; else null.</summary>
    public RecipeCounts? Recipe { get; init; }

    /// <summary>Rows by verdict and reason; valid ones may have a remark ("looks made up").</summary>
    public IReadOnlyDictionary<NumberVerdict, SortedDictionary<string, long>> Reasons { get; } = new SortedDictionary<NumberVerdict, SortedDictionary<string, long>>
    {
        [NumberVerdict.Valid] = new(StringComparer.Ordinal),
        [NumberVerdict.Possible] = new(StringComparer.Ordinal),
        [NumberVerdict.Impossible] = new(StringComparer.Ordinal),
    };

    /// <summary>Valid rows by country; "" for numbers of no country.</summary>
    public SortedDictionary<string, long> Countries { get; } = new(StringComparer.Ordinal);

    internal void Add(in ScreenedNumber number)
    {
        Rows++;
        if (number.Verdict == NumberVerdict.Valid)
        {
            Valid++;
            Count(Countries, number.Country ?? "");
        }
        else if (number.Verdict == NumberVerdict.Possible)
        {
            Possible++;
        }
        else
        {
            Impossible++;
        }

        if (number.Reason is { } reason)
            // What is broken about a row differs from row to row.
            Count(Reasons[number.Verdict], reason.StartsWith("broken row", StringComparison.Ordinal) ? "broken row" : reason);
    }

    private static void Count(SortedDictionary<string, long> counts, string key) => counts[key] = counts.GetValueOrDefault(key) + 1;
}
