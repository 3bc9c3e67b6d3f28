using Meridian.Foundation.Database;
using Meridian.Foundation.Governance;
using Meridian.Profiles;
using Meridian.Rules;
using Meridian.Rules.Checking;
using Meridian.Rules.Compiling;

namespace Meridian.Segments;

/// <summary>The customers for whom a rule holds, of those that may be seen.</summary>
public static class RuleSelection
{
    /// <summary>How many.</summary>
    public static long Count(ISession session, Scope scope, RuleInputs inputs, CheckedRule rule)
    {
        var compiled = CompiledRules.Of(session, inputs, [rule]);
        return session.Count($"select count(*) from {compiled.From} where {SeenProfiles.By(scope)} and {compiled.Conditions[0]}");
    }

    /// <summary>Who: a query of profile ids.</summary>
    public static Sql Ids(ISession session, Scope scope, RuleInputs inputs, CheckedRule rule)
    {
        var compiled = CompiledRules.Of(session, inputs, [rule]);
        return $"select p.profile_id from {compiled.From} where {SeenProfiles.By(scope)} and {compiled.Conditions[0]}";
    }
}
