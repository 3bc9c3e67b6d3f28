using Meridian.Foundation.Database;
using Meridian.Rules.Checking;
using Meridian.Rules.Compiling;
using Meridian.Rules.Syntax;
using Meridian.Rules.Vocabulary;

namespace Meridian.Rules.Functions;

/// <summary><c>segment("loyal")</c></summary>
public sealed class SegmentFunction : RuleFunction
{
    public override string Name => "segment";

    public override string Signature => "segment(\"KEY\")";

    public override string Help => "Whether the customer belongs to a saved segment.";

    internal override RuleType Check(CallNode call, RuleChecker checker)
    {
        if (OneText(call, checker, "a segment's key") is not { } key)
            return RuleType.Unknown;
        if (checker.InEvent)
            return checker.Error(call, "Within where: stand properties of the event.");
        return checker.Words.Segments.TryGetValue(key, out var rule)
            ? checker.OfSegment(call.Span, key, rule)
            : checker.Error(call.Arguments[0], $"There is no segment '{key}'.", Nearest.To(key, checker.Words.Segments.Keys));
    }

    internal override Sql Compile(CallNode call, RuleCompiler compiler) => compiler.Condition(compiler.Words.Segments[((TextNode)call.Arguments[0]).Value]);
}
