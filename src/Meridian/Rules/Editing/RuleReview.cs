using Meridian.Rules.Checking;
using Meridian.Rules.Syntax;
using Meridian.Rules.Vocabulary;

namespace Meridian.Rules.Editing;

/// <summary>What is to be said at a place of a rule's text.</summary>
/// <param name="Start">Offset of the stretch that it is about.</param>
/// <param name="Length">Of the stretch, in characters; 0 at the end of the text.</param>
/// <param name="IsError">Whether the rule cannot be used so; a warning else.</param>
/// <param name="Fix">What is meant, to be written in place of <see cref="FixLength"/> characters from <see cref="FixStart"/> on; null for no proposal.</param>
public sealed record RuleNote(int Start, int Length, bool IsError, string Message, string? Fix, int FixStart, int FixLength);

/// <summary>A rule's text as an editor shows it: what it means, and what is wrong with it at which place.</summary>
/// <param name="Rule">Null where it cannot be used.</param>
/// <param name="Notes">In the order of the text.</param>
public sealed record RuleReview(CheckedRule? Rule, IReadOnlyList<RuleNote> Notes)
{
    /// <summary>Reads and checks a text that is being written; throws nothing. Lines end with LF, as a browser's text fields give them.</summary>
    public static RuleReview Of(string text, RuleVocabulary words)
    {
        try
        {
            var rule = RuleChecker.Check(text, words);
            return new RuleReview(rule, [.. rule.Warnings.Select(w => Note(text, w, isError: false))]);
        }
        catch (RuleException wrong)
        {
            return new RuleReview(null, [.. wrong.Errors.Select(e => Note(text, e, isError: true)).OrderBy(n => n.Start)]);
        }
    }

    private static RuleNote Note(string text, RuleError error, bool isError)
    {
        var start = Offset(text, error.Line, error.Column);
        var length = Math.Clamp(error.Length, 0, text.Length - start);
        var (fixStart, fixLength) = (start, length);
        // "Order Complted".total: only what stands in the quotation marks is meant.
        if (error.DidYouMean is not null && length > 0 && QuotedText.Closers(text[start]) is { } closers)
        {
            var end = text.IndexOfAny(closers.ToCharArray(), start + 1);
            (fixStart, fixLength) = (start + 1, Math.Max(0, (end < 0 || end >= start + length ? start + length : end) - start - 1));
        }

        return new RuleNote(start, length, isError, Words(error), length == 0 ? null : error.DidYouMean, fixStart, fixLength);
    }

    /// <summary>The message with what was expected, without its place.</summary>
    private static string Words(RuleError error)
    {
        var plain = (error with { Line = 0, Column = 0 }).ToString();
        return plain[(plain.IndexOf(": ", StringComparison.Ordinal) + 2)..];
    }

    private static int Offset(string text, int line, int column)
    {
        var start = 0;
        for (; line > 1; line--)
        {
            var end = text.IndexOf('\n', start);
            if (end < 0)
                break;
            start = end + 1;
        }

        return Math.Clamp(start + column - 1, 0, text.Length);
    }
}
