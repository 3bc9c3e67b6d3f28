using Meridian.Ingest;

namespace Meridian.Normalise;

/// <summary>A few thousand rows after normalising, in the file's order. <paramref name="ReaderRows"/>: rows that the reader gave, broken ones included.</summary>
public sealed record NormalisedSlice(
    IReadOnlyList<RecordVersion> Versions, IReadOnlyList<RejectedRow> Rejected, IReadOnlyList<RowWarning> Warnings, long ReaderRows);
