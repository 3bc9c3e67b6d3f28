using Meridian.Foundation.Database;
using Meridian.Rules.Compiling;
using Meridian.Rules.Syntax;
using Meridian.Rules.Vocabulary;

namespace Meridian.Rules.Functions;

/// <summary><c>distinct("Product Viewed".product_id, within: 7 days)</c></summary>
public sealed class DistinctFunction : EventFunction
{
    public override string Name => "distinct";

    public override string Signature => "distinct(\"EVENT\".PROPERTY, within: 30 days, where: CONDITION)";

    public override string Help => "How many different values a property of such events had. 0 for none.";

    protected override bool? TakesProperty => true;

    internal override Sql? OfNone => Sql.Constant("0");

    protected override RuleType Result(bool ofProperty) => RuleType.Number;

    internal override Sql Aggregate(CallNode call, EventPropertyNode? property, Sql? filter, RuleCompiler compiler) =>
        Filtered($"count(distinct {compiler.Property(property!.Path, RuleType.Text)})", filter);
}
