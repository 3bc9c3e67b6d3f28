using System.Text.Json;

namespace Meridian.Ingest.Messages;

/// <summary>Where the log has a message: its entry, and its row of it, from 1.</summary>
public readonly record struct MessagePlace(long Entry, int Row);

/// <summary>The log entry that applies dead letters again, from the entries that hold them; those that are none any more are passed over.</summary>
public sealed record DeadRetryOrder(IReadOnlyList<MessagePlace> Messages)
{
    public const string Kind = "dead_retry";

    public string ToJson() => JsonSerializer.Serialize(this);

    public static DeadRetryOrder FromJson(string json) => JsonSerializer.Deserialize<DeadRetryOrder>(json)!;
}

/// <summary>The log entry that gives dead letters up: they stay what they were counted as, messages that were not applied, and wait for nobody.</summary>
public sealed record DeadDropOrder(IReadOnlyList<MessagePlace> Messages)
{
    public const string Kind = "dead_drop";

    public string ToJson() => JsonSerializer.Serialize(this);

    public static DeadDropOrder FromJson(string json) => JsonSerializer.Deserialize<DeadDropOrder>(json)!;
}
