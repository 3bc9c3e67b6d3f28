using Meridian.Foundation.Database;
using Meridian.Rules.Compiling;
using Meridian.Rules.Syntax;

namespace Meridian.Rules.Functions;

/// <summary><c>percentile(total_spent) >= 90</c>, <c>percentile(sum("Order Completed".total), per: country) >= 90</c></summary>
public sealed class PercentileFunction : CutOffFunction
{
    public override string Name => "percentile";

    public override string Signature => "percentile(NUMBER, per: country)";

    public override string Help => "What share of customers with such a value, in hundredths, has no larger one; per: country among those of the same country. By cut-offs that are found daily.";

    private protected override string Example => ">= 90";

    private protected override string? Problem(ComparisonOperator comparison, double number) =>
        comparison is ComparisonOperator.Equal or ComparisonOperator.NotEqual ? "percentile(...) is compared by <, <=, > or >=."
        : number is < 0 or > 100 ? "percentile(...) lies between 0 and 100." : null;

    internal override Sql Compare(CallNode call, ComparisonOperator comparison, double number, RuleCompiler compiler)
    {
        // The share grows with the value: at least so much means at least the smallest value that has it.
        var value = Value(call, compiler);
        var cut = CutOff(call, comparison is ComparisonOperator.GreaterOrEqual or ComparisonOperator.Less ? CutOffKind.ShareAtLeast : CutOffKind.ShareAbove, number, compiler);
        return comparison is ComparisonOperator.GreaterOrEqual or ComparisonOperator.Greater
            ? (Sql)$"coalesce({value} >= {cut}, false)"
            : $"coalesce({value} < coalesce({cut}, cast('Infinity' as double precision)) {compiler.Facts.HasCountry(call.Named.Count > 0)}, false)";
    }
}
