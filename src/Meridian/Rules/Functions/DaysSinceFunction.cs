using Meridian.Foundation.Database;
using Meridian.Rules.Checking;
using Meridian.Rules.Compiling;
using Meridian.Rules.Syntax;
using Meridian.Rules.Vocabulary;

namespace Meridian.Rules.Functions;

/// <summary><c>days_since(last("Order Completed"))</c></summary>
public sealed class DaysSinceFunction : RuleFunction
{
    public override string Name => "days_since";

    public override string Signature => "days_since(TIME)";

    public override string Help => "How many days of 86,400 seconds have passed since a time, with fractions; a day counts from its midnight, UTC. Missing if the time is.";

    public override bool TurnsWithTime => true;

    internal override RuleType Check(CallNode call, RuleChecker checker)
    {
        NoNames(call, checker);
        if (call.Arguments is not [var time])
            return checker.Error(call, "days_since(...) takes one time: days_since(last(\"Order Completed\")).");
        if (checker.TypeOf(time) is not (RuleType.Time or RuleType.Date or RuleType.Any or RuleType.Unknown) and var type)
            return checker.Error(time, $"days_since(...) takes a time; this gives {RuleChecker.InWords(type)}. For an event write days_since(last(\"EVENT\")).");
        return RuleType.Number;
    }

    internal override Sql Compile(CallNode call, RuleCompiler compiler) =>
        $"({compiler.Dialect.SecondsBetween(compiler.Value(call.Arguments[0], RuleType.Time), $"cast({compiler.At} as timestamp)")} / 86400.0)";
}
