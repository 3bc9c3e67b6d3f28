using Meridian.Foundation.Database;
using Meridian.Foundation.Platforms;
using Meridian.Rules.Checking;
using Meridian.Rules.Compiling;
using Meridian.Rules.Syntax;
using Meridian.Rules.Vocabulary;

namespace Meridian.Rules.Functions;

/// <summary><c>identifier("email")</c></summary>
public sealed class IdentifierFunction : RuleFunction
{
    private static readonly string[] Kinds = ["phone", "email", "user_id", "anonymous_id", "device_id", "external_id", .. Platforms.All.Select(p => p.Key)];

    public override string Name => "identifier";

    public override string Signature => "identifier(\"email\")";

    public override string Help => "Whether an identifier of this kind is known: phone, email, user_id, or a platform's handle.";

    internal override RuleType Check(CallNode call, RuleChecker checker)
    {
        if (OneText(call, checker, "a kind of identifier") is not { } kind)
            return RuleType.Unknown;
        if (!Kinds.Contains(kind))
            return checker.Error(call.Arguments[0], $"There are no identifiers of kind '{kind}'.", Nearest.To(kind, Kinds));
        return checker.InEvent ? checker.Error(call, "Within where: stand properties of the event.") : RuleType.Boolean;
    }

    internal override Sql Compile(CallNode call, RuleCompiler compiler) => compiler.Facts.HasIdentifier(((TextNode)call.Arguments[0]).Value);
}
