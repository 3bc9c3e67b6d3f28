using System.Text.Json;
using System.Text.Json.Serialization;

namespace Meridian.Ingest;

/// <summary>One statement of consent: who may be contacted how and what for, or may not, who said so and when.</summary>
/// <param name="Kind">Of the identifier: "email", "phone", a platform's key; null where the statement is of whole records.</param>
/// <param name="Match">By which spellings of one address are known to be one; null where the value is its own.</param>
/// <param name="Channel">A channel's key; null for all.</param>
/// <param name="Purpose">"marketing", ...; null for all.</param>
/// <param name="At">When it was said, UTC; never behind the entry's own time.</param>
/// <param name="Own">The person's own act, which alone takes a withdrawal back.</param>
/// <param name="Records">
/// Of a withdrawal: the records that were one customer when it was said. They are told here, and not looked up when the entry is applied, so that whatever is split or undone
/// later, it stays with each of them.
/// </param>
public sealed record ConsentItem(
    string? Kind, string? Space, string? Value, Guid? Match, string? Channel, string? Purpose, bool Granted, DateTime At, bool Own,
    string? Source = null, string? Wording = null, string? Proof = null, IReadOnlyList<Guid>? Records = null)
{
    /// <summary>An erasure took the identifier and the words out: it holds for records that are somebody else's.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Scrubbed { get; init; }
}

/// <summary>The log entry of statements of consent. Of an erased person's item only <c>null</c> is left, so that the others keep their numbers.</summary>
public sealed record ConsentOrder(IReadOnlyList<ConsentItem?> Items)
{
    public const string Kind = "consents";

    private static readonly JsonSerializerOptions Options = new() { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    /// <summary>What the entry was when it was written, without anybody's data; the audit tells of it, before and after an erasure.</summary>
    public int Granted { get; init; } = Items.Count(i => i?.Granted == true);

    public int Withdrawn { get; init; } = Items.Count(i => i?.Granted == false);

    /// <summary>Who brought it; see <see cref="Foundation.Log.ActingLog"/>.</summary>
    [JsonPropertyName(Foundation.Log.ActingLog.By)]
    public string? By { get; init; }

    public string ToJson() => JsonSerializer.Serialize(this, Options);

    public static ConsentOrder FromJson(string json) => JsonSerializer.Deserialize<ConsentOrder>(json)!;
}

/// <summary>One address or number that nobody may write to or call.</summary>
/// <param name="Hash">SHA-256 of the normalised value, hexadecimal.</param>
/// <param name="Kind">Of the identifier; null for a hash of which it is not known.</param>
/// <param name="Value">Null where only the hash was given.</param>
public sealed record SuppressedItem(string Hash, string? Kind = null, string? Value = null, Guid? Match = null);

/// <summary>The log entry that puts identifiers on the suppression list.</summary>
/// <param name="Channel">Null for all.</param>
/// <param name="Reason">In the team's words; not to hold personal data.</param>
public sealed record SuppressOrder(string? Channel, string? Reason, IReadOnlyList<SuppressedItem?> Items)
{
    public const string Kind = "suppress";

    private static readonly JsonSerializerOptions Options = new() { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    public int Count { get; init; } = Items.Count;

    [JsonPropertyName(Foundation.Log.ActingLog.By)]
    public string? By { get; init; }

    public string ToJson() => JsonSerializer.Serialize(this, Options);

    public static SuppressOrder FromJson(string json) => JsonSerializer.Deserialize<SuppressOrder>(json)!;
}

/// <summary>The log entry that takes identifiers off the suppression list.</summary>
/// <param name="Hashes">As the list has them.</param>
public sealed record UnsuppressOrder(string? Channel, string? Reason, IReadOnlyList<string?> Hashes)
{
    public const string Kind = "unsuppress";

    private static readonly JsonSerializerOptions Options = new() { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    public int Count { get; init; } = Hashes.Count;

    [JsonPropertyName(Foundation.Log.ActingLog.By)]
    public string? By { get; init; }

    public string ToJson() => JsonSerializer.Serialize(this, Options);

    public static UnsuppressOrder FromJson(string json) => JsonSerializer.Deserialize<UnsuppressOrder>(json)!;
}
