namespace Meridian.Rules.Vocabulary;

/// <summary>What a part of a rule gives.</summary>
public enum RuleType
{
    /// <summary>True or false, never missing.</summary>
    Boolean,

    /// <summary>A number; a count, an amount, an age.</summary>
    Number,

    Text,

    /// <summary>An instant, UTC.</summary>
    Time,

    /// <summary>A calendar day.</summary>
    Date,

    /// <summary>A length of time.</summary>
    Duration,

    /// <summary>A trait or property of the team's own, whose type is what it is compared with.</summary>
    Any,

    /// <summary>What nobody could tell because of an error below it; complains of nothing further.</summary>
    Unknown,
}
