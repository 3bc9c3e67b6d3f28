using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Meridian.Foundation;

/// <summary>The one form of JSON that commands print and the server answers: snake_case, times in UTC to the second, letters of all scripts as they are.</summary>
public static class PlainJson
{
    public static JsonSerializerOptions Options { get; } = Settle(new JsonSerializerOptions());

    /// <summary>Gives options this form.</summary>
    public static JsonSerializerOptions Settle(JsonSerializerOptions options)
    {
        options.PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower;
        options.DictionaryKeyPolicy = null;
        // It goes to a pipe, a file or a client, never into a page.
        options.Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;
        options.Converters.Add(new UtcTimes());
        return options;
    }

    /// <summary>Times are UTC and say so.</summary>
    private sealed class UtcTimes : JsonConverter<DateTime>
    {
        public override DateTime Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetDateTime();

        public override void Write(Utf8JsonWriter writer, DateTime value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture));
    }
}
