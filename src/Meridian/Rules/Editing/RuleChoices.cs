using Meridian.Rules.Syntax;
using Meridian.Rules.Vocabulary;

namespace Meridian.Rules.Editing;

/// <summary>What most rules ask, as choices beside the text: countries, platforms, activity, tags. They are read from the parts of the rule that must all hold, and written into them.</summary>
public static class RuleChoices
{
    public const string Country = RuleTraits.Country;
    public const string Platform = "platform";
    public const string Activity = "activity";
    public const string Tag = "tag";

    public static IReadOnlyList<string> All { get; } = [Country, Platform, Activity, Tag];

    /// <summary>What is chosen: values by choice. Of countries, platforms and activities any is enough; tags must all be there.</summary>
    /// <param name="tags">Keys of tags: a bare name is a tag only among these.</param>
    /// <returns>Null for a text that cannot be read, and for one with comments, which would be lost.</returns>
    public static IReadOnlyDictionary<string, IReadOnlyList<string>>? Read(string text, IReadOnlyCollection<string> tags) =>
        Parts(text) is not { } parts ? null : All.ToDictionary(c => c, c => (IReadOnlyList<string>)(IsTwofold(parts, c, tags) ? [] : [.. parts.SelectMany(p => Of(p, c, tags) ?? []).Distinct(StringComparer.Ordinal)]), StringComparer.Ordinal);

    /// <summary>The rule with other values of a choice; none takes it out of the rule.</summary>
    public static string With(string text, string choice, IReadOnlyList<string> values, IReadOnlyCollection<string> tags)
    {
        if (Parts(text) is not { } parts || IsTwofold(parts, choice, tags))
            return text;
        var at = parts.FindIndex(p => Of(p, choice, tags) is not null);
        parts.RemoveAll(p => Of(p, choice, tags) is not null);
        parts.InsertRange(at < 0 ? parts.Count : at, Written(choice, values));
        return parts.Count switch
        {
            0 => "",
            1 => RuleFormatter.Format(parts[0]),
            _ => RuleFormatter.Format(new AndNode(new NodeList<RuleNode>(parts))),
        };
    }

    /// <summary>Two parts that must both hold are no choice of any one: written as one they would let more customers in. Only the text says it.</summary>
    private static bool IsTwofold(List<RuleNode> parts, string choice, IReadOnlyCollection<string> tags) => choice != Tag && parts.Count(p => Of(p, choice, tags) is not null) > 1;

    private static List<RuleNode>? Parts(string text)
    {
        if (string.IsNullOrWhiteSpace(text))
            return [];
        if (RuleMarks.Of(text).Any(m => m.Kind == "comment"))
            return null;
        try
        {
            return RuleText.Parse(text) is var root && root is AndNode all ? [.. all.Parts] : [root];
        }
        catch (RuleException)
        {
            return null;
        }
    }

    /// <summary>The values that a part chooses; null where it says something else.</summary>
    private static IReadOnlyList<string>? Of(RuleNode part, string choice, IReadOnlyCollection<string> tags) => choice switch
    {
        Country or Activity => part switch
        {
            ComparisonNode { Operator: ComparisonOperator.Equal, Left: NameNode { Path: [var name] }, Right: TextNode value } when name == choice => [value.Value],
            InNode { Operand: NameNode { Path: [var name] }, Values: var values } when name == choice && values.All(v => v is TextNode) => [.. values.Cast<TextNode>().Select(v => v.Value)],
            _ => null,
        },
        Platform => part switch
        {
            CallNode { Function: Platform, Arguments: [TextNode one] } => [one.Value],
            OrNode either when either.Parts.All(p => p is CallNode { Function: Platform, Arguments: [TextNode] }) => [.. either.Parts.Select(p => ((TextNode)((CallNode)p).Arguments[0]).Value)],
            _ => null,
        },
        _ => part switch
        {
            NameNode { Path: [var name] } when tags.Contains(name) => [name],
            CallNode { Function: Tag, Arguments: [TextNode key] } => [key.Value],
            _ => null,
        },
    };

    private static IEnumerable<RuleNode> Written(string choice, IReadOnlyList<string> values)
    {
        if (values.Count == 0)
            return [];
        switch (choice)
        {
            case Country or Activity:
                var name = new NameNode(new NodeList<string>([choice]));
                return [values.Count == 1 ? new ComparisonNode(ComparisonOperator.Equal, name, new TextNode(values[0])) : new InNode(name, new NodeList<RuleNode>([.. values.Select(v => new TextNode(v))]))];
            case Platform:
                var calls = values.Select(v => (RuleNode)Call(Platform, v)).ToList();
                return [calls.Count == 1 ? calls[0] : new OrNode(new NodeList<RuleNode>(calls))];
            default:
                return values.Select(v => Call(Tag, v));
        }
    }

    private static CallNode Call(string function, string text) => new(function, new NodeList<RuleNode>([new TextNode(text)]), new NodeList<NamedArgument>([]));
}
