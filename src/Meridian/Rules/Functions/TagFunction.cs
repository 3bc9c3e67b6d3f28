using Meridian.Foundation.Database;
using Meridian.Rules.Checking;
using Meridian.Rules.Compiling;
using Meridian.Rules.Syntax;
using Meridian.Rules.Vocabulary;

namespace Meridian.Rules.Functions;

/// <summary><c>tag("vip")</c>, <c>tag("tier") = "gold"</c></summary>
public sealed class TagFunction : RuleFunction
{
    public override string Name => "tag";

    public override string Signature => "tag(\"KEY\")";

    public override string Help => "Whether the customer has the tag; compared with a text, its value.";

    internal override RuleType Check(CallNode call, RuleChecker checker)
    {
        if (OneText(call, checker, "a tag's key") is not { } key)
            return RuleType.Unknown;
        return checker.InEvent ? checker.Error(call, "Within where: stand properties of the event.") : Known(key, call, checker);
    }

    /// <summary>Notes the tag; an error if there is none.</summary>
    internal static RuleType Known(string key, CallNode call, RuleChecker checker)
    {
        if (!checker.Words.Tags.ContainsKey(key))
            return checker.Error(call.Arguments[0], $"There is no tag '{key}'.", Nearest.To(key, checker.Words.Tags.Keys));
        checker.NoteTag(key);
        return RuleType.Boolean;
    }

    internal override Sql Compile(CallNode call, RuleCompiler compiler) => compiler.Facts.HasTag(((TextNode)call.Arguments[0]).Value);
}
