using Meridian.Consents;
using Meridian.Foundation.Database;
using Meridian.Rules.Checking;
using Meridian.Rules.Compiling;
using Meridian.Rules.Syntax;
using Meridian.Rules.Vocabulary;

namespace Meridian.Rules.Functions;

/// <summary><c>consent("email", "marketing")</c></summary>
public sealed class ConsentFunction : RuleFunction
{
    public override string Name => "consent";

    public override string Signature => "consent(\"CHANNEL\", \"PURPOSE\")";

    public override string Help => "Whether the customer may be contacted on this channel for this purpose at one of their identifiers: granted, not withdrawn, not suppressed.";

    internal override RuleType Check(CallNode call, RuleChecker checker)
    {
        NoNames(call, checker);
        if (call.Arguments is not [TextNode channel, TextNode purpose])
            return checker.Error(call, "consent(...) takes a channel and a purpose: consent(\"email\", \"marketing\").");
        if (!Channels.TryFind(channel.Value, out _))
            return checker.Error(channel, $"'{channel.Value}' is not a channel.", Nearest.To(channel.Value, Channels.All));
        if (!Purposes.TryRead(purpose.Value, out _))
            return checker.Error(purpose, $"'{purpose.Value}' is not a purpose. Known: {string.Join(", ", Purposes.Known)}, or a word of your own.");
        return checker.InEvent ? checker.Error(call, "Within where: stand properties of the event.") : RuleType.Boolean;
    }

    internal override Sql Compile(CallNode call, RuleCompiler compiler)
    {
        Channels.TryFind(((TextNode)call.Arguments[0]).Value, out var channel);
        Purposes.TryRead(((TextNode)call.Arguments[1]).Value, out var purpose);
        return compiler.Facts.MayContact(channel, purpose);
    }
}
