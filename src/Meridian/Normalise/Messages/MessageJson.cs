using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace Meridian.Normalise.Messages;

/// <summary>What a message's bytes must be, before anything is read from them: JSON that every store and every program after us reads the same way.</summary>
internal static class MessageJson
{
    /// <summary>Segment's limit of one message.</summary>
    public const int MostBytes = 32 << 10;

    public const int Deepest = 64;

    /// <summary>Why the bytes cannot be kept as a message; null for bytes that can.</summary>
    public static string? Problem(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > MostBytes)
            return $"the message has {bytes.Length:N0} bytes; at most {MostBytes:N0} are taken";
        if (!Utf8.IsValid(bytes))
            return "the message is not UTF-8";
        if (bytes.IsEmpty || bytes[0] != (byte)'{')
            return "the message is no JSON object";
        var reader = new Utf8JsonReader(bytes, new JsonReaderOptions { MaxDepth = Deepest });
        try
        {
            while (reader.Read())
            {
                if (reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName && reader.ValueIsEscaped)
                {
                    if (reader.GetString()!.Contains('\0'))
                        return "the message holds a NUL character";
                }
                else if (reader.TokenType == JsonTokenType.Number && reader.TryGetDouble(out var number) && !double.IsFinite(number))
                {
                    return $"the number {Encoding.UTF8.GetString(reader.ValueSpan.Length > 40 ? reader.ValueSpan[..40] : reader.ValueSpan)} is too large";
                }
            }
        }
        catch (InvalidOperationException)
        {
            return "the message holds half a character (a lone surrogate)";
        }
        catch (JsonException e)
        {
            return e.Message.Contains("depth", StringComparison.OrdinalIgnoreCase) ? $"the message is nested deeper than {Deepest} levels" : $"the message is no JSON: {e.Message.Split(". Path", StringSplitOptions.None)[0].Split(". LineNumber", StringSplitOptions.None)[0]}";
        }

        return null;
    }
}
