using Meridian.Foundation.Database;
using Meridian.Rules.Checking;
using Meridian.Rules.Compiling;
using Meridian.Rules.Syntax;
using Meridian.Rules.Vocabulary;

namespace Meridian.Rules.Functions;

/// <summary><c>source("crm")</c></summary>
public sealed class SourceFunction : RuleFunction
{
    public override string Name => "source";

    public override string Signature => "source(\"crm\")";

    public override string Help => "Whether a record of the customer came from this source.";

    internal override RuleType Check(CallNode call, RuleChecker checker)
    {
        if (OneText(call, checker, "a source") is not { } name)
            return RuleType.Unknown;
        if (!checker.Words.Sources.Contains(name))
            checker.Warn(call.Arguments[0].Span, $"Nothing ever came from a source '{name}'.", Nearest.To(name, checker.Words.Sources));
        return checker.InEvent ? checker.Error(call, "Within where: stand properties of the event.") : RuleType.Boolean;
    }

    internal override Sql Compile(CallNode call, RuleCompiler compiler) => compiler.Facts.HasSource(((TextNode)call.Arguments[0]).Value);
}
