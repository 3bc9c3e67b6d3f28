namespace Meridian.PhoneData.Patterns;

/// <summary>A digit pattern of the metadata as a tree.</summary>
internal abstract record PatternNode;

/// <summary>One digit out of a set; bit d stands for digit d.</summary>
internal sealed record DigitSet(int Mask) : PatternNode
{
    public const int All = 0x3FF;
}

/// <summary>Parts that follow each other.</summary>
internal sealed record Sequence(IReadOnlyList<PatternNode> Parts) : PatternNode;

/// <summary>Alternatives; an earlier one is preferred.</summary>
internal sealed record Choice(IReadOnlyList<PatternNode> Options) : PatternNode;

/// <summary>A part that stands Min to Max times; more is preferred.</summary>
internal sealed record Repeat(PatternNode Part, int Min, int Max) : PatternNode;

/// <summary>A part whose text is kept, numbered from 1 in the order of the opening brackets.</summary>
internal sealed record CaptureGroup(PatternNode Part, int Number) : PatternNode;

/// <summary>The end of the text.</summary>
internal sealed record AtEnd : PatternNode;
