namespace Meridian.Rules.Syntax;

/// <summary>Reads rules as people write them: <c>country in ("US", "IN") and platform("whatsapp")</c>. The grammar is in docs/rules.md.</summary>
public static class RuleText
{
    /// <summary>
    /// The rule as a tree whose nodes know where in the text they stand. Says nothing about names and types: that is for the checker.
    /// </summary>
    /// <exception cref="RuleException">One error: the first place where the text cannot go on, what could stand there, and the nearest known word; also for a text above <see cref="RuleLimits"/>.</exception>
    public static RuleNode Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var rule = new RuleParser(text, RuleLexer.Read(text)).Rule();
        if (RuleTree.Excess(rule) is { } excess)
            throw Error(text, excess.Node.Span.Start, excess.Node.Span.Length, excess.Message);
        return rule;
    }

    /// <summary>An error about a stretch of the text.</summary>
    /// <param name="start">Offset of the first character.</param>
    /// <param name="expected">What could stand there; null for nothing to say.</param>
    public static RuleException Error(string text, int start, int length, string message, IReadOnlyList<string>? expected = null, string? didYouMean = null)
    {
        var (line, column) = Position(text, start);
        return new RuleException([new RuleError(line, column, length, message, expected ?? [], didYouMean)]);
    }

    /// <summary>Line and column, both from 1, of an offset in a text; lines end with LF, CR or both.</summary>
    public static (int Line, int Column) Position(string text, int offset)
    {
        var line = 1;
        var lineStart = 0;
        for (var i = 0; i < offset && i < text.Length; i++)
        {
            if (text[i] == '\n' || (text[i] == '\r' && !(i + 1 < text.Length && text[i + 1] == '\n')))
            {
                line++;
                lineStart = i + 1;
            }
        }

        return (line, offset - lineStart + 1);
    }
}
