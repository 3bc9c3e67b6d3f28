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
    public IReadOnlyDictionary<NumberVerdict, Dictionary<string, long>> Reasons { get; } = new Dictionary<NumberVerdict, Dictionary<string, long>>
    {
        [NumberVerdict.Impossible] = new(StringComparer.Ordinal),
        [NumberVerdict.Possible] = new(StringComparer.Ordinal),
        [NumberVerdict.Valid] = new(StringComparer.Ordinal),
    };

    /// <summary>Valid rows by country; "" for numbers of no country.</summary>
    public Dictionary<string, long> Countries { get; } = new(StringComparer.Ordinal);

    /// <summary>Adds what was counted of some rows; may be called from any thread.</summary>
    internal void Add(ScreenTally tally)
    {
        lock (Reasons)
        {
            Duplicates += tally.Duplicates;
            Known += tally.Known;
            Suppressed += tally.Suppressed;
            if (tally.Broken > 0)
                Add(NumberVerdict.Impossible, "broken row", tally.Broken);
            foreach (var (judgement, rows) in tally.ByJudgement())
            {
                Add(judgement.Verdict, judgement.Reason, rows);
                if (judgement.Verdict == NumberVerdict.Valid)
                    Count(Countries, judgement.Country ?? "", rows);
            }
        }
    }

    private void Add(NumberVerdict verdict, string? reason, long rows)
    {
        Rows += rows;
        Valid += verdict == NumberVerdict.Valid ? rows : 0;
        Possible += verdict == NumberVerdict.Possible ? rows : 0;
        Impossible += verdict == NumberVerdict.Impossible ? rows : 0;
        if (reason is not null)
            Count(Reasons[verdict], reason, rows);
    }

    private static void Count(Dictionary<string, long> counts, string key, long rows) => counts[key] = counts.GetValueOrDefault(key) + rows;
}
