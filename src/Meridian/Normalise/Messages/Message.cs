namespace Meridian.Normalise.Messages;

/// <summary>A message that can be kept: who did what, and when. One that cannot is a <see cref="RejectedMessage"/>.</summary>
public sealed record Message
{
    /// <summary>Where the log has it; rows of an entry are numbered from 1.</summary>
    public required long Entry { get; init; }

    public required int Row { get; init; }

    public required string Source { get; init; }

    /// <summary>"identify", "track", "page", "screen", "group" or "alias".</summary>
    public required string Type { get; init; }

    /// <summary>What happened, for an event ("Order Completed", "Page Viewed", "Screen Viewed"); null for a message that only says who somebody is.</summary>
    public string? Name { get; init; }

    public required string MessageId { get; init; }

    /// <summary>Hash of source and message id, by which a message is known again.</summary>
    public required Guid MessageKey { get; init; }

    /// <summary>Hash of what the message says, without what a retry changes.</summary>
    public required long ContentHash { get; init; }

    /// <summary>When it happened, UTC, by the receiver's clock.</summary>
    public required DateTime OccurredAt { get; init; }

    public required DateTime ReceivedAt { get; init; }

    /// <summary>The record that it is of: of the user, else of the anonymous id, else of the identifiers in its traits.</summary>
    public required Guid RecordId { get; init; }

    /// <summary>The record of the message's anonymous id, where it also names a user: from then on the two are one person.</summary>
    public Guid? AnonymousRecord { get; init; }

    /// <summary>The space of the record's id.</summary>
    public required string Space { get; init; }

    /// <summary>Where a person finds it: "orders.csv, line 7"; null for one that came in a request.</summary>
    public string? Place { get; init; }

    /// <summary>Properties (of a group its traits) as JSON, as sent; null for none.</summary>
    public string? Properties { get; init; }

    /// <summary>Money of an order, else null.</summary>
    public double? Total { get; init; }

    /// <summary>What was odd and yet kept: a value left out, a time that cannot be.</summary>
    public string? Note { get; init; }

    /// <summary>What the message says of its record; null where its record is known by the same words from every message.</summary>
    public required RecordVersion Statement { get; init; }
}

/// <summary>A message that cannot be kept, and why.</summary>
/// <param name="MessageId">Null where it has none that can be read.</param>
/// <param name="Reason">In words for a person.</param>
/// <param name="Payload">As received, cut to <see cref="MostPayload"/> characters.</param>
public sealed record RejectedMessage(long Entry, int Row, string Source, string? MessageId, string Reason, string Payload, DateTime ReceivedAt)
{
    public const int MostPayload = 4_096;
}
