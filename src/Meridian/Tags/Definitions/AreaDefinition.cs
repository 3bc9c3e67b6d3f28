using System.Text.Json;
using System.Text.Json.Serialization;
using Meridian.Foundation.Geography;

namespace Meridian.Tags.Definitions;

/// <summary>What the team means by an area.</summary>
/// <param name="Key">As rules and filters may write it: <c>area = "middle_east"</c>.</param>
/// <param name="Names">By UI language (BCP 47); each finds the area too.</param>
/// <param name="Countries">ISO 3166-1 alpha-2 codes, in order.</param>
public sealed record AreaDefinition(string Key, IReadOnlyDictionary<string, string> Names, IReadOnlyList<string> Countries)
{
    /// <summary>In a UI language, else in English, else in any.</summary>
    public string Name(string language) => Names.GetValueOrDefault(language) ?? Names.GetValueOrDefault("en") ?? Names.Values.FirstOrDefault() ?? Key;

    public string ToJson() => JsonSerializer.Serialize(this, DefinitionJson.Options);

    /// <exception cref="JsonException">It is none, or has a member that is not known.</exception>
    public static AreaDefinition FromJson(string json) => JsonSerializer.Deserialize<AreaDefinition>(json, DefinitionJson.Options) ?? throw new JsonException("An area is an object.");
}

/// <summary>The log entry that changes what an area means.</summary>
/// <param name="Action">"save" or "remove".</param>
public sealed record AreaOrder(string Action, string Key, AreaDefinition? Definition = null, string? Reason = null)
{
    public const string Kind = "area";

    public const string Save = "save";
    public const string Remove = "remove";

    [JsonPropertyName(Foundation.Log.ActingLog.By)]
    public string? By { get; init; }

    public string ToJson() => JsonSerializer.Serialize(this, DefinitionJson.Options);

    public static AreaOrder FromJson(string json) => JsonSerializer.Deserialize<AreaOrder>(json, DefinitionJson.Options)!;
}

/// <summary>An area as it is told of.</summary>
/// <param name="Key">The team's key, or that of the area that the program brings.</param>
/// <param name="Own">Whether the team said what it means.</param>
public sealed record AreaLine(string Key, IReadOnlyDictionary<string, string> Names, bool Own, IReadOnlyList<string> Countries)
{
    internal static AreaLine Of(Area area) =>
        new(area.Key, new Dictionary<string, string>(StringComparer.Ordinal) { ["en"] = area.Name }, Own: false, [.. area.Countries.Order(StringComparer.Ordinal)]);
}
