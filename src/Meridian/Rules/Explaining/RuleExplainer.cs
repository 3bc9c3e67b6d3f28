using Meridian.Foundation.Database;
using Meridian.Rules.Checking;
using Meridian.Rules.Compiling;
using Meridian.Rules.Functions;
using Meridian.Rules.Syntax;
using Meridian.Rules.Vocabulary;

namespace Meridian.Rules.Explaining;

/// <summary>Why a rule holds for a customer or does not: each part, what it comes to, and the events or records behind it. By the same SQL that evaluates the rule.</summary>
public sealed class RuleExplainer
{
    /// <summary>How many events are shown of each part.</summary>
    public const int EventsShown = 10;

    private readonly ISession _session;
    private readonly RuleInputs _inputs;
    private readonly CheckedRule _rule;
    private readonly RuleCompiler _compiler;
    private readonly List<(RuleNode Node, Sql Value)> _asked = [];
    private Dictionary<RuleNode, object?> _values = [];
    private Guid _profile;

    private RuleExplainer(ISession session, RuleInputs inputs, CheckedRule rule)
    {
        (_session, _inputs, _rule) = (session, inputs, rule);
        _compiler = new RuleCompiler(session, inputs) { Types = rule.Types };
    }

    /// <summary>Explains a rule for one customer.</summary>
    /// <returns>Null where there was no such customer at the instant that is asked for.</returns>
    public static Explanation? Explain(ISession session, RuleInputs inputs, CheckedRule rule, Guid profile)
    {
        var explainer = new RuleExplainer(session, inputs with { Only = $"select f.profile_id from {inputs.Profiles} f where f.profile_id = {profile}" }, rule) { _profile = profile };
        explainer.Ask(rule.Root);
        return explainer.Answer() ? explainer.Tell(rule.Root) : null;
    }

    /// <summary>Notes what has to be asked of the store for a part and those below it.</summary>
    private void Ask(RuleNode node)
    {
        if (node is NumberNode or TextNode or DateNode or TimeNode or DurationNode or BooleanNode or RangeNode)
            return;
        // A tag that has values is asked for as one, where it stands alone too.
        var type = _rule.Types[node];
        _asked.Add((node, type is RuleType.Boolean ? _compiler.Condition(node) : _compiler.Value(node, type)));
        foreach (var part in Below(node))
            Ask(part);
    }

    /// <summary>The parts that explain a part.</summary>
    private IEnumerable<RuleNode> Below(RuleNode node) => node switch
    {
        NotNode not => [not.Operand],
        AndNode and => and.Parts,
        OrNode or => or.Parts,
        NegateNode negate => [negate.Operand],
        ArithmeticNode arithmetic => [arithmetic.Left, arithmetic.Right],
        // A place among others is told by the value that was ranked.
        ComparisonNode { Left: CallNode left } when RuleFunctions.CutOffOf(left) is not null => left.Arguments,
        ComparisonNode comparison => [comparison.Left, comparison.Right],
        InNode @in => [@in.Operand],
        BetweenNode between => [between.Operand, between.Low, between.High],
        TextTestNode test => [test.Operand],
        MissingNode missing => [missing.Operand],
        CallNode { Function: "days_since" } call => call.Arguments,
        CallNode { Function: "segment", Arguments: [TextNode key] } => [_inputs.Words.Segments[key.Value]],
        _ => [],
    };

    private bool Answer()
    {
        var columns = Sql.Join(", ", _asked.Select((a, i) => (Sql)$"{a.Value} as {new Numbered("v", i)}"));
        Sql none = _asked.Count == 0 ? $"1" : columns;
        var values = _session.First($"select {none} from {_compiler.Facts.From} where p.profile_id = {_profile}", r => _asked.Select((a, i) => (a.Node, Value: r.IsNull(i) ? null : Read(r, i, _rule.Types[a.Node]))).ToList());
        if (values is null)
            return false;
        _values = new Dictionary<RuleNode, object?>(ReferenceEqualityComparer.Instance);
        foreach (var (node, value) in values)
            _values[node] = value;
        return true;
    }

    private static object? Read(IRow row, int column, RuleType type) => type switch
    {
        RuleType.Boolean => row.Bool(column),
        RuleType.Time => row.Time(column),
        RuleType.Date => row.Date(column),
        RuleType.Number => Convert.ToDouble(row.Value(column), System.Globalization.CultureInfo.InvariantCulture),
        _ => row.Text(column),
    };

    private Explanation Tell(RuleNode node)
    {
        var parts = Below(node).Where(b => b is not (NumberNode or TextNode or DateNode or TimeNode or DurationNode or BooleanNode)).Select(Tell).ToList();
        var value = _values.GetValueOrDefault(node);
        var (events, total) = ExplainedEvents.Of(_session, _inputs, _compiler, node, _profile);
        return new Explanation(
            RuleFormatter.Format(node), value is bool ? null : Words(value), value as bool?, parts, events, total,
            ExplainedFacts.Of(_session, _inputs, node, _profile));
    }

    private static string? Words(object? value) => value switch
    {
        null => null,
        double number => number.ToString("0.######", System.Globalization.CultureInfo.InvariantCulture),
        DateTime time => time.ToString("yyyy-MM-dd'T'HH:mm:ss.FFF'Z'", System.Globalization.CultureInfo.InvariantCulture),
        DateOnly date => date.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture),
        _ => value.ToString(),
    };
}
