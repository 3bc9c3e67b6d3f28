using Meridian.Rules.Functions;
using Meridian.Rules.Syntax;

namespace Meridian.Rules.Editing;

/// <summary>A stretch of a rule's text as it is coloured.</summary>
/// <param name="Kind">"word" of the language, "function", "name", "text", "number", "comment"; null for signs and blanks.</param>
public sealed record RuleMark(string Text, string? Kind);

/// <summary>A rule's text in stretches to be coloured; together they are the text.</summary>
public static class RuleMarks
{
    public static IReadOnlyList<RuleMark> Of(string text)
    {
        var marks = new List<RuleMark>();
        var at = 0;
        var tokens = RuleLexer.Read(text);
        for (var i = 0; i < tokens.Count; i++)
        {
            var token = tokens[i];
            if (token.Kind is TokenKind.End or TokenKind.Bad)
                break;
            Between(text[at..token.Start], marks);
            marks.Add(new RuleMark(text.Substring(token.Start, token.Length), Kind(token, i + 1 < tokens.Count && tokens[i + 1].IsSymbol("("))));
            at = token.End;
        }

        Between(text[at..], marks);
        return marks;
    }

    private static string? Kind(Token token, bool called) => token.Kind switch
    {
        TokenKind.Text => "text",
        TokenKind.Number or TokenKind.Date or TokenKind.Time => "number",
        TokenKind.Word when RuleWords.IsKeyword(token.Text) || RuleWords.IsUnit(token.Text, out _) => "word",
        TokenKind.Word when called && (token.Is("sequence") || RuleFunctions.Find(RuleWords.FunctionName(token.Text)) is not null) => "function",
        TokenKind.Word => "name",
        _ => null,
    };

    /// <summary>Blanks, comments, and what cannot be read.</summary>
    private static void Between(string text, List<RuleMark> marks)
    {
        while (text.Length > 0)
        {
            var comment = text.IndexOf('#', StringComparison.Ordinal);
            if (comment != 0)
            {
                marks.Add(new RuleMark(comment < 0 ? text : text[..comment], null));
                text = comment < 0 ? "" : text[comment..];
                continue;
            }

            var end = text.IndexOf('\n', StringComparison.Ordinal);
            marks.Add(new RuleMark(end < 0 ? text : text[..end], "comment"));
            text = end < 0 ? "" : text[end..];
        }
    }
}
