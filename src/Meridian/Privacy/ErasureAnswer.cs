namespace Meridian.Privacy;

/// <summary>What came of an erasure that was asked for; it names nobody. Times UTC.</summary>
/// <param name="Erasure">Number of the log entry.</param>
/// <param name="Suppressed">Whether their data is refused from now on.</param>
/// <param name="Backups">Backups that were written anew.</param>
/// <param name="BackupsMissing">Backups that are not where they were written, or cannot be opened.</param>
/// <param name="Waits">Why it is not ended yet, in words; null where it is.</param>
public sealed record ErasureAnswer(
    long Erasure, DateTime ErasedAt, DateTime? DoneAt, int Customers, int Records, long Rows, long Messages, bool Suppressed, int Backups, IReadOnlyList<string> BackupsMissing, string Reason, string? Waits = null)
{
    public static ErasureAnswer Of(ErasureReceipt r, bool suppressed, int backups, IReadOnlyList<string> missing, string? waits = null) =>
        new(r.Erasure, r.ErasedAt, r.DoneAt, r.Customers, r.Records, r.Rows, r.Messages, suppressed, backups, missing, r.Reason, waits);
}

/// <summary>An erasure as lists tell it.</summary>
/// <param name="Deadline">By when it has to be done.</param>
/// <param name="DoneAt">Null until nothing readable is left.</param>
public sealed record ErasureLine(long Erasure, DateTime ErasedAt, DateTime Deadline, DateTime? DoneAt, int Customers, int Records, long Rows, long Messages, string Reason)
{
    public static ErasureLine Of(ErasureReceipt r) =>
        new(r.Erasure, r.ErasedAt, r.ErasedAt.AddDays(Erasures.DeadlineDays), r.DoneAt, r.Customers, r.Records, r.Rows, r.Messages, r.Reason);
}
