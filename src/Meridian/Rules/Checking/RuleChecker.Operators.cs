using Meridian.Rules.Functions;
using Meridian.Rules.Syntax;
using Meridian.Rules.Vocabulary;

namespace Meridian.Rules.Checking;

/// <content>Operators: what may be compared, added, tested.</content>
public sealed partial class RuleChecker
{
    private RuleType Booleans(IReadOnlyList<RuleNode> parts, string word)
    {
        foreach (var part in parts)
        {
            // A tag's value alone says that there is one.
            if (TagOf(part) is not null)
                TypeOf(part);
            else
                Want(part, TypeOf(part), RuleType.Boolean, $"'{word}' joins what is true or false; this gives");
        }

        return RuleType.Boolean;
    }

    private RuleType Numbers(RuleNode operand)
    {
        Want(operand, TypeOf(operand), RuleType.Number, "A minus stands before a number; this gives");
        return RuleType.Number;
    }

    private RuleType OfArithmetic(ArithmeticNode node)
    {
        var (left, right) = (TypeOf(node.Left), TypeOf(node.Right));
        if (left is RuleType.Unknown || right is RuleType.Unknown)
            return RuleType.Unknown;
        var isSum = node.Operator is ArithmeticOperator.Add or ArithmeticOperator.Subtract;
        if (isSum && left is RuleType.Time or RuleType.Date && right is RuleType.Duration)
            return left is RuleType.Date && node.Right is DurationNode { Unit: DurationUnit.Seconds or DurationUnit.Minutes or DurationUnit.Hours } ? RuleType.Time : left;
        if (left is RuleType.Time or RuleType.Date && right is RuleType.Time or RuleType.Date)
            return Error(node, "Two times cannot be added or subtracted. For the days between now and a time write days_since(...).");
        if (left is RuleType.Duration || right is RuleType.Duration)
            return Error(node, "A length of time can be added to a time or taken from one, and stands behind within:, between: and before:. For numbers of days write the number alone: days_since(...) > 90.");
        foreach (var (part, type) in new[] { (node.Left, left), (node.Right, right) })
            Want(part, type, RuleType.Number, "Numbers are calculated with; this gives");
        return RuleType.Number;
    }

    private RuleType OfComparison(ComparisonNode node)
    {
        if (RuleFunctions.CutOffOf(node.Left) is { } left)
        {
            TypeOf(node.Left);
            left.CheckComparison(node.Operator, node.Right, this);
            return RuleType.Boolean;
        }

        if (RuleFunctions.CutOffOf(node.Right) is not null)
        {
            TypeOf(node.Right);
            return Error(node, "Write percentile(...) and rank(...) on the left side of a comparison: percentile(total_spent) >= 90.");
        }

        Comparable(node.Left, node.Right, node.Operator is not (ComparisonOperator.Equal or ComparisonOperator.NotEqual));
        CheckLiteral(node.Left, node.Right);
        if (node.Left is TextNode)
            CheckLiteral(node.Right, node.Left);
        return RuleType.Boolean;
    }

    /// <summary>Notes an error unless two parts can be compared.</summary>
    /// <param name="ordered">By which comes first, and not only by whether they are equal.</param>
    private void Comparable(RuleNode left, RuleNode right, bool ordered)
    {
        var (a, b) = (Compared(left), Compared(right));
        if (a is RuleType.Unknown || b is RuleType.Unknown)
            return;
        if (a is RuleType.Duration || b is RuleType.Duration)
        {
            var days = (a is RuleType.Duration ? left : right) is DurationNode { Unit: DurationUnit.Days } duration ? FormattableString.Invariant($": {duration.Amount}") : "";
            Error(a is RuleType.Duration ? left : right, $"A length of time cannot be compared. Numbers of days are plain numbers{days}.");
            return;
        }

        if (IsTrait(left, RuleTraits.Area) && ordered)
        {
            Error(left, "area has no order. Compare it with = or in.");
            return;
        }

        var joint = Joint(a, b);
        if (joint is null)
        {
            Error(new SourceSpan(left.Span.Start, right.Span.Start + right.Span.Length - left.Span.Start), $"{Upper(InWords(a))} cannot be compared with {InWords(b)}.");
            return;
        }

        if (ordered && joint is RuleType.Boolean)
            Error(left, "What is true or false has no order. Compare it with =, or write it alone.");
    }

    /// <summary>The type of a part that is compared: a tag that is had or not, compared with a text, has its value.</summary>
    private RuleType Compared(RuleNode node) => TagOf(node) is { Values: not null } && TypeOf(node) is not RuleType.Unknown ? RuleType.Text : TypeOf(node);

    /// <summary>The type as which two are compared; null where they cannot be. A time and a date are compared by the day, in UTC.</summary>
    internal static RuleType? Joint(RuleType a, RuleType b) => (a, b) switch
    {
        _ when a == b => a is RuleType.Any ? RuleType.Text : a,
        (RuleType.Any, _) => b,
        (_, RuleType.Any) => a,
        (RuleType.Time, RuleType.Date) or (RuleType.Date, RuleType.Time) => RuleType.Date,
        _ => null,
    };

    private static string Upper(string words) => char.ToUpperInvariant(words[0]) + words[1..];

    private RuleType OfIn(InNode node)
    {
        NoCutOff(node.Operand);
        foreach (var value in node.Values)
        {
            Comparable(node.Operand, value, ordered: false);
            CheckLiteral(node.Operand, value);
        }

        return RuleType.Boolean;
    }

    private RuleType OfBetween(BetweenNode node)
    {
        NoCutOff(node.Operand);
        Comparable(node.Operand, node.Low, ordered: true);
        Comparable(node.Operand, node.High, ordered: true);
        return RuleType.Boolean;
    }

    private void NoCutOff(RuleNode operand)
    {
        if (RuleFunctions.CutOffOf(operand) is { } function)
            Error(operand, $"{function.Name}(...) is compared with a number by <, <=, > or >=.");
    }

    private RuleType OfTextTest(TextTestNode node)
    {
        NoCutOff(node.Operand);
        var word = RuleWords.Word(node.Test);
        if (Compared(node.Operand) is not (RuleType.Text or RuleType.Any or RuleType.Unknown) and var type)
            Error(node.Operand, $"'{word}' looks into a text; this gives {InWords(type)}.");
        if (IsTrait(node.Operand, RuleTraits.Area))
            Error(node.Operand, "Compare area with = or in.");
        if (node.Text is not TextNode text)
            Error(node.Text, $"Behind '{word}' stands a text in quotation marks.");
        else if (text.Value.Length == 0)
            Error(node.Text, $"The text behind '{word}' is empty.");
        else if (node.Test is TextTest.Matches && RulePattern.Problem(text.Value) is { } problem)
            Error(node.Text, problem);
        return RuleType.Boolean;
    }

    private RuleType OfMissing(MissingNode node)
    {
        NoCutOff(node.Operand);
        if (Compared(node.Operand) is RuleType.Boolean && TagOf(node.Operand) is null)
            Error(node.Operand, "This is always true or false and never missing.");
        return RuleType.Boolean;
    }
}
