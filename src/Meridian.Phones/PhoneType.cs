namespace Meridian.Phones;

/// <summary>What a number is for, as its territory's numbering plan says. The reference's types, with "unknown" as the default.</summary>
public enum PhoneType : byte
{
    /// <summary>No range of the plan holds the number: it is not valid.</summary>
    Unknown = 0,
    FixedLine,
    Mobile,

    /// <summary>The plan does not tell the two apart, as in the United States.</summary>
    FixedLineOrMobile,
    TollFree,
    PremiumRate,

    /// <summary>Caller and called pay a part each.</summary>
    SharedCost,
    Voip,

    /// <summary>Follows its owner to any line.</summary>
    PersonalNumber,
    Pager,

    /// <summary>One number for a company's many lines.</summary>
    Uan,
    Voicemail,
}
