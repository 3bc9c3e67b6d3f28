namespace Meridian.Web.Pages.OfTags;

/// <summary>What happened on a day: how many came, how many went, and, where it is known, how many there were.</summary>
public sealed record DayBar(DateTime Day, long Entered, long Left, long? All = null);

/// <summary>Days in a row, those on which nothing happened too.</summary>
public static class DayBars
{
    /// <param name="last">The last day, UTC.</param>
    /// <param name="days">How many.</param>
    public static IReadOnlyList<DayBar> Of(IEnumerable<(DateOnly Day, long Entered, long Left)> changes, DateOnly last, int days)
    {
        var byDay = changes.GroupBy(c => c.Day).ToDictionary(g => g.Key, g => (g.Sum(c => c.Entered), g.Sum(c => c.Left)));
        return [.. Enumerable.Range(0, days).Select(i => last.AddDays(i - days + 1)).Select(d => new DayBar(d.ToDateTime(TimeOnly.MinValue), byDay.GetValueOrDefault(d).Item1, byDay.GetValueOrDefault(d).Item2))];
    }
}
