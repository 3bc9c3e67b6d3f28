using Meridian.Ingest;

namespace Meridian.Normalise;

/// <summary>What became of a few thousand rows, beside the statements. <paramref name="ReaderRows"/>: rows that the reader gave, broken ones included.</summary>
public sealed record NormalisedSlice(int Accepted, IReadOnlyList<RejectedRow> Rejected, IReadOnlyList<RowWarning> Warnings, long ReaderRows);
