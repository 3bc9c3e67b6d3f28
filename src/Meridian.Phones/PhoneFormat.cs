namespace Meridian.Phones;

/// <summary>How a number is written.</summary>
public enum PhoneFormat : byte
{
    /// <summary>+12025550123; never with an extension.</summary>
    E164 = 0,

    /// <summary>+1 202-555-0123 ext. 4</summary>
    International,

    /// <summary>(202) 555-0123 ext. 4</summary>
    National,

    /// <summary>tel:+1-202-555-0123;ext=4</summary>
    Rfc3966,
}
