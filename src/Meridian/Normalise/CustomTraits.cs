using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Meridian.Normalise;

/// <summary>The team's own traits as one JSON object with sorted names, so that equal traits are equal text.</summary>
internal static class CustomTraits
{
    // The text is stored, never sent to a browser as it is; letters of all scripts stay readable in exports.
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Reads what <see cref="ToJson"/> wrote into a list of traits; false where it is no such object.</summary>
    public static bool TryRead(ReadOnlySpan<char> text, List<(string Name, string Value)> traits)
    {
        var before = traits.Count;
        try
        {
            using var json = JsonDocument.Parse(text.ToString());
            if (json.RootElement.ValueKind != JsonValueKind.Object)
                return false;
            foreach (var member in json.RootElement.EnumerateObject())
                traits.Add((member.Name, member.Value.ToString()));
            return true;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or ArgumentException)
        {
            // A lone surrogate is JSON, and no text.
            traits.RemoveRange(before, traits.Count - before);
            return false;
        }
    }

    public static string ToJson(List<(string Name, string Value)> traits)
    {
        traits.Sort((a, b) => string.CompareOrdinal(a.Name, b.Name));
        var buffer = new ArrayBufferWriter<byte>(64 * traits.Count);
        using (var writer = new Utf8JsonWriter(buffer, Options))
        {
            writer.WriteStartObject();
            for (var i = 0; i < traits.Count; i++)
            {
                if (i == 0 || traits[i].Name != traits[i - 1].Name)
                    writer.WriteString(traits[i].Name, traits[i].Value);
            }

            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
