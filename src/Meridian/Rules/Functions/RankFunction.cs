using Meridian.Foundation.Database;
using Meridian.Rules.Compiling;
using Meridian.Rules.Syntax;

namespace Meridian.Rules.Functions;

/// <summary><c>rank(total_spent) &lt;= 100</c></summary>
public sealed class RankFunction : CutOffFunction
{
    public override string Name => "rank";

    public override string Signature => "rank(NUMBER, per: country)";

    public override string Help => "The value's place among all customers, the largest first; equal values share the better place. By cut-offs that are found daily.";

    private protected override string Example => "<= 100";

    private protected override string? Problem(ComparisonOperator comparison, double number) =>
        comparison is ComparisonOperator.NotEqual or ComparisonOperator.Greater or ComparisonOperator.GreaterOrEqual ? "rank(...) is compared by <, <= or =."
        : number < 1 ? "rank(...) begins at 1." : null;

    internal override Sql Compare(CallNode call, ComparisonOperator comparison, double number, RuleCompiler compiler)
    {
        var value = Value(call, compiler);
        // Nobody stands at place 2.5.
        var last = comparison is ComparisonOperator.Less ? Math.Ceiling(number) - 1 : Math.Floor(number);
        if (last < 1 || (comparison is ComparisonOperator.Equal && last != number))
            return Sql.Constant("false");
        Sql within = $"coalesce({value} >= {CutOff(call, CutOffKind.RankWithin, last, compiler)}, false)";
        return comparison is not ComparisonOperator.Equal || last == 1
            ? within
            : $"({within} and not coalesce({value} >= {CutOff(call, CutOffKind.RankWithin, last - 1, compiler)}, false))";
    }
}
