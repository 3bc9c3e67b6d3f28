using Meridian.Foundation.Database;
using Meridian.Rules.Checking;
using Meridian.Rules.Compiling;
using Meridian.Rules.Syntax;
using Meridian.Rules.Vocabulary;

namespace Meridian.Rules.Functions;

/// <summary><c>days_since(last()) > 3 * usual_gap()</c></summary>
public sealed class UsualGapFunction : RuleFunction
{
    public override string Name => "usual_gap";

    public override string Signature => "usual_gap()";

    public override string Help => "The customer's own rhythm: the median number of days between days on which they did anything; missing until there are three such gaps.";

    internal override RuleType Check(CallNode call, RuleChecker checker)
    {
        NoNames(call, checker);
        if (call.Arguments.Count > 0)
            return checker.Error(call, "usual_gap() takes nothing.");
        return checker.InEvent ? checker.Error(call, "Within where: stand properties of the event.") : RuleType.Number;
    }

    internal override Sql Compile(CallNode call, RuleCompiler compiler) => compiler.Facts.UsualGap();
}
