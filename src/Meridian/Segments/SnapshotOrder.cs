using System.Text.Json;
using System.Text.Json.Serialization;
using Meridian.Tags.Definitions;

namespace Meridian.Segments;

/// <summary>
/// A log entry that keeps who is in a segment. The members are told here, and not asked for when the entry is applied: messages pass other entries, so that a rebuild would find others.
/// A large segment takes several entries, and is there with the last one.
/// </summary>
/// <param name="At">When it was taken, UTC; the same in all its entries.</param>
/// <param name="Customers">How many they are in all; null in all entries but the last.</param>
/// <param name="Members">A record of each; <c>null</c> for one who was erased.</param>
public sealed record SnapshotOrder(string Segment, int Version, DateTime At, long? Customers, IReadOnlyList<Guid?> Members)
{
    public const string Kind = "snapshot";

    /// <summary>How many this entry told of when it was written; the audit tells of it, before and after an erasure.</summary>
    public int Count { get; init; } = Members.Count;

    [JsonPropertyName(Foundation.Log.ActingLog.By)]
    public string? By { get; init; }

    public string ToJson() => JsonSerializer.Serialize(this, DefinitionJson.Options);

    public static SnapshotOrder FromJson(string json) => JsonSerializer.Deserialize<SnapshotOrder>(json, DefinitionJson.Options)!;
}
