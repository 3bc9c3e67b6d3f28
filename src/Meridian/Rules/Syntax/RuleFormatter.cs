using System.Globalization;
using System.Text;

namespace Meridian.Rules.Syntax;

/// <summary>
/// Writes a rule as text, always the same for the same tree: words in lower case, double quotes, one blank between words, brackets only where they are needed, one line where it fits into
/// <see cref="Width"/> characters, else a line for every part of an "and" or "or". Reading the text gives the tree back.
/// </summary>
public static class RuleFormatter
{
    /// <summary>Characters of a line, blanks at its beginning included, that are not broken.</summary>
    public const int Width = 100;

    private const int Indent = 4;

    /// <summary>The rule's text, lines ending with LF, none at the end.</summary>
    public static string Format(RuleNode rule)
    {
        var to = new StringBuilder();
        Write(to, rule, Binding.Or, 0);
        return to.ToString();
    }

    /// <summary>The rule's text in one line, however long.</summary>
    public static string OneLine(RuleNode rule)
    {
        var to = new StringBuilder();
        RuleLine.Write(to, rule, Binding.Or);
        return to.ToString();
    }

    /// <summary>30 days, 1 day, 1.5 hours.</summary>
    public static string Format(DurationNode duration) => OneLine(duration);

    private static void Write(StringBuilder to, RuleNode node, Binding least, int indent)
    {
        var line = new StringBuilder();
        RuleLine.Write(line, node, least);
        if (Column(to) + line.Length <= Width)
        {
            to.Append(line);
            return;
        }

        if (RuleLine.BindingOf(node) < least)
        {
            to.Append('(');
            Break(to, indent + Indent);
            Write(to, node, Binding.Or, indent + Indent);
            Break(to, indent);
            to.Append(')');
            return;
        }

        switch (node)
        {
            case OrNode or:
                Parts(to, or.Parts, "or ", Binding.And, indent);
                break;
            case AndNode and:
                Parts(to, and.Parts, "and ", Binding.Not, indent);
                break;
            case NotNode not:
                to.Append("not ");
                Write(to, not.Operand, Binding.Not, indent);
                break;
            case ComparisonNode comparison:
                Write(to, comparison.Left, Binding.Sum, indent);
                to.Append(CultureInfo.InvariantCulture, $" {RuleWords.Symbol(comparison.Operator)} ");
                Write(to, comparison.Right, Binding.Sum, indent);
                break;
            case BetweenNode between:
                Write(to, between.Operand, Binding.Sum, indent);
                to.Append(" between ");
                Write(to, between.Low, Binding.Sum, indent);
                to.Append(" and ");
                Write(to, between.High, Binding.Sum, indent);
                break;
            case TextTestNode test:
                Write(to, test.Operand, Binding.Sum, indent);
                to.Append(CultureInfo.InvariantCulture, $" {RuleWords.Word(test.Test)} ");
                Write(to, test.Text, Binding.Sum, indent);
                break;
            case MissingNode missing:
                Write(to, missing.Operand, Binding.Sum, indent);
                to.Append(missing.Negated ? " is not missing" : " is missing");
                break;
            case ArithmeticNode arithmetic:
                var (left, right) = RuleLine.Operands(arithmetic.Operator);
                Write(to, arithmetic.Left, left, indent);
                to.Append(CultureInfo.InvariantCulture, $" {RuleWords.Symbol(arithmetic.Operator)} ");
                Write(to, arithmetic.Right, right, indent);
                break;
            case NegateNode negate:
                to.Append('-');
                Write(to, negate.Operand, Binding.Unary, indent);
                break;
            case InNode among:
                Write(to, among.Operand, Binding.Sum, indent);
                to.Append(" in (");
                Fill(to, among.Values, indent + Indent);
                Break(to, indent);
                to.Append(')');
                break;
            case CallNode call:
                to.Append(call.Function).Append('(');
                for (var i = 0; i < call.Arguments.Count; i++)
                {
                    Break(to, indent + Indent);
                    Write(to, call.Arguments[i], Binding.Or, indent + Indent);
                    if (i + 1 < call.Arguments.Count || call.Named.Count > 0)
                        to.Append(',');
                }

                Named(to, call.Named, indent);
                Break(to, indent);
                to.Append(')');
                break;
            case SequenceNode sequence:
                to.Append("sequence(");
                for (var i = 0; i < sequence.Steps.Count; i++)
                {
                    Break(to, indent + Indent);
                    Step(to, sequence.Steps[i], i > 0, indent + Indent);
                }

                if (sequence.Named.Count > 0)
                    to.Append(',');
                Named(to, sequence.Named, indent);
                Break(to, indent);
                to.Append(')');
                break;
            case RangeNode range:
                Write(to, range.From, Binding.Sum, indent);
                to.Append(" and ");
                Write(to, range.To, Binding.Sum, indent);
                break;
            default:
                // Nothing in it can be broken: a long text, a long name.
                to.Append(line);
                break;
        }
    }

    private static void Parts(StringBuilder to, NodeList<RuleNode> parts, string word, Binding least, int indent)
    {
        for (var i = 0; i < parts.Count; i++)
        {
            if (i > 0)
            {
                Break(to, indent);
                to.Append(word);
            }

            Write(to, parts[i], least, indent);
        }
    }

    private static void Named(StringBuilder to, NodeList<NamedArgument> named, int indent)
    {
        for (var i = 0; i < named.Count; i++)
        {
            Break(to, indent + Indent);
            to.Append(named[i].Name).Append(": ");
            Write(to, named[i].Value, Binding.Or, indent + Indent + Indent);
            if (i + 1 < named.Count)
                to.Append(',');
        }
    }

    private static void Step(StringBuilder to, SequenceStep step, bool then, int indent)
    {
        to.Append(then ? "then " : "");
        RuleLine.StepEvent(to, step);
        if (step.Where is { } where)
        {
            to.Append(" where ");
            Write(to, where, Binding.Not, indent);
        }

        RuleLine.StepWithin(to, step);
    }

    /// <summary>As many values a line as fit.</summary>
    private static void Fill(StringBuilder to, NodeList<RuleNode> values, int indent)
    {
        for (var i = 0; i < values.Count; i++)
        {
            var value = new StringBuilder();
            RuleLine.Write(value, values[i], Binding.Sum);
            if (i == 0 || Column(to) + value.Length + 2 > Width)
                Break(to, indent);
            else
                to.Append(' ');
            to.Append(value);
            if (i + 1 < values.Count)
                to.Append(',');
        }
    }

    private static void Break(StringBuilder to, int indent) => to.Append('\n').Append(' ', indent);

    /// <summary>Characters since the line's beginning.</summary>
    private static int Column(StringBuilder to)
    {
        var column = 0;
        for (var i = to.Length - 1; i >= 0 && to[i] != '\n'; i--)
            column++;
        return column;
    }
}
