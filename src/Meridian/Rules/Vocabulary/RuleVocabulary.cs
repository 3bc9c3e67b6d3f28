using Meridian.Foundation.Geography;
using Meridian.Rules.Syntax;

namespace Meridian.Rules.Vocabulary;

/// <summary>A tag as rules speak of it.</summary>
/// <param name="Values">The values that exclude one another; null for a tag that is had or not.</param>
public sealed record TagWord(string Key, IReadOnlyList<string>? Values);

/// <summary>The names that rules of a store may use beside the language's own. What is not among events, custom traits and sources is warned of; an unknown tag or segment is an error.</summary>
public sealed record RuleVocabulary
{
    /// <summary>The team's own traits that any profile has.</summary>
    public IReadOnlyCollection<string> CustomTraits { get; init; } = [];

    /// <summary>Events that were ever received.</summary>
    public IReadOnlyCollection<string> Events { get; init; } = [];

    public IReadOnlyCollection<string> Sources { get; init; } = [];

    /// <summary>What names of areas mean: the team's own before those that the program brings.</summary>
    public AreaCatalogue Areas { get; init; } = Foundation.Geography.Areas.Shipped;

    /// <summary>By key: built-in labels and the team's own.</summary>
    public IReadOnlyDictionary<string, TagWord> Tags { get; init; } = new Dictionary<string, TagWord>(StringComparer.Ordinal);

    /// <summary>By key: the rules of saved segments, which stand for themselves wherever they are named.</summary>
    public IReadOnlyDictionary<string, RuleNode> Segments { get; init; } = new Dictionary<string, RuleNode>(StringComparer.Ordinal);
}
