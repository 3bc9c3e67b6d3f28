using Meridian.Foundation.Database;
using Meridian.Rules.Checking;
using Meridian.Rules.Compiling;
using Meridian.Rules.Syntax;
using Meridian.Rules.Vocabulary;

namespace Meridian.Rules.Functions;

/// <summary><c>streak("Lesson Finished") >= 7</c></summary>
public sealed class StreakFunction : RuleFunction
{
    public override string Name => "streak";

    public override string Signature => "streak(\"EVENT\")";

    public override string Help => "For how many days in a row (UTC), up to today or yesterday, there was such an event on each; without an event's name, the customer did anything. 0 for none.";

    public override bool TurnsWithTime => true;

    internal override RuleType Check(CallNode call, RuleChecker checker)
    {
        NoNames(call, checker);
        if (checker.InEvent)
            return checker.Error(call, "Within where: stand properties of the event.");
        switch (call.Arguments)
        {
            case []:
                return RuleType.Number;
            case [TextNode name]:
                checker.NoteEvent(name.Span, name.Value);
                return RuleType.Number;
            default:
                return checker.Error(call, $"Write {Signature}.");
        }
    }

    internal override Sql Compile(CallNode call, RuleCompiler compiler) => compiler.Facts.Streak(call.Arguments is [TextNode name] ? name.Value : null);
}
