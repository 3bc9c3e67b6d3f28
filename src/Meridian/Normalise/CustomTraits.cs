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
