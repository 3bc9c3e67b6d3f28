using Meridian.Foundation.Database;
using Meridian.Rules.Compiling;
using Meridian.Rules.Syntax;
using Meridian.Rules.Vocabulary;

namespace Meridian.Rules.Functions;

/// <summary><c>active_days(within: 30 days)</c></summary>
public sealed class ActiveDaysFunction : EventFunction
{
    public override string Name => "active_days";

    public override string Signature => "active_days(\"EVENT\", within: 30 days)";

    public override string Help => "On how many days (UTC) there was such an event; without an event's name, on how many the customer did anything. 0 for none.";

    protected override bool? TakesProperty => false;

    internal override Sql? OfNone => Sql.Constant("0");

    protected override RuleType Result(bool ofProperty) => RuleType.Number;

    internal override Sql Aggregate(CallNode call, EventPropertyNode? property, Sql? filter, RuleCompiler compiler) => Filtered($"count(distinct cast(e.occurred_at as date))", filter);
}
