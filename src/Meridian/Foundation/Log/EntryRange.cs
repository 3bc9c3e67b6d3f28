namespace Meridian.Foundation.Log;

/// <summary>Consecutive entries of the log that are applied as one; an import is a range of one entry, a batch of events may be many.</summary>
/// <param name="At">The time of the last one, UTC.</param>
public sealed record EntryRange(long First, long Last, DateTime At)
{
    public static EntryRange Of(LogEntry entry) => new(entry.Entry, entry.Entry, entry.At);
}
