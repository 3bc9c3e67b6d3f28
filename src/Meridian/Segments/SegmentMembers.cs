using Meridian.Foundation.Database;
using Meridian.Foundation.Governance;
using Meridian.Rules.Checking;
using Meridian.Rules.Compiling;
using Meridian.Tags;
using Meridian.Tags.Definitions;

namespace Meridian.Segments;

/// <summary>Who is in a saved segment.</summary>
public static class SegmentMembers
{
    /// <summary>A query of the profile ids of those who are in it; it reads temporary tables of the session, so it is to be run before rules are compiled again.</summary>
    /// <param name="now">UTC.</param>
    /// <param name="asOf">An earlier instant, by what had happened then; null for now.</param>
    /// <exception cref="NoSuchDefinitionException">There is no such segment.</exception>
    /// <exception cref="Rules.Syntax.RuleException">Its rule makes no sense any more.</exception>
    public static Sql Of(ISession session, string key, DateTime now, DateTime? asOf = null)
    {
        var (inputs, rules) = Checked(session, [key], now, asOf);
        return RuleSelection.Ids(session, Scope.Whole, inputs, rules[0]);
    }

    /// <summary>The rules of segments, and what they are evaluated over.</summary>
    internal static (RuleInputs Inputs, IReadOnlyList<CheckedRule> Rules) Checked(ISession session, IReadOnlyList<string> keys, DateTime now, DateTime? asOf)
    {
        var segments = keys.Select(k => SegmentBook.Find(session, k) ?? throw SegmentIntake.Unknown(session, k)).ToList();
        var words = StoreVocabulary.Of(session);
        return (StoreFacts.Of(session, words, now, asOf), segments.ConvertAll(s => RuleChecker.Check(s.Definition.Rule, words)));
    }
}
