using Meridian.Foundation.Database;

namespace Meridian.Segments;

/// <summary>Who was in a saved segment when it was looked at.</summary>
public static class SegmentTables
{
    /// <summary>When a segment's members were kept, by which version, and how many they were.</summary>
    public static readonly Table Snapshot = new("segment_snapshot");

    /// <summary>The members of a snapshot: a record of each, so that a customer is found after any merge and split.</summary>
    public static readonly Table Member = new("segment_member");

    public static IReadOnlyList<Sql> Create =>
    [
        $"create table {Snapshot} (segment varchar not null, taken_at timestamp not null, version integer not null, customers bigint not null, entry bigint not null)",
        $"create table {Member} (segment varchar not null, taken_at timestamp not null, record_id uuid not null)",
    ];
}
