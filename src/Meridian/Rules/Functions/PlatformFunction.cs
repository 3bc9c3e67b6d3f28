using Meridian.Foundation.Database;
using Meridian.Foundation.Platforms;
using Meridian.Rules.Checking;
using Meridian.Rules.Compiling;
using Meridian.Rules.Syntax;
using Meridian.Rules.Vocabulary;

namespace Meridian.Rules.Functions;

/// <summary><c>platform("whatsapp")</c></summary>
public sealed class PlatformFunction : RuleFunction
{
    public override string Name => "platform";

    public override string Signature => "platform(\"whatsapp\")";

    public override string Help => "Whether a source names this platform for the customer or gives its handle.";

    internal override RuleType Check(CallNode call, RuleChecker checker)
    {
        if (OneText(call, checker, "a platform") is not { } name)
            return RuleType.Unknown;
        if (!Platforms.TryFind(name, out _))
            return checker.Error(call.Arguments[0], $"'{name}' is not a platform.", Nearest.To(name, Platforms.All.Select(p => p.Key)));
        return checker.InEvent ? checker.Error(call, "Within where: stand properties of the event.") : RuleType.Boolean;
    }

    internal override Sql Compile(CallNode call, RuleCompiler compiler)
    {
        // The profile holds them as "line=handle,whatsapp=source"; a key is letters, digits and _, of which the last stands for any letter here.
        var key = Platforms.TryFind(((TextNode)call.Arguments[0]).Value, out var platform) ? platform.Key : "";
        return $"coalesce(position({"," + key + "="} in concat(',', p.platforms)) > 0, false)";
    }
}
