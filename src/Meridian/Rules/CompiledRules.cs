using Meridian.Foundation.Database;
using Meridian.Rules.Checking;
using Meridian.Rules.Compiling;

namespace Meridian.Rules;

/// <summary>Rules as SQL: one row source with everything that they ask for, and a condition for each. In it <c>p</c> is the profile; conditions are never null.</summary>
/// <param name="From">Behind <c>from</c>.</param>
/// <param name="Conditions">In the order of the rules.</param>
public sealed record CompiledRules(Sql From, IReadOnlyList<Sql> Conditions)
{
    /// <summary>Compiles rules together, so that what several of them read is read once. May fill temporary tables of the session, which the next compilation fills anew.</summary>
    public static CompiledRules Of(ISession session, RuleInputs inputs, IReadOnlyList<CheckedRule> rules)
    {
        var compiler = new RuleCompiler(session, inputs);
        var conditions = rules.Select(compiler.Condition).ToList();
        return new CompiledRules(compiler.Facts.From, conditions);
    }
}
