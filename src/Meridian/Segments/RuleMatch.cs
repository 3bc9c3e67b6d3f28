using Meridian.Foundation.Database;
using Meridian.Rules;
using Meridian.Rules.Checking;
using Meridian.Tags;
using Meridian.Tags.Definitions;

namespace Meridian.Segments;

/// <summary>Runs a rule over all customers.</summary>
public static class RuleMatch
{
    /// <summary>A query of the profile ids for which a rule holds.</summary>
    /// <exception cref="Rules.Syntax.RuleException">The rule makes no sense.</exception>
    public static Sql Profiles(ISession session, string rule, DateTime at)
    {
        var words = StoreVocabulary.Of(session);
        return CompiledRules.Matching(session, StoreFacts.Now(words, at), RuleChecker.Check(rule, words));
    }
}
