namespace Meridian.Rules.Syntax;

/// <summary>
/// A part of a rule as it is written. Equal parts are equal values, wherever in a text they stand. The text form is read by <c>RuleText</c> and written by <c>RuleFormatter</c>, the JSON form by
/// <c>RuleJson</c>; the meaning of names and functions is found by <c>RuleChecker</c>.
/// </summary>
public abstract record RuleNode
{
    /// <summary>Where it stands in the text it was read from; it has no part in equality.</summary>
    public SourceSpan Span { get; init; }
}

/// <summary>12, 0.5</summary>
public sealed record NumberNode(double Value) : RuleNode;

/// <summary>"US"; the name of an event, tag, platform where a function asks for one.</summary>
public sealed record TextNode(string Value) : RuleNode;

/// <summary>true, false</summary>
public sealed record BooleanNode(bool Value) : RuleNode;

/// <summary>2026-01-31: a calendar day.</summary>
public sealed record DateNode(DateOnly Value) : RuleNode;

/// <summary>2026-01-31T10:00:00Z: an instant, UTC.</summary>
public sealed record TimeNode(DateTime Value) : RuleNode;

/// <summary>30 days. Months and years are of the calendar, the others of the clock.</summary>
public sealed record DurationNode(double Amount, DurationUnit Unit) : RuleNode;

/// <summary>30 days ago: an instant.</summary>
public sealed record AgoNode(DurationNode Duration) : RuleNode;

/// <summary>country, total, address.city: a trait, a tag, or, where events are filtered, one of their properties.</summary>
public sealed record NameNode(NodeList<string> Path) : RuleNode;

/// <summary>"Order Completed".total: a property of events.</summary>
public sealed record EventPropertyNode(string Event, NodeList<string> Path) : RuleNode;

/// <summary>60 days and 30 days, as the value of <c>between:</c>.</summary>
public sealed record RangeNode(RuleNode From, RuleNode To) : RuleNode;

/// <summary>count("Order Completed", within: 30 days, where: total >= 50)</summary>
public sealed record CallNode(string Function, NodeList<RuleNode> Arguments, NodeList<NamedArgument> Named) : RuleNode;

/// <summary>within: 30 days</summary>
public sealed record NamedArgument(string Name, RuleNode Value)
{
    public SourceSpan Span { get; init; }
}

/// <summary>sequence("Product Added" then no "Order Completed" within 24 hours, within: 30 days)</summary>
/// <param name="Named">within, between or before: when the first event happened.</param>
public sealed record SequenceNode(NodeList<SequenceStep> Steps, NodeList<NamedArgument> Named) : RuleNode;

/// <summary>One event of a sequence.</summary>
/// <param name="No">It must not happen; only the last step may say so.</param>
/// <param name="Where">A condition on its properties; null for none.</param>
/// <param name="Within">Longest time since the step before; null for any; required of a step that must not happen.</param>
public sealed record SequenceStep(string Event, bool No, RuleNode? Where, DurationNode? Within)
{
    public SourceSpan Span { get; init; }
}

/// <summary>not x</summary>
public sealed record NotNode(RuleNode Operand) : RuleNode;

/// <summary>a and b and c; at least two parts, none of which is itself an "and".</summary>
public sealed record AndNode(NodeList<RuleNode> Parts) : RuleNode;

/// <summary>a or b or c; at least two parts, none of which is itself an "or".</summary>
public sealed record OrNode(NodeList<RuleNode> Parts) : RuleNode;

/// <summary>-x</summary>
public sealed record NegateNode(RuleNode Operand) : RuleNode;

/// <summary>a + b</summary>
public sealed record ArithmeticNode(ArithmeticOperator Operator, RuleNode Left, RuleNode Right) : RuleNode;

/// <summary>a >= b</summary>
public sealed record ComparisonNode(ComparisonOperator Operator, RuleNode Left, RuleNode Right) : RuleNode;

/// <summary>country in ("US", "IN"); at least one value.</summary>
public sealed record InNode(RuleNode Operand, NodeList<RuleNode> Values) : RuleNode;

/// <summary>age between 18 and 30; both ends belong to it.</summary>
public sealed record BetweenNode(RuleNode Operand, RuleNode Low, RuleNode High) : RuleNode;

/// <summary>name contains "smith"</summary>
public sealed record TextTestNode(TextTest Test, RuleNode Operand, RuleNode Text) : RuleNode;

/// <summary>birth_date is missing, birth_date is not missing</summary>
public sealed record MissingNode(RuleNode Operand, bool Negated) : RuleNode;

public enum DurationUnit
{
    Seconds,
    Minutes,
    Hours,
    Days,
    Weeks,
    Months,
    Years,
}

public enum ArithmeticOperator
{
    Add,
    Subtract,
    Multiply,
    Divide,
}

public enum ComparisonOperator
{
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

public enum TextTest
{
    Contains,
    StartsWith,
    EndsWith,
    Matches,
}
