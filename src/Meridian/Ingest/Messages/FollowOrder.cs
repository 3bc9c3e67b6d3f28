using System.Text.Json;
using System.Text.Json.Serialization;

namespace Meridian.Ingest.Messages;

/// <summary>How much of the log somebody has seen applied: all entries up to <paramref name="Applied"/>, and all entries of messages up to <paramref name="Messages"/>, which pass others.</summary>
/// <remarks>
/// What the store is then depends on nothing else, however the log is applied again: so a place in the changes is written into the log as this, and not as a position, which another
/// fall of messages into batches would move.
/// </remarks>
public readonly record struct AppliedTo(long Applied, long Messages) : IComparable<AppliedTo>
{
    public int CompareTo(AppliedTo other) => Messages != other.Messages ? Messages.CompareTo(other.Messages) : Applied.CompareTo(other.Applied);

    public static bool operator <(AppliedTo left, AppliedTo right) => left.CompareTo(right) < 0;

    public static bool operator >(AppliedTo left, AppliedTo right) => left.CompareTo(right) > 0;

    public static bool operator <=(AppliedTo left, AppliedTo right) => left.CompareTo(right) <= 0;

    public static bool operator >=(AppliedTo left, AppliedTo right) => left.CompareTo(right) >= 0;
}

/// <summary>The log entry by which a follower of changes begins or ends.</summary>
/// <param name="Action">"follow" or "end".</param>
/// <param name="From">Of a follow: where it begins.</param>
public sealed record FollowOrder(string Action, string Follower, AppliedTo From)
{
    public const string Kind = "follow";

    public const string Begin = "follow";
    public const string End = "end";

    /// <summary>Who asks; see <see cref="Foundation.Log.ActingLog"/>.</summary>
    [JsonPropertyName(Foundation.Log.ActingLog.By)]
    public string? By { get; init; }

    public string ToJson() => JsonSerializer.Serialize(this);

    public static FollowOrder FromJson(string json) => JsonSerializer.Deserialize<FollowOrder>(json)!;
}

/// <summary>The log entry by which a follower says what it has acted on.</summary>
/// <param name="To">The transaction whose changes it saw last.</param>
/// <param name="Number">How many of that transaction's changes it saw.</param>
/// <param name="Before">Where that transaction began, if it did not see all of it; null if it did.</param>
public sealed record PassedOrder(string Follower, AppliedTo To, long Number, AppliedTo? Before)
{
    public const string Kind = "passed";

    /// <summary>Who asks; see <see cref="Foundation.Log.ActingLog"/>.</summary>
    [JsonPropertyName(Foundation.Log.ActingLog.By)]
    public string? By { get; init; }

    public string ToJson() => JsonSerializer.Serialize(this);

    public static PassedOrder FromJson(string json) => JsonSerializer.Deserialize<PassedOrder>(json)!;
}
