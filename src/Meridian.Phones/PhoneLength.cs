namespace Meridian.Phones;

/// <summary>What the length alone says of a number: far cheaper than validity to be wrong about, because plans keep their lengths for decades.</summary>
public enum PhoneLength : byte
{
    /// <summary>Numbers of this length exist.</summary>
    Possible = 0,

    /// <summary>Only inside its own area, without the area code.</summary>
    PossibleLocalOnly,
    InvalidCountryCode,
    TooShort,

    /// <summary>Between lengths that exist.</summary>
    InvalidLength,
    TooLong,
}
