using Meridian.Numbers.Recipes;

namespace Meridian.Numbers;

/// <summary>What a screening found; every row has one verdict: <c>Rows = Valid + Possible + Impossible</c>.</summary>
public sealed record ScreenCounts
{
    private string? _country;
    private long _countryRows;

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

    internal void Add(in ScreenedNumber number, bool duplicate, bool known, bool suppressed)
    {
        Rows++;
        Duplicates += duplicate ? 1 : 0;
        Known += known ? 1 : 0;
        Suppressed += suppressed ? 1 : 0;
        if (number.Verdict == NumberVerdict.Valid)
        {
            Valid++;
            // Lists are often of one country, row after row.
            if (!ReferenceEquals(number.Country, _country))
                CountCountry(number.Country);
            _countryRows++;
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
            Count(Reasons[number.Verdict], reason.StartsWith("broken row", StringComparison.Ordinal) ? "broken row" : reason, 1);
    }

    /// <summary>Adds what was counted of other rows; may be called from any thread.</summary>
    internal void Add(ScreenCounts other)
    {
        other.CountCountry(null);
        lock (Reasons)
        {
            Rows += other.Rows;
            Valid += other.Valid;
            Possible += other.Possible;
            Impossible += other.Impossible;
            Duplicates += other.Duplicates;
            Known += other.Known;
            Suppressed += other.Suppressed;
            foreach (var (verdict, reasons) in other.Reasons)
            {
                foreach (var (reason, rows) in reasons)
                    Count(Reasons[verdict], reason, rows);
            }

            foreach (var (country, rows) in other.Countries)
                Count(Countries, country, rows);
            if (other.Recipe is not null)
                Recipe!.Add(other.Recipe);
        }
    }

    private void CountCountry(string? next)
    {
        if (_countryRows > 0)
            Count(Countries, _country ?? "", _countryRows);
        (_country, _countryRows) = (next, 0);
    }

    private static void Count(Dictionary<string, long> counts, string key, long rows) => counts[key] = counts.GetValueOrDefault(key) + rows;
}
