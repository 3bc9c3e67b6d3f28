using Meridian.Numbers.Lookups;

namespace Meridian.Connectors.Lookups;

/// <summary>A configuration that cannot be used; the message names the file, the place and what to do.</summary>
public sealed class LookupConfigurationException(string message) : Exception(message);

/// <summary>What the engine needs of a provider, checked.</summary>
/// <param name="Url">With <c>{e164}</c> ("+" and digits, escaped) or <c>{digits}</c> where the number stands.</param>
/// <param name="Headers">With the secrets in place; never printed.</param>
/// <param name="Body">JSON, or null.</param>
internal sealed record LookupConfiguration(
    LookupTerms Terms, string Url, HttpMethod Method, IReadOnlyList<(string Name, string Value)> Headers, string? Body, AnswerMap Answer, LookupLimits Limits, bool AllowsLoopback,
    Secrets Secrets);

/// <summary>Where the facts stand in an answer.</summary>
internal sealed record AnswerMap(AnswerPlaces Status, AnswerPlaces Type, AnswerPlaces Ported, AnswerPlaces Carrier, AnswerPlaces Error);

/// <summary>How a provider may be asked.</summary>
/// <param name="StopAfterFailures">Numbers in a row that failed after all retries; then nothing more is asked.</param>
/// <param name="LongestWait">A provider that asks to wait longer ends the run.</param>
internal sealed record LookupLimits(double PerSecond, int AtOnce, TimeSpan Timeout, int Retries, int StopAfterFailures, int MaxAnswerBytes, TimeSpan LongestWait);
