using System.Globalization;
using Meridian.Rules.Syntax;

namespace Meridian.Rules.Compiling;

/// <summary>Which of all values is the one that others are compared with.</summary>
internal enum CutOffKind
{
    /// <summary>The smallest whose share of values no larger than it is at least so many hundredths.</summary>
    ShareAtLeast,

    /// <summary>The smallest whose share is more than so many hundredths.</summary>
    ShareAbove,

    /// <summary>The smallest that stands at this place or a better one.</summary>
    RankWithin,
}

/// <summary>A value that others are compared with.</summary>
/// <param name="Value">What is ranked.</param>
/// <param name="PerCountry">Among customers of the same country.</param>
internal sealed record CutOff(RuleNode Value, bool PerCountry, CutOffKind Kind, double Number)
{
    /// <summary>By which a kept one is found.</summary>
    public string Ranking => string.Create(CultureInfo.InvariantCulture, $"{Kind} {Number} {(PerCountry ? "per country " : "")}of {RuleFormatter.Format(Value)}");
}
