using Meridian.Rules.Syntax;

namespace Meridian.Rules.Editing;

/// <summary>
/// A rule as people build it of rows: groups of which all or any parts must hold, and conditions, each of which may be turned round. The text stays what counts: this is made from it, and makes it anew.
/// </summary>
public sealed class RuleBranch
{
    /// <summary>Of a condition its text; null for a group.</summary>
    public string? Text { get; set; }

    /// <summary>Whether any of a group's parts is enough; all are needed else.</summary>
    public bool Any { get; set; }

    /// <summary>Whether it must not hold.</summary>
    public bool Not { get; set; }

    /// <summary>Of a group.</summary>
    public List<RuleBranch> Parts { get; init; } = [];

    public bool IsGroup => Text is null;

    public static RuleBranch Condition(string text) => new() { Text = text };

    /// <summary>The rows of a rule, a group at the root in any case.</summary>
    /// <returns>Null for a text that cannot be read, and for one with comments, which would be lost.</returns>
    public static RuleBranch? Of(string text)
    {
        if (string.IsNullOrWhiteSpace(text))
            return new RuleBranch();
        if (RuleMarks.Of(text).Any(m => m.Kind == "comment"))
            return null;
        try
        {
            var root = Of(RuleText.Parse(text));
            return root.IsGroup ? root : new RuleBranch { Parts = [root] };
        }
        catch (RuleException)
        {
            return null;
        }
    }

    /// <summary>The rule's text, as the formatter writes it; where a row cannot be read, as it stands, for the editor to say what is wrong.</summary>
    public string ToText()
    {
        var plain = Plain() ?? "";
        try
        {
            return plain.Length == 0 ? "" : RuleFormatter.Format(RuleText.Parse(plain));
        }
        catch (RuleException)
        {
            return plain;
        }
    }

    private static RuleBranch Of(RuleNode node)
    {
        switch (node)
        {
            case NotNode { Operand: var operand }:
                var inner = Of(operand);
                // Of two "not" the outer one is a group's of its own.
                return inner.Not ? new RuleBranch { Not = true, Parts = [inner] } : Turned(inner);
            case AndNode all:
                return new RuleBranch { Parts = [.. all.Parts.Select(Of)] };
            case OrNode either:
                return new RuleBranch { Any = true, Parts = [.. either.Parts.Select(Of)] };
            default:
                return Condition(RuleFormatter.OneLine(node));
        }
    }

    private static RuleBranch Turned(RuleBranch branch)
    {
        branch.Not = true;
        return branch;
    }

    /// <summary>With brackets around everything; null for a group in which nothing stands.</summary>
    private string? Plain()
    {
        var text = IsGroup ? string.Join(Any ? " or " : " and ", Parts.Select(p => p.Plain()).OfType<string>()) : Text!.Trim();
        return text.Length == 0 ? null : Not ? $"(not ({text}))" : $"({text})";
    }
}
