using System.Text.Json;
using System.Text.Json.Serialization;
using Meridian.Foundation.Log;

namespace Meridian.Rules.Rates;

/// <summary>A rate of exchange on a day.</summary>
/// <param name="Currency">ISO 4217.</param>
/// <param name="Rate">Units of the currency for one of the base; more than 0.</param>
public sealed record CurrencyRate(DateOnly Day, string Currency, double Rate);

/// <summary>The log entry that states rates; a large file is several.</summary>
/// <param name="Base">ISO 4217: what the rates are per one of.</param>
/// <param name="More">Whether more of the same file follows: what rests on rates is evaluated anew behind the last.</param>
public sealed record RateOrder(string Base, IReadOnlyList<CurrencyRate> Rates, bool More = false, string? Reason = null)
{
    public const string Kind = "rates";

    private static readonly JsonSerializerOptions Options = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault };

    [JsonPropertyName(ActingLog.By)]
    public string? By { get; init; }

    public string ToJson() => JsonSerializer.Serialize(this, Options);

    public static RateOrder FromJson(string json) => JsonSerializer.Deserialize<RateOrder>(json, Options)!;
}
