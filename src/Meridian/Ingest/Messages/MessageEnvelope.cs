using System.Text.Json;

namespace Meridian.Ingest.Messages;

/// <summary>A request body that is no message and no batch of messages; nothing of it can be kept. The message says what is wrong, for the sender.</summary>
public sealed class EnvelopeException(string message) : Exception(message);

/// <summary>Where a message stands in its payload, in bytes.</summary>
public readonly record struct MessageSlice(int Start, int Length);

/// <summary>
/// What surrounds messages in a request of Segment's protocol: <c>{"batch":[...], "sentAt":..., "writeKey":...}</c>, or one message by itself. Only the envelope
/// is judged here; each message is judged when it is applied, so that a bad one does not cost its neighbours.
/// </summary>
/// <param name="SentAt">When the sender's clock said that it sent the batch, as it wrote it; null where it did not say.</param>
/// <param name="WriteKey">Of the batch, or of the single message.</param>
/// <param name="Context">The batch's own context, which its messages inherit; empty for none.</param>
/// <param name="IsBatch">Whether the payload is a batch, wherever it was sent to.</param>
public sealed record MessageEnvelope(IReadOnlyList<MessageSlice> Messages, string? SentAt, string? WriteKey, MessageSlice Context, bool IsBatch)
{
    // Messages nested deeper than this are judged one by one; the envelope must get past them.
    private const int DeepestEnvelope = 100_000;

    /// <param name="payload">UTF-8 JSON.</param>
    /// <param name="single">Whether the payload is one message, as sent to <c>/v1/track</c>; one that has a batch is read as a batch all the same.</param>
    /// <exception cref="EnvelopeException">It is no JSON object, or has neither a batch nor is one message.</exception>
    public static MessageEnvelope Read(ReadOnlySpan<byte> payload, bool single)
    {
        var start = payload.StartsWith("\uFEFF"u8) ? 3 : 0;
        var reader = new Utf8JsonReader(payload[start..], new JsonReaderOptions { MaxDepth = DeepestEnvelope, CommentHandling = JsonCommentHandling.Disallow });
        try
        {
            return Read(ref reader, payload.Length, start, single);
        }
        catch (JsonException e)
        {
            throw new EnvelopeException($"The body is not JSON: {e.Message.Split(". LineNumber", StringSplitOptions.None)[0]}, at byte {start + reader.TokenStartIndex}.");
        }
        catch (InvalidOperationException)
        {
            throw new EnvelopeException($"A member's name holds half a character (a lone surrogate), at byte {start + reader.TokenStartIndex}.");
        }
    }

    private static MessageEnvelope Read(ref Utf8JsonReader reader, int length, int start, bool single)
    {
        if (!reader.Read())
            throw new EnvelopeException("The body is empty. Send a JSON object.");
        if (reader.TokenType == JsonTokenType.StartArray)
            throw new EnvelopeException("The body is a JSON array. Send an object: {\"batch\": [...]}.");
        if (reader.TokenType != JsonTokenType.StartObject)
            throw new EnvelopeException("The body is no JSON object.");
        List<MessageSlice>? batch = null;
        string? sentAt = null, writeKey = null;
        var context = default(MessageSlice);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("batch"u8))
            {
                reader.Read();
                batch = Elements(ref reader, start);
            }
            else if (reader.ValueTextEquals("sentAt"u8))
            {
                reader.Read();
                sentAt = Scalar(ref reader);
            }
            else if (reader.ValueTextEquals("writeKey"u8))
            {
                reader.Read();
                writeKey = Scalar(ref reader);
            }
            else if (reader.ValueTextEquals("context"u8))
            {
                reader.Read();
                context = Slice(ref reader, start);
            }
            else
            {
                reader.Read();
                reader.Skip();
            }
        }

        if (reader.Read())
            throw new EnvelopeException("Something stands behind the JSON object.");
        if (batch is null && !single)
            throw new EnvelopeException("The object has no \"batch\": an array of messages is expected.");
        return batch is null
            ? new MessageEnvelope([new MessageSlice(start, length - start)], sentAt, writeKey, default, IsBatch: false)
            : new MessageEnvelope(batch, sentAt, writeKey, context, IsBatch: true);
    }

    private static List<MessageSlice> Elements(ref Utf8JsonReader reader, int start)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
            throw new EnvelopeException("\"batch\" is no array.");
        var elements = new List<MessageSlice>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            elements.Add(Slice(ref reader, start));
        return elements;
    }

    private static MessageSlice Slice(ref Utf8JsonReader reader, int start)
    {
        var from = (int)reader.TokenStartIndex;
        reader.Skip();
        return new MessageSlice(start + from, (int)reader.BytesConsumed - from);
    }

    /// <summary>A text that may be null or of another kind, which says nothing.</summary>
    private static string? Scalar(ref Utf8JsonReader reader)
    {
        try
        {
            if (reader.TokenType == JsonTokenType.String)
                return reader.GetString();
        }
        catch (InvalidOperationException)
        {
            // Bytes that are no text name no key and no time.
            return null;
        }

        reader.Skip();
        return null;
    }
}
