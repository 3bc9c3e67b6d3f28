namespace Meridian.Rules.Syntax;

/// <summary>What is wrong with a rule, where, and what would be right.</summary>
/// <param name="Line">From 1.</param>
/// <param name="Column">From 1, in characters.</param>
/// <param name="Length">Of the text at fault, in characters; 0 at the end of the rule.</param>
/// <param name="Expected">What could stand there, in the language's words; empty where that says nothing.</param>
/// <param name="DidYouMean">The nearest known name; null where none is near.</param>
public sealed record RuleError(int Line, int Column, int Length, string Message, IReadOnlyList<string> Expected, string? DidYouMean)
{
    /// <summary>"line 1, column 9: 'contry' is not known. Did you mean 'country'?"</summary>
    public override string ToString()
    {
        var expected = Expected.Count == 0 ? "" : $" Expected {string.Join(", ", Expected.Take(Expected.Count - 1))}{(Expected.Count > 1 ? " or " : "")}{Expected[^1]}.";
        return $"line {Line}, column {Column}: {Message}{expected}{(DidYouMean is null ? "" : $" Did you mean '{DidYouMean}'?")}";
    }
}

/// <summary>A rule cannot be read, or what it says makes no sense; all that was found wrong.</summary>
public sealed class RuleException(IReadOnlyList<RuleError> errors) : Exception(string.Join("\n", errors))
{
    public IReadOnlyList<RuleError> Errors => errors;
}
