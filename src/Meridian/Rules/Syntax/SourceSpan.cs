namespace Meridian.Rules.Syntax;

/// <summary>A stretch of a rule's text. All spans are equal, so that rules compare by what they say and not by where.</summary>
/// <param name="Start">Offset of the first character.</param>
/// <param name="Length">Characters; 0 where the rule was not read from text.</param>
public readonly record struct SourceSpan(int Start, int Length)
{
    public bool Equals(SourceSpan other) => true;

    public override int GetHashCode() => 0;
}
