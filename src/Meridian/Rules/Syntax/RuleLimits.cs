namespace Meridian.Rules.Syntax;

/// <summary>How large a rule may be. What is above is refused with an error before anything walks over it, because who walks over a tree calls itself for every level of it.</summary>
public static class RuleLimits
{
    /// <summary>Characters of a rule's text, blanks and comments left out, so that a rule which fits still fits when it is formatted.</summary>
    public const int Characters = 20_000;

    /// <summary>Characters of a rule's text with everything.</summary>
    public const int AllCharacters = 10 * Characters;

    /// <summary>Parts within parts, and brackets within brackets.</summary>
    public const int Depth = 100;

    public const int Nodes = 10_000;

    internal const string TooLong = "The rule has more than 20,000 characters. Give parts of it tags or segments of their own, and name those.";
    internal const string TooDeep = "The rule is nested more than 100 deep. Give the inner part a tag or segment of its own, and name that.";
    internal const string TooManyNodes = "The rule has more than 10,000 parts. Give parts of it tags or segments of their own, and name those.";
}
