using System.Text.Json;
using System.Text.Json.Serialization;
using Meridian.Foundation.Platforms;

namespace Meridian.Normalise;

/// <summary>A plan as JSON, for a file whose rows were rewritten: what was found out from rows that are gone must hold for those that are left.</summary>
internal static class PlanFile
{
    private static readonly JsonSerializerOptions Options = new() { Converters = { new ByKey(), new JsonStringEnumConverter() } };

    public static string Write(ImportPlan plan) => JsonSerializer.Serialize(plan, Options);

    public static ImportPlan Read(string json) => JsonSerializer.Deserialize<ImportPlan>(json, Options)!;

    /// <summary>Platforms are told by their key: what else is known of them is the program's own.</summary>
    private sealed class ByKey : JsonConverter<Platform>
    {
        public override Platform? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetString() is { } key ? Platforms.WithKey(key) : null;

        public override void Write(Utf8JsonWriter writer, Platform value, JsonSerializerOptions options) => writer.WriteStringValue(value.Key);
    }
}
