using Meridian.Foundation.Database;
using Meridian.Rules.Checking;
using Meridian.Rules.Compiling;
using Meridian.Rules.Syntax;
using Meridian.Rules.Vocabulary;

namespace Meridian.Rules.Functions;

/// <summary>A function of the rule language: how it is written, what it takes and gives, and what it is in SQL. One a file.</summary>
public abstract class RuleFunction
{
    public abstract string Name { get; }

    /// <summary>How it is written: <c>count("EVENT", within: 30 days, where: ...)</c>.</summary>
    public abstract string Signature { get; }

    /// <summary>What it gives, in one sentence.</summary>
    public abstract string Help { get; }

    /// <summary>Whether what it gives changes with time though nothing happens.</summary>
    public virtual bool TurnsWithTime => false;

    /// <summary>The type that a call gives; what is wrong is noted with the checker.</summary>
    internal abstract RuleType Check(CallNode call, RuleChecker checker);

    /// <summary>A call in SQL, of the type that <see cref="Check"/> said; true or false is never null.</summary>
    internal abstract Sql Compile(CallNode call, RuleCompiler compiler);

    /// <summary>Notes an error unless a call has exactly one argument, a text in quotation marks, and no named ones.</summary>
    protected string? OneText(CallNode call, RuleChecker checker, string what)
    {
        NoNames(call, checker);
        if (call.Arguments is [TextNode { Value.Length: > 0 } text])
            return text.Value;
        checker.Error(call, $"{Name}(...) takes {what} in quotation marks: {Signature}.");
        return null;
    }

    protected void NoNames(CallNode call, RuleChecker checker)
    {
        foreach (var named in call.Named)
            checker.Error(named.Span, $"{Name}(...) takes no '{named.Name}:'. Write {Signature}.");
    }
}
