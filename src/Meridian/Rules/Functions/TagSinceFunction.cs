using Meridian.Foundation.Database;
using Meridian.Rules.Checking;
using Meridian.Rules.Compiling;
using Meridian.Rules.Syntax;
using Meridian.Rules.Vocabulary;

namespace Meridian.Rules.Functions;

/// <summary><c>days_since(tag_since("vip")) > 30</c></summary>
public sealed class TagSinceFunction : RuleFunction
{
    public override string Name => "tag_since";

    public override string Signature => "tag_since(\"KEY\")";

    public override string Help => "Since when the customer has the tag, with the value that it has now; missing where they have it not.";

    internal override RuleType Check(CallNode call, RuleChecker checker)
    {
        if (OneText(call, checker, "a tag's key") is not { } key)
            return RuleType.Unknown;
        if (checker.InEvent)
            return checker.Error(call, "Within where: stand properties of the event.");
        return TagFunction.Known(key, call, checker) is RuleType.Unknown ? RuleType.Unknown : RuleType.Time;
    }

    internal override Sql Compile(CallNode call, RuleCompiler compiler) => compiler.Facts.TagSince(((TextNode)call.Arguments[0]).Value);
}
