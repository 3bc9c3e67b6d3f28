using System.Globalization;
using System.Text;

namespace Meridian.Rules.Syntax;

/// <summary>How tightly a construct holds its parts together; a looser one within a tighter one needs brackets.</summary>
internal enum Binding
{
    Or,
    And,
    Not,
    Test,
    Sum,
    Product,
    Unary,
    Primary,
}

/// <summary>A rule in one line.</summary>
internal static class RuleLine
{
    public static Binding BindingOf(RuleNode node) => node switch
    {
        OrNode => Binding.Or,
        AndNode => Binding.And,
        NotNode => Binding.Not,
        ComparisonNode or InNode or BetweenNode or TextTestNode or MissingNode => Binding.Test,
        ArithmeticNode { Operator: ArithmeticOperator.Add or ArithmeticOperator.Subtract } => Binding.Sum,
        ArithmeticNode => Binding.Product,
        NegateNode => Binding.Unary,
        // Stands only where nothing binds.
        RangeNode => Binding.Or,
        _ => Binding.Primary,
    };

    /// <summary>What the two sides must hold at least; the right side more, because signs are read from the left.</summary>
    public static (Binding Left, Binding Right) Operands(ArithmeticOperator sign) =>
        sign is ArithmeticOperator.Add or ArithmeticOperator.Subtract ? (Binding.Sum, Binding.Product) : (Binding.Product, Binding.Unary);

    public static void Write(StringBuilder to, RuleNode node, Binding least)
    {
        var brackets = BindingOf(node) < least;
        if (brackets)
            to.Append('(');
        Bare(to, node);
        if (brackets)
            to.Append(')');
    }

    public static void StepEvent(StringBuilder to, SequenceStep step)
    {
        to.Append(step.No ? "no " : "");
        QuotedText.Write(to, step.Event);
    }

    public static void StepWithin(StringBuilder to, SequenceStep step)
    {
        if (step.Within is { } within)
        {
            to.Append(" within ");
            Bare(to, within);
        }
    }

    private static void Bare(StringBuilder to, RuleNode node)
    {
        switch (node)
        {
            case NumberNode number:
                to.Append(NumberOrTime.Write(number.Value));
                break;
            case TextNode text:
                QuotedText.Write(to, text.Value);
                break;
            case BooleanNode boolean:
                to.Append(boolean.Value ? "true" : "false");
                break;
            case DateNode date:
                to.Append(NumberOrTime.Write(date.Value));
                break;
            case TimeNode time:
                to.Append(NumberOrTime.Write(time.Value));
                break;
            case DurationNode duration:
                var unit = RuleWords.Plural(duration.Unit);
                to.Append(NumberOrTime.Write(duration.Amount)).Append(' ').Append(duration.Amount == 1 ? unit[..^1] : unit);
                break;
            case AgoNode ago:
                Bare(to, ago.Duration);
                to.Append(" ago");
                break;
            case NameNode name:
                to.Append(name.Path[0]);
                Path(to, name.Path.Skip(1));
                break;
            case EventPropertyNode property:
                QuotedText.Write(to, property.Event);
                Path(to, property.Path);
                break;
            case RangeNode range:
                Write(to, range.From, Binding.Sum);
                to.Append(" and ");
                Write(to, range.To, Binding.Sum);
                break;
            case CallNode call:
                to.Append(call.Function).Append('(');
                List(to, call.Arguments, Binding.Or);
                Named(to, call.Named, call.Arguments.Count > 0);
                to.Append(')');
                break;
            case SequenceNode sequence:
                to.Append("sequence(");
                for (var i = 0; i < sequence.Steps.Count; i++)
                    Step(to, sequence.Steps[i], i > 0);
                Named(to, sequence.Named, true);
                to.Append(')');
                break;
            case NotNode not:
                to.Append("not ");
                Write(to, not.Operand, Binding.Not);
                break;
            case AndNode and:
                Joined(to, and.Parts, " and ", Binding.Not);
                break;
            case OrNode or:
                Joined(to, or.Parts, " or ", Binding.And);
                break;
            case NegateNode negate:
                to.Append('-');
                Write(to, negate.Operand, Binding.Unary);
                break;
            case ArithmeticNode arithmetic:
                var (left, right) = Operands(arithmetic.Operator);
                Pair(to, arithmetic.Left, left, RuleWords.Symbol(arithmetic.Operator), arithmetic.Right, right);
                break;
            case ComparisonNode comparison:
                Pair(to, comparison.Left, Binding.Sum, RuleWords.Symbol(comparison.Operator), comparison.Right, Binding.Sum);
                break;
            case InNode among:
                Write(to, among.Operand, Binding.Sum);
                to.Append(" in (");
                List(to, among.Values, Binding.Sum);
                to.Append(')');
                break;
            case BetweenNode between:
                Write(to, between.Operand, Binding.Sum);
                to.Append(" between ");
                Pair(to, between.Low, Binding.Sum, "and", between.High, Binding.Sum);
                break;
            case TextTestNode test:
                Pair(to, test.Operand, Binding.Sum, RuleWords.Word(test.Test), test.Text, Binding.Sum);
                break;
            case MissingNode missing:
                Write(to, missing.Operand, Binding.Sum);
                to.Append(missing.Negated ? " is not missing" : " is missing");
                break;
            default:
                throw new ArgumentException($"A rule's part of the kind {node.GetType().Name} has no text.", nameof(node));
        }
    }

    private static void Pair(StringBuilder to, RuleNode left, Binding leftLeast, string word, RuleNode right, Binding rightLeast)
    {
        Write(to, left, leftLeast);
        to.Append(CultureInfo.InvariantCulture, $" {word} ");
        Write(to, right, rightLeast);
    }

    private static void Joined(StringBuilder to, NodeList<RuleNode> parts, string word, Binding least)
    {
        for (var i = 0; i < parts.Count; i++)
        {
            to.Append(i > 0 ? word : "");
            Write(to, parts[i], least);
        }
    }

    private static void List(StringBuilder to, NodeList<RuleNode> items, Binding least) => Joined(to, items, ", ", least);

    private static void Named(StringBuilder to, NodeList<NamedArgument> named, bool more)
    {
        foreach (var argument in named)
        {
            to.Append(more ? ", " : "").Append(argument.Name).Append(": ");
            Write(to, argument.Value, Binding.Or);
            more = true;
        }
    }

    private static void Step(StringBuilder to, SequenceStep step, bool then)
    {
        to.Append(then ? " then " : "");
        StepEvent(to, step);
        if (step.Where is { } where)
        {
            to.Append(" where ");
            Write(to, where, Binding.Not);
        }

        StepWithin(to, step);
    }

    private static void Path(StringBuilder to, IEnumerable<string> path)
    {
        foreach (var part in path)
        {
            to.Append('.');
            if (RuleWords.IsIdentifier(part))
                to.Append(part);
            else
                QuotedText.Write(to, part);
        }
    }
}
