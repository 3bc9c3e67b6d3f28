using System.Text.Json;
using Meridian.Rules.Vocabulary;

namespace Meridian.EngineTests.Rules.Oracle;

/// <summary>All that rules may ask of one customer, in memory.</summary>
internal sealed class OracleCustomer(Guid id)
{
    public Guid Id { get; } = id;

    /// <summary>Well-known traits by name: string, double, DateTime (UTC) or DateOnly; a trait that is not there is missing.</summary>
    public Dictionary<string, object> Traits { get; } = new(StringComparer.Ordinal);

    /// <summary>The team's own traits, as texts.</summary>
    public Dictionary<string, string> Custom { get; } = new(StringComparer.Ordinal);

    public HashSet<string> Identifiers { get; } = new(StringComparer.Ordinal);

    public HashSet<string> Platforms { get; } = new(StringComparer.Ordinal);

    public HashSet<string> Sources { get; } = new(StringComparer.Ordinal);

    public List<OracleEvent> Events { get; } = [];

    public List<OracleTag> Tags { get; } = [];

    /// <summary>Channels and purposes for which they may be contacted.</summary>
    public HashSet<(string Channel, string Purpose)> MayContact { get; } = [];
}

/// <summary>One thing that happened.</summary>
/// <param name="Key">By which events of one instant are ordered, as text.</param>
/// <param name="Total">What an order came to; null where its event does not say.</param>
internal sealed record OracleEvent(string Name, DateTime At, string Key, JsonElement Properties, double? Total);

internal sealed record OracleTag(string Key, string Value, DateTime Since);

/// <summary>All customers of a store at an instant, and the names that rules may use.</summary>
/// <param name="Now">UTC.</param>
internal sealed record OracleWorld(IReadOnlyList<OracleCustomer> Customers, RuleVocabulary Words, DateTime Now);
