using Meridian.Foundation.Database;
using Meridian.Rules.Checking;
using Meridian.Rules.Compiling;
using Meridian.Rules.Syntax;
using Meridian.Rules.Vocabulary;

namespace Meridian.Rules.Functions;

/// <summary>
/// A value's place among those of all customers, or of all in the customer's country. It is compared with cut-offs, values that were found for everybody at once, so that a customer's tag
/// does not turn because somebody else bought something.
/// </summary>
public abstract class CutOffFunction : RuleFunction
{
    internal override RuleType Check(CallNode call, RuleChecker checker)
    {
        if (checker.InEvent)
            return checker.Error(call, "Within where: stand properties of the event.");
        foreach (var named in call.Named)
        {
            if (named is not { Name: "per", Value: NameNode { Path: ["country"] } })
                checker.Error(named.Span, $"{Name}(...) takes per: country and nothing else.");
        }

        if (call.Arguments is not [var value])
            return checker.Error(call, $"{Name}(...) takes one number: {Signature}.");
        if (RuleFunctions.CutOffOf(value) is not null)
            return checker.Error(value, "A place among others cannot be ranked again.");
        checker.Want(value, checker.TypeOf(value), RuleType.Number, $"{Name}(...) ranks numbers; this gives");
        return RuleType.Number;
    }

    internal void CheckComparison(ComparisonOperator comparison, RuleNode right, RuleChecker checker)
    {
        checker.TypeOf(right);
        if (right is not NumberNode number)
            checker.Error(right, $"{Name}(...) is compared with a number that stands here: {Name}(total_spent) {Example}.");
        else if (Problem(comparison, number.Value) is { } problem)
            checker.Error(right, problem);
    }

    private protected abstract string Example { get; }

    private protected abstract string? Problem(ComparisonOperator comparison, double number);

    internal override Sql Compile(CallNode call, RuleCompiler compiler) => throw new InvalidOperationException("The checker lets it stand in comparisons only.");

    /// <summary>A condition: the value's place compares so with a number. Never null.</summary>
    internal abstract Sql Compare(CallNode call, ComparisonOperator comparison, double number, RuleCompiler compiler);

    private protected static Sql Value(CallNode call, RuleCompiler compiler) => compiler.Value(call.Arguments[0], RuleType.Number);

    private protected static Sql CutOff(CallNode call, CutOffKind kind, double number, RuleCompiler compiler) =>
        compiler.Facts.CutOff(new CutOff(call.Arguments[0], call.Named.Count > 0, kind, number));
}
