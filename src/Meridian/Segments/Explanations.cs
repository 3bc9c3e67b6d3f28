using Meridian.Foundation.Database;
using Meridian.Rules.Checking;
using Meridian.Rules.Compiling;
using Meridian.Rules.Explaining;
using Meridian.Tags.Definitions;

namespace Meridian.Segments;

/// <summary>Why a customer has a tag or not, or why a rule holds.</summary>
/// <param name="Tag">Null where a rule was asked for.</param>
/// <param name="AsOf">UTC.</param>
/// <param name="Rules">Of a tag with values one for each; the first that holds gives the value.</param>
public sealed record ExplainedAnswer(Guid ProfileId, string? Tag, int? Version, DateTime AsOf, IReadOnlyList<ExplainedRule> Rules);

/// <param name="Value">That it gives; null where a rule was asked for.</param>
public sealed record ExplainedRule(string? Value, string Rule, Explanation Explanation);

/// <summary>Tells one customer's rules part by part.</summary>
public static class Explanations
{
    /// <summary>Of one rule.</summary>
    /// <returns>Null where nothing was known of the customer then.</returns>
    public static ExplainedAnswer? OfRule(ISession session, RuleInputs inputs, CheckedRule rule, Guid profile) => Of(session, inputs, null, [(null, rule)], profile);

    /// <summary>Of a tag's rules.</summary>
    /// <returns>Null where nothing was known of the customer then.</returns>
    public static ExplainedAnswer? OfTag(ISession session, RuleInputs inputs, TagVersion tag, Guid profile) =>
        Of(session, inputs, tag, [.. tag.Definition.Rules.Select(r => ((string?)r.Value, RuleChecker.Check(r.Rule, inputs.Words)))], profile);

    private static ExplainedAnswer? Of(ISession session, RuleInputs inputs, TagVersion? tag, IReadOnlyList<(string? Value, CheckedRule Rule)> rules, Guid profile)
    {
        var explained = new List<ExplainedRule>();
        foreach (var (value, rule) in rules)
        {
            if (RuleExplainer.Explain(session, inputs, rule, profile) is not { } explanation)
                return null;
            explained.Add(new ExplainedRule(value, rule.Text, explanation));
        }

        return new ExplainedAnswer(profile, tag?.Key, tag?.Version, inputs.At, explained);
    }
}
