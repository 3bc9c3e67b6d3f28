using System.Text.Json;
using System.Text.Json.Serialization;
using Meridian.Ingest;

namespace Meridian.Resolve.Decisions;

/// <summary>Two records of which a person says something; the lesser id first.</summary>
public sealed record DecidedPair(Guid A, Guid B)
{
    public static DecidedPair Of(Guid one, Guid other) => one.CompareTo(other) <= 0 ? new(one, other) : new(other, one);
}

/// <summary>The log entry by which a person says whether two customers are one.</summary>
/// <param name="Verdict"><see cref="One"/>, <see cref="Two"/>, or <see cref="Open"/>: what was said before is taken back.</param>
/// <param name="Pairs">
/// The records by which the two customers were in doubt. They are told here, and not looked up when the entry is applied, because who is whose record changes. Null in the place of a pair that an erasure took out.
/// </param>
/// <param name="Stays">Where customers are parted who were one by a person's word: withdrawals of consent that were stated meanwhile, for each other record that was the same customer then; null for none.</param>
public sealed record DecisionOrder(string Verdict, IReadOnlyList<DecidedPair?> Pairs, IReadOnlyList<StayingWithdrawal>? Stays = null)
{
    public const string Kind = "decide";

    /// <summary>They are one person, whatever contradicts it.</summary>
    public const string One = "one";

    /// <summary>They are two people, whatever they share.</summary>
    public const string Two = "two";

    /// <summary>Nobody knows (any more).</summary>
    public const string Open = "open";

    private static readonly JsonSerializerOptions Options = new() { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    /// <summary>Who says so; see <see cref="Foundation.Log.ActingLog"/>.</summary>
    [JsonPropertyName(Foundation.Log.ActingLog.By)]
    public string? By { get; init; }

    public string ToJson() => JsonSerializer.Serialize(this, Options);

    public static DecisionOrder FromJson(string json) => JsonSerializer.Deserialize<DecisionOrder>(json)!;
}
