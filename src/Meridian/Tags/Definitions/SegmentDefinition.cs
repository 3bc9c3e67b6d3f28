using System.Text.Json;
using System.Text.Json.Serialization;

namespace Meridian.Tags.Definitions;

/// <summary>A saved expression: who is in it, is asked each time.</summary>
/// <param name="Key">As rules write it: <c>segment("big_spenders")</c>.</param>
/// <param name="Rule">As text.</param>
public sealed record SegmentDefinition(string Key, string Rule)
{
    /// <summary>By UI language (BCP 47).</summary>
    public IReadOnlyDictionary<string, string>? Names { get; init; }

    public string? Folder { get; init; }

    public string? Owner { get; init; }

    public string? Notes { get; init; }

    public string ToJson() => JsonSerializer.Serialize(this, DefinitionJson.Options);

    /// <exception cref="JsonException">It is none, or has a member that is not known.</exception>
    public static SegmentDefinition FromJson(string json) => JsonSerializer.Deserialize<SegmentDefinition>(json, DefinitionJson.Options) ?? throw new JsonException("A segment is an object.");
}

/// <summary>A version of a saved segment.</summary>
/// <param name="Status">"current", "superseded" or "deleted".</param>
public sealed record SegmentVersion(string Key, int Version, string Status, SegmentDefinition Definition, DateTime SavedAt, string? Author, string? Reason, long Entry);

/// <summary>The log entry that changes a saved segment.</summary>
/// <param name="Action">"save" or "delete".</param>
public sealed record SegmentOrder(string Action, string Key, SegmentDefinition? Definition = null, string? Reason = null)
{
    public const string Kind = "segment";

    public const string Save = "save";
    public const string Delete = "delete";

    [JsonPropertyName(Foundation.Log.ActingLog.By)]
    public string? By { get; init; }

    public string ToJson() => JsonSerializer.Serialize(this, DefinitionJson.Options);

    public static SegmentOrder FromJson(string json) => JsonSerializer.Deserialize<SegmentOrder>(json, DefinitionJson.Options)!;
}
