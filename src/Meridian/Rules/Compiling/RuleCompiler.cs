using Meridian.Foundation.Database;
using Meridian.Rules.Checking;
using Meridian.Rules.Functions;
using Meridian.Rules.Syntax;
using Meridian.Rules.Vocabulary;

namespace Meridian.Rules.Compiling;

/// <summary>
/// Turns checked rules into SQL: each into a condition on <c>p</c>, a profile, and on the facts that are joined to it. Rules that are compiled together share what they read.
/// </summary>
internal sealed partial class RuleCompiler(ISession session, RuleInputs inputs)
{
    private IReadOnlyDictionary<RuleNode, RuleType> _types = new Dictionary<RuleNode, RuleType>();
    private bool _inEvent;

    public RuleFacts Facts { get; } = new(session, inputs);

    public RuleVocabulary Words => inputs.Words;

    public IDialect Dialect => session.Dialect;

    /// <summary>The instant <c>now</c>.</summary>
    public DateTime At => inputs.At;

    /// <summary>The types of the parts of the rule at hand.</summary>
    public IReadOnlyDictionary<RuleNode, RuleType> Types
    {
        get => _types;
        set => _types = Facts.Types = value;
    }

    /// <summary>A rule as a condition that is never null.</summary>
    public Sql Condition(CheckedRule rule)
    {
        Types = rule.Types;
        return Condition(rule.Root);
    }

    /// <summary>A part that is true or false; never null.</summary>
    public Sql Condition(RuleNode node) => node switch
    {
        BooleanNode { Value: true } => Sql.Constant("true"),
        BooleanNode => Sql.Constant("false"),
        NotNode not => $"(not {Condition(not.Operand)})",
        AndNode and => $"({Sql.Join(" and ", and.Parts.Select(Condition))})",
        OrNode or => $"({Sql.Join(" or ", or.Parts.Select(Condition))})",
        ComparisonNode comparison => Comparison(comparison),
        InNode @in => In(@in),
        BetweenNode between => Between(between),
        TextTestNode test => Test(test),
        MissingNode missing => Missing(missing),
        SequenceNode sequence => Sequence(sequence),
        NameNode { Path: [var word] } when !_inEvent && !RuleTraits.All.ContainsKey(word) && Words.Tags.ContainsKey(word) => Facts.HasTag(word),
        NameNode { Path: [RuleTraits.Birthday] } when !_inEvent => IsBirthday,
        CallNode call when Types[node] is RuleType.Boolean => RuleFunctions.Find(call.Function)!.Compile(call, this),
        _ => $"coalesce({Value(node, RuleType.Boolean)}, false)",
    };

    /// <summary>A part as a value of a type; null where it is missing.</summary>
    public Sql Value(RuleNode node, RuleType wanted)
    {
        if (_inEvent && PropertyOf(node) is { } property)
            return Property(property, wanted);
        if (!_inEvent && TraitOf(node) is { } trait)
            return Trait(trait, wanted);
        var type = Types[node];
        return type is RuleType.Boolean ? Condition(node) : As(Plain(node, type), type, wanted);
    }

    private Sql Plain(RuleNode node, RuleType type) => node switch
    {
        NumberNode number => $"{number.Value}",
        TextNode text => $"{text.Value}",
        DateNode date => $"cast({date.Value} as date)",
        TimeNode time => $"cast({time.Value} as timestamp)",
        AgoNode ago => $"cast({EventWindow.Before(At, ago.Duration)} as timestamp)",
        NameNode name => Name(name),
        CallNode call => RuleFunctions.Find(call.Function)!.Compile(call, this),
        NegateNode negate => $"(- {Value(negate.Operand, RuleType.Number)})",
        ArithmeticNode arithmetic => Arithmetic(arithmetic, type),
        _ => throw new InvalidOperationException($"{node.GetType().Name} is no value."),
    };

    /// <summary>A value of one type as another: what is of the team's own is text that reads so or not, a time is a day in UTC.</summary>
    private Sql As(Sql value, RuleType type, RuleType wanted) => (type, wanted) switch
    {
        _ when type == wanted => value,
        (_, RuleType.Any) => value,
        (RuleType.Any, RuleType.Number) => Dialect.Number(value),
        (RuleType.Any, RuleType.Time) => Dialect.Time(value),
        (RuleType.Any, RuleType.Date) => $"cast({Dialect.Time(value)} as date)",
        (RuleType.Any, RuleType.Boolean) => $"(case lower({value}) when 'true' then true when 'false' then false end)",
        (RuleType.Time, RuleType.Date) => $"cast({value} as date)",
        (RuleType.Date, RuleType.Time) => $"cast({value} as timestamp)",
        _ => value,
    };

    private Sql Arithmetic(ArithmeticNode node, RuleType type)
    {
        if (type is RuleType.Time or RuleType.Date)
        {
            var duration = (DurationNode)node.Right;
            var amount = node.Operator is ArithmeticOperator.Subtract ? -duration.Amount : duration.Amount;
            var moved = duration.Unit is DurationUnit.Months or DurationUnit.Years
                ? Dialect.LaterByMonths(Value(node.Left, RuleType.Time), (int)(duration.Unit is DurationUnit.Years ? amount * 12 : amount))
                : Dialect.Later(Value(node.Left, RuleType.Time), (long)Math.Round(EventWindow.Seconds(duration with { Amount = amount }) * 1_000_000));
            return type is RuleType.Date ? $"cast({moved} as date)" : moved;
        }

        var (left, right) = (Value(node.Left, RuleType.Number), Value(node.Right, RuleType.Number));
        return node.Operator switch
        {
            ArithmeticOperator.Add => $"({left} + {right})",
            ArithmeticOperator.Subtract => $"({left} - {right})",
            ArithmeticOperator.Multiply => $"({left} * {right})",
            // Whole numbers would be divided as such.
            _ => $"(cast({left} as double precision) / nullif(cast({right} as double precision), 0))",
        };
    }

    /// <summary>The window and the condition of a call's events, on <c>e</c>; null where all count.</summary>
    public Sql? Filter(NodeList<NamedArgument> named)
    {
        var window = EventWindow.Condition(named, At);
        var where = named.FirstOrDefault(n => n.Name == "where") is { } condition ? InEvent(condition.Value) : null;
        var parts = new[] { window, where }.OfType<Sql>().ToList();
        return parts.Count == 0 ? null : Sql.Join(" and ", parts);
    }

    private Sql Sequence(SequenceNode sequence)
    {
        var properties = new Extracts("x");
        return Reading(properties, () => Facts.Sequence(sequence, [.. sequence.Steps.Select(Step)], properties));
    }

    /// <summary>Compiles something about events whose properties are read in a subquery.</summary>
    public Sql Reading(Extracts properties, Func<Sql> compile)
    {
        _properties = properties;
        var sql = compile();
        _properties = null;
        return sql;
    }

    private Extracts? _properties;

    private Sql Step(SequenceStep step) => step.Where is { } where ? (Sql)$"e.name = {step.Event} and {InEvent(where)}" : $"e.name = {step.Event}";

    private Sql InEvent(RuleNode condition)
    {
        _inEvent = true;
        var sql = Condition(condition);
        _inEvent = false;
        return sql;
    }
}
