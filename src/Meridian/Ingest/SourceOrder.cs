using System.Text.Json;
using System.Text.Json.Serialization;

namespace Meridian.Ingest;

/// <summary>The log entry by which a person says how far a source is trusted and how its next file is read. What is null stays as it was.</summary>
/// <param name="Trust">0 to 100.</param>
/// <param name="Mapping">Of files of customers, as JSON; empty for none, so that the columns are guessed anew.</param>
/// <param name="EventMapping">Of files of orders and chats, likewise.</param>
public sealed record SourceOrder(
    [property: JsonPropertyName("source")] string Source,
    [property: JsonPropertyName("trust")] int? Trust = null,
    [property: JsonPropertyName("mapping")] string? Mapping = null,
    [property: JsonPropertyName("event_mapping")] string? EventMapping = null,
    [property: JsonPropertyName("reason")] string? Reason = null)
{
    public const string Kind = "source";

    private static readonly JsonSerializerOptions Options = new() { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    [JsonPropertyName(Foundation.Log.ActingLog.By)]
    public string? By { get; init; }

    public string ToJson() => JsonSerializer.Serialize(this, Options);

    public static SourceOrder FromJson(string json) => JsonSerializer.Deserialize<SourceOrder>(json)!;
}
