using Meridian.Rules.Syntax;
using Meridian.Rules.Vocabulary;

namespace Meridian.Rules.Checking;

/// <summary>A rule that makes sense: every name is known or warned of, every type fits.</summary>
/// <param name="Text">As it was written, or as the formatter writes it.</param>
/// <param name="Root">Its tree.</param>
/// <param name="Type">What the whole gives; Boolean for every rule that decides.</param>
/// <param name="Types">Of each part, by reference.</param>
/// <param name="Warnings">Names that nobody has ever had: mistyped, or of what is still to come.</param>
/// <param name="Tags">Keys of the tags it asks for, its segments' among them.</param>
/// <param name="Segments">Keys of the segments it names, those that they name among them.</param>
/// <param name="Events">Names of the events it reads, its segments' among them.</param>
public sealed record CheckedRule(
    string Text, RuleNode Root, RuleType Type, IReadOnlyDictionary<RuleNode, RuleType> Types, IReadOnlyList<RuleError> Warnings,
    IReadOnlySet<string> Tags, IReadOnlySet<string> Segments, IReadOnlySet<string> Events);
