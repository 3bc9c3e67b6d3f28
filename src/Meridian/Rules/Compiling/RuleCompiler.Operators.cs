using Meridian.Foundation.Database;
using Meridian.Foundation.Geography;
using Meridian.Rules.Checking;
using Meridian.Rules.Functions;
using Meridian.Rules.Syntax;
using Meridian.Rules.Vocabulary;

namespace Meridian.Rules.Compiling;

/// <content>Comparisons; with a missing value each is false.</content>
internal sealed partial class RuleCompiler
{
    private Sql Comparison(ComparisonNode node)
    {
        if (RuleFunctions.CutOffOf(node.Left) is { } function)
            return function.Compare((CallNode)node.Left, node.Operator, ((NumberNode)node.Right).Value, this);
        var isEquality = node.Operator is ComparisonOperator.Equal or ComparisonOperator.NotEqual;
        if (isEquality && node.Left is TextNode first && node.Right is not TextNode)
            return Equality(node.Right, [first], node.Operator);
        if (isEquality && node.Right is TextNode)
            return Equality(node.Left, [node.Right], node.Operator);
        var type = RuleChecker.Joint(Compared(node.Left), Compared(node.Right))!.Value;
        var (left, right) = (ValueOf(node.Left, type), ValueOf(node.Right, type));
        return IsNeverMissing(node.Left) && IsNeverMissing(node.Right) ? Bare(left, node.Operator, right) : Compare(left, node.Operator, right);
    }

    /// <summary>Whether a part always has a value; comparing it is cheaper then.</summary>
    private static bool IsNeverMissing(RuleNode node) => node is NumberNode or DateNode or TimeNode or AgoNode or CallNode { Function: "count" or "sum" or "distinct" or "active_days" or "streak" };

    private Sql In(InNode node) => node.Values.All(v => v is TextNode)
        ? Equality(node.Operand, node.Values, ComparisonOperator.Equal)
        : $"({Sql.Join(" or ", node.Values.Select(v => RuleChecker.Joint(Compared(node.Operand), Compared(v))!.Value is var type
            ? Compare(ValueOf(node.Operand, type), ComparisonOperator.Equal, ValueOf(v, type)) : Sql.Empty))})";

    private Sql Between(BetweenNode node)
    {
        var low = RuleChecker.Joint(Compared(node.Operand), Compared(node.Low))!.Value;
        var high = RuleChecker.Joint(Compared(node.Operand), Compared(node.High))!.Value;
        return $"""
            ({Compare(ValueOf(node.Operand, low), ComparisonOperator.GreaterOrEqual, ValueOf(node.Low, low))}
                and {Compare(ValueOf(node.Operand, high), ComparisonOperator.LessOrEqual, ValueOf(node.High, high))})
            """;
    }

    private static Sql Compare(Sql left, ComparisonOperator comparison, Sql right) => $"({Bare(left, comparison, right)} is true)";

    private static Sql Bare(Sql left, ComparisonOperator comparison, Sql right) => comparison switch
    {
        ComparisonOperator.Equal => $"({left} = {right})",
        ComparisonOperator.NotEqual => $"({left} <> {right})",
        ComparisonOperator.Less => $"({left} < {right})",
        ComparisonOperator.LessOrEqual => $"({left} <= {right})",
        ComparisonOperator.Greater => $"({left} > {right})",
        _ => $"({left} >= {right})",
    };

    /// <summary>Whether a part is one of some texts, or (not equal) has a value that is none of them.</summary>
    private Sql Equality(RuleNode operand, IReadOnlyList<RuleNode> values, ComparisonOperator comparison)
    {
        var texts = values.Select(v => ((TextNode)v).Value).ToList();
        var isEqual = comparison is ComparisonOperator.Equal;
        if (!_inEvent && operand is NameNode { Path: [RuleTraits.Country] })
            return Among($"p.country", [.. texts.Select(t => Countries.TryFind(t, out var code) ? code : t)], isEqual);
        if (!_inEvent && operand is NameNode { Path: [RuleTraits.Area] })
            return Among($"p.country", [.. texts.SelectMany(t => Words.Areas.TryFind(t, out var area) ? area.Countries : [])], isEqual);
        if (!_inEvent && operand is NameNode { Path: [RuleTraits.Language] })
            return OfLanguage(texts, isEqual);
        if (TagOf(operand) is { } tag)
            return isEqual ? Facts.HasTag(tag.Key, texts) : (Sql)$"({Facts.HasTag(tag.Key)} and not {Facts.HasTag(tag.Key, texts)})";
        var type = Compared(operand) is RuleType.Any ? RuleType.Text : Compared(operand);
        return Among(ValueOf(operand, type), texts, isEqual);
    }

    private static Sql Among(Sql value, IReadOnlyList<string> texts, bool isEqual)
    {
        var list = Sql.Join(", ", texts.Distinct(StringComparer.Ordinal).Select(t => (Sql)$"{t}"));
        return isEqual ? (Sql)$"(({value} in ({list})) is true)" : $"(({value} not in ({list})) is true)";
    }

    /// <summary>"zh" is also "zh-Hans", as everywhere in lists.</summary>
    private static Sql OfLanguage(IReadOnlyList<string> texts, bool isEqual)
    {
        var any = Sql.Join(" or ", texts.Select(t => Languages.TryFind(t, out var tag) ? tag : t).Select(t => (Sql)$"p.language = {t} or p.language like {t + "-%"}"));
        return isEqual ? (Sql)$"coalesce(({any}), false)" : $"coalesce(not ({any}), false)";
    }

    private Sql Test(TextTestNode node)
    {
        var value = ValueOf(node.Operand, RuleType.Text);
        var text = ((TextNode)node.Text).Value;
        if (node.Test is TextTest.Matches)
            return $"coalesce({Dialect.Matches(value, RulePattern.Portable(text))}, false)";
        var (folded, wanted) = (Dialect.FoldCase(value), Dialect.FoldCase($"cast({text} as varchar)"));
        return node.Test switch
        {
            TextTest.Contains => $"coalesce(position({wanted} in {folded}) > 0, false)",
            TextTest.StartsWith => $"coalesce(left({folded}, length({wanted})) = {wanted}, false)",
            _ => $"coalesce(right({folded}, length({wanted})) = {wanted}, false)",
        };
    }

    private Sql Missing(MissingNode node)
    {
        Sql value = TagOf(node.Operand) is { } tag ? Facts.TagValue(tag.Key) : Value(node.Operand, RuleType.Any);
        return node.Negated ? (Sql)$"({value} is not null)" : $"({value} is null)";
    }

    /// <summary>The type of a part that is compared; a tag's is that of its value.</summary>
    private RuleType Compared(RuleNode node) => TagOf(node) is { Values: not null } ? RuleType.Text : Types[node];

    private Sql ValueOf(RuleNode node, RuleType type) =>
        // Compared with a whole number, a count need not become a fraction first.
        node is NumberNode { Value: >= -1e15 and <= 1e15 } number && number.Value == Math.Truncate(number.Value) && type is RuleType.Number ? $"{(long)number.Value}" : OtherValueOf(node, type);

    private Sql OtherValueOf(RuleNode node, RuleType type) => TagOf(node) is { Values: not null } tag ? As(Facts.TagValue(tag.Key), RuleType.Text, type) : Value(node, type);

    private TagWord? TagOf(RuleNode node) => node switch
    {
        NameNode { Path: [var word] } when !_inEvent && !RuleTraits.All.ContainsKey(word) => Words.Tags.GetValueOrDefault(word),
        CallNode { Function: "tag", Arguments: [TextNode key] } => Words.Tags.GetValueOrDefault(key.Value),
        _ => null,
    };
}
