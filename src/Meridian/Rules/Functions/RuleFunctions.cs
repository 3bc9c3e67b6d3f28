using System.Collections.Frozen;
using Meridian.Rules.Syntax;

namespace Meridian.Rules.Functions;

/// <summary>All functions of the language; <c>sequence</c> has a form of its own.</summary>
public static class RuleFunctions
{
    public static IReadOnlyList<RuleFunction> All { get; } =
    [
        new CountFunction(), new ActiveDaysFunction(), new ActiveWeeksFunction(), new NumberFunction("sum"), new NumberFunction("avg"), new NumberFunction("min"), new NumberFunction("max"),
        new DistinctFunction(), new EndFunction("first"), new EndFunction("last"), new DaysSinceFunction(), new UsualGapFunction(), new StreakFunction(),
        new TraitFunction(), new PropertyFunction(), new IdentifierFunction(), new PlatformFunction(), new SourceFunction(), new TagFunction(), new TagSinceFunction(),
        new ConsentFunction(), new SegmentFunction(), new PercentileFunction(), new RankFunction(),
    ];

    private static readonly FrozenDictionary<string, RuleFunction> ByName = All.ToFrozenDictionary(f => f.Name, StringComparer.Ordinal);

    public static RuleFunction? Find(string name) => ByName.GetValueOrDefault(name);

    /// <summary>The function by which a part is ranked among all customers, or null.</summary>
    internal static CutOffFunction? CutOffOf(RuleNode node) => node is CallNode call ? Find(call.Function) as CutOffFunction : null;
}
