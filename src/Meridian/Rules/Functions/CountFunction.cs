using Meridian.Foundation.Database;
using Meridian.Rules.Compiling;
using Meridian.Rules.Syntax;
using Meridian.Rules.Vocabulary;

namespace Meridian.Rules.Functions;

/// <summary><c>count("Order Completed", within: 30 days, where: total >= 50)</c></summary>
public sealed class CountFunction : EventFunction
{
    public override string Name => "count";

    public override string Signature => "count(\"EVENT\", within: 30 days, where: CONDITION)";

    public override string Help => "How many such events; without an event's name, how many things the customer did. 0 for none.";

    protected override bool? TakesProperty => false;

    internal override Sql? OfNone => Sql.Constant("0");

    protected override RuleType Result(bool ofProperty) => RuleType.Number;

    internal override Sql Aggregate(CallNode call, EventPropertyNode? property, Sql? filter, RuleCompiler compiler) => Filtered($"count(*)", filter);
}
