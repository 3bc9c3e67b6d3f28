namespace Meridian.Ingest;

/// <summary>What became of a file of events that was taken in: received = applied + duplicate + rejected.</summary>
/// <param name="First">The first log entry of its messages; 0 where it held none.</param>
/// <param name="Last">The last; entries between may be others'.</param>
/// <param name="PassedOver">Orders that were not paid or were cancelled.</param>
/// <param name="LeftOut">Values that could not be read.</param>
/// <param name="Broken">Why it could not be read to its end, for a person; null for a whole file.</param>
public sealed record EventFileResult(
    long First, long Last, long Rows, long Received, long Applied, long Duplicate, long Rejected, long PassedOver, long LeftOut, IReadOnlyList<string> Notes, string? Broken = null);
