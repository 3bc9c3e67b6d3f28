namespace Meridian.Phones;

/// <summary>Why a text is not a phone number. The reference throws these as the kinds of its exception.</summary>
public enum PhoneError : byte
{
    None = 0,

    /// <summary>The country calling code is unknown, or there is none and no known region to assume.</summary>
    InvalidCountryCode,

    /// <summary>Not the shape of a number: too few digits, or characters that stand in none.</summary>
    NotANumber,

    /// <summary>An international prefix and hardly anything behind it.</summary>
    TooShortAfterIdd,

    /// <summary>Fewer than two digits of national number.</summary>
    TooShort,

    /// <summary>More than 17 digits of national number, or more than 250 characters of text.</summary>
    TooLong,
}
