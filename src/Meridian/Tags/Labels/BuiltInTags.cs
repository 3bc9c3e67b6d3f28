using Meridian.Foundation.Platforms;
using Meridian.Rules.Vocabulary;

namespace Meridian.Tags.Labels;

/// <summary>The built-in labels as rules and people speak of them.</summary>
public static class BuiltInTags
{
    /// <summary>What sources say of somebody; no rule can make it so.</summary>
    private static readonly string[] Facts = [Region.Country, Region.Language, Region.TimeZone, LabelRefresher.Platform];

    /// <summary>Those that a rule names as tags. Country, language and time zone are traits there, and have the same names.</summary>
    public static IReadOnlyList<TagWord> Words { get; } =
    [
        new(LabelRefresher.Platform, [.. Platforms.All.Select(p => p.Key)]),
        new(Activity.Tag, ["high", "medium", "low", "silent", "unknown"]),
        new(Activity.HighInteraction, null),
        new(Activity.LongTermOnline, null),
        new(LifeStage.Tag, ["new", "active", "lapsing", "lost"]),
        new(DataQuality.Tag, ["good", "fair", "poor"]),
    ];

    /// <summary>The keys of all of them.</summary>
    public static IReadOnlyList<string> Keys { get; } = [.. Facts, .. Words.Select(w => w.Key).Where(k => !Facts.Contains(k, StringComparer.Ordinal))];

    public static bool IsOne(string key) => Keys.Contains(key, StringComparer.Ordinal);

    /// <summary>Whether a label is a fact, which a team's definition cannot stand in for.</summary>
    public static bool IsFact(string key) => Facts.Contains(key, StringComparer.Ordinal);
}
