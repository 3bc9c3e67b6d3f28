using System.Text.Json;
using System.Text.Json.Serialization;

namespace Meridian.Tags.Definitions;

/// <summary>The log entry that changes a tag's definition.</summary>
/// <param name="Action">"save", "publish", "retire" or "delete".</param>
/// <param name="Definition">Of a save: the whole of it.</param>
/// <param name="Version">Of a publish: which version.</param>
/// <param name="Reason">In the team's words; not to hold personal data.</param>
public sealed record TagOrder(string Action, string Key, TagDefinition? Definition = null, int? Version = null, string? Reason = null)
{
    public const string Kind = "tag";

    public const string Save = "save";
    public const string Publish = "publish";
    public const string Retire = "retire";
    public const string Delete = "delete";

    /// <summary>Who asks; see <see cref="Foundation.Log.ActingLog"/>.</summary>
    [JsonPropertyName(Foundation.Log.ActingLog.By)]
    public string? By { get; init; }

    public string ToJson() => JsonSerializer.Serialize(this, DefinitionJson.Options);

    public static TagOrder FromJson(string json) => JsonSerializer.Deserialize<TagOrder>(json, DefinitionJson.Options)!;
}
