using Meridian.Foundation.Database;
using Meridian.Rules.Checking;
using Meridian.Rules.Compiling;
using Meridian.Rules.Syntax;
using Meridian.Rules.Vocabulary;

namespace Meridian.Rules.Functions;

/// <summary><c>trait("loyalty points")</c></summary>
public sealed class TraitFunction : RuleFunction
{
    public override string Name => "trait";

    public override string Signature => "trait(\"NAME\")";

    public override string Help => "A trait of your own, whatever its name; what it is compared with says whether it is read as a number, a text, a time or true and false. Missing where it does not read so.";

    internal override RuleType Check(CallNode call, RuleChecker checker)
    {
        if (OneText(call, checker, "a trait's name") is not { } name)
            return RuleType.Unknown;
        if (checker.InEvent)
            return checker.Error(call, $"Within where: stand properties of the event: property(\"{name}\").");
        if (!checker.Words.CustomTraits.Contains(name))
            checker.Warn(call.Arguments[0].Span, $"No customer has a trait '{name}'.", Nearest.To(name, checker.Words.CustomTraits));
        return RuleType.Any;
    }

    internal override Sql Compile(CallNode call, RuleCompiler compiler) => compiler.Trait(((TextNode)call.Arguments[0]).Value, RuleType.Any);
}
