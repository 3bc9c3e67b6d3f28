namespace Meridian.Phones;

/// <summary>Where a reading found the country calling code.</summary>
public enum CountryCodeSource : byte
{
    /// <summary>The number was made from its parts, not read.</summary>
    None = 0,

    /// <summary>+44 20 ...</summary>
    PlusSign,

    /// <summary>011 44 20 ... dialled from the assumed region.</summary>
    InternationalPrefix,

    /// <summary>44 20 ... where the assumed region has that code and the digits fit only so.</summary>
    NumberWithoutPlusSign,

    /// <summary>The assumed region's own.</summary>
    DefaultRegion,
}
