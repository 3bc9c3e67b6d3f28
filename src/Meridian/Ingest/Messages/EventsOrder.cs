using System.Text.Json;
using System.Text.Json.Serialization;

namespace Meridian.Ingest.Messages;

/// <summary>How a file of events ended, which only its last part can tell.</summary>
/// <param name="Rows">Of tables of orders and chats.</param>
/// <param name="PassedOver">Orders that were not paid or were cancelled.</param>
/// <param name="LeftOut">Values that could not be read.</param>
/// <param name="Broken">Why it could not be read to its end, for a person; null for a whole file.</param>
public sealed record FileEnd(
    [property: JsonPropertyName("rows")] long Rows,
    [property: JsonPropertyName("passed_over")] long PassedOver,
    [property: JsonPropertyName("left_out")] long LeftOut,
    [property: JsonPropertyName("broken")] string? Broken = null);

/// <summary>
/// What a log entry of messages says beside the payload, which is kept as it was received. The body is this as one line of JSON, a line feed, the payload.
/// </summary>
/// <param name="Source">The name of the key's source.</param>
/// <param name="Space">Where its user ids and anonymous ids are unique.</param>
/// <param name="Type">"track", ... where the payload is one message whose address said so; null for a batch.</param>
/// <param name="Messages">How many messages the payload holds.</param>
/// <param name="Ip">The sender's address where no message says one; null for a server's.</param>
public sealed record EventsOrder(
    [property: JsonPropertyName("source")] string Source,
    [property: JsonPropertyName("space")] string Space,
    [property: JsonPropertyName("type")] string? Type,
    [property: JsonPropertyName("messages")] int Messages,
    [property: JsonPropertyName("ip")] string? Ip = null)
{
    public const string Kind = "events";

    /// <summary>
    /// Whether a log entry is applied with the messages, ahead of imports that are at work: messages, what is done about dead ones, consents, because who says no must not wait for a file, and what followers of
    /// changes have seen.
    /// </summary>
    public static bool IsOfMessages(string kind) => kind is Kind or DeadRetryOrder.Kind or DeadDropOrder.Kind or ConsentOrder.Kind or SuppressOrder.Kind or UnsuppressOrder.Kind
        or FollowOrder.Kind or PassedOrder.Kind;

    /// <summary>The file that the messages come from, as a person knows it; null for a request.</summary>
    [JsonPropertyName("file")]
    public string? File { get; init; }

    /// <summary>Of a file: the line of each message.</summary>
    [JsonPropertyName("lines")]
    public IReadOnlyList<long>? Lines { get; init; }

    /// <summary>Of a file: why rows of it make no message, by their place in the payload, from 1. They are counted and kept as rejected messages are.</summary>
    [JsonPropertyName("refused")]
    public IReadOnlyDictionary<int, string>? Refused { get; init; }

    /// <summary>Whether the messages were made from a table's rows: they name the traits of their customers as mappings do ("handle:telegram"), and nothing is guessed from the names.</summary>
    [JsonPropertyName("table")]
    public bool Table { get; init; }

    /// <summary>Of a file's first messages: the mapping that a person gave for its columns, as JSON, with which the next file of the source is read.</summary>
    [JsonPropertyName("mapping")]
    public string? Mapping { get; init; }

    /// <summary>Of a file: which part of it this is, from 1; 0 for entries of programs that did not tell.</summary>
    [JsonPropertyName("part")]
    public int Part { get; init; }

    /// <summary>Of a file's further parts: the entry of its first one.</summary>
    [JsonPropertyName("of")]
    public long? Of { get; init; }

    /// <summary>Of a file's last part: how the file ended; null for any other.</summary>
    [JsonPropertyName("end")]
    public FileEnd? End { get; init; }

    /// <summary>Where a person finds the message: "orders.csv, line 7"; null for one of a request.</summary>
    public string? PlaceOf(int row) => File is null || Lines is null || row > Lines.Count ? null : $"{File}, line {Lines[row - 1]}";

    /// <summary>The space that all keys share unless a source is set to its own.</summary>
    public const string SharedSpace = "app";

    private static readonly JsonSerializerOptions Options = new() { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault };

    /// <summary>The body of the log entry.</summary>
    public byte[] ToBody(ReadOnlySpan<byte> payload)
    {
        var head = JsonSerializer.SerializeToUtf8Bytes(this, Options);
        var body = new byte[head.Length + 1 + payload.Length];
        head.CopyTo(body, 0);
        body[head.Length] = (byte)'\n';
        payload.CopyTo(body.AsSpan(head.Length + 1));
        return body;
    }

    public static (EventsOrder Order, ReadOnlyMemory<byte> Payload) FromBody(ReadOnlyMemory<byte> body)
    {
        var end = body.Span.IndexOf((byte)'\n');
        return (JsonSerializer.Deserialize<EventsOrder>(body.Span[..end])!, body[(end + 1)..]);
    }
}
