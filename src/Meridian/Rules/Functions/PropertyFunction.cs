using Meridian.Foundation.Database;
using Meridian.Rules.Checking;
using Meridian.Rules.Compiling;
using Meridian.Rules.Syntax;
using Meridian.Rules.Vocabulary;

namespace Meridian.Rules.Functions;

/// <summary><c>where: property("sub total") > 5</c></summary>
public sealed class PropertyFunction : RuleFunction
{
    public override string Name => "property";

    public override string Signature => "property(\"NAME\")";

    public override string Help => "Within where: a property of the event, whatever its name.";

    internal override RuleType Check(CallNode call, RuleChecker checker)
    {
        if (OneText(call, checker, "a property's name") is not { } name)
            return RuleType.Unknown;
        return checker.InEvent ? RuleType.Any : checker.Error(call, $"Events have properties; customers have traits: trait(\"{name}\").");
    }

    internal override Sql Compile(CallNode call, RuleCompiler compiler) => compiler.Property([((TextNode)call.Arguments[0]).Value], RuleType.Any);
}
