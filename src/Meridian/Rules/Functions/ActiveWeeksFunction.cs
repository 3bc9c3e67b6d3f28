using Meridian.Foundation.Database;
using Meridian.Rules.Compiling;
using Meridian.Rules.Syntax;
using Meridian.Rules.Vocabulary;

namespace Meridian.Rules.Functions;

/// <summary><c>active_weeks(within: 12 weeks) >= 8</c></summary>
public sealed class ActiveWeeksFunction : EventFunction
{
    private const double WeekSeconds = 7 * 86_400;

    public override string Name => "active_weeks";

    public override string Signature => "active_weeks(\"EVENT\", within: 12 weeks)";

    public override string Help => "In how many weeks, of seven days each and counted back from now, there was such an event; without an event's name, in how many the customer did anything. 0 for none.";

    public override bool TurnsWithTime => true;

    protected override bool? TakesProperty => false;

    internal override Sql? OfNone => Sql.Constant("0");

    protected override RuleType Result(bool ofProperty) => RuleType.Number;

    internal override Sql Aggregate(CallNode call, EventPropertyNode? property, Sql? filter, RuleCompiler compiler) =>
        Filtered($"count(distinct floor({compiler.Dialect.SecondsBetween($"e.occurred_at", $"cast({compiler.At} as timestamp)")} / {WeekSeconds}))", filter);
}
