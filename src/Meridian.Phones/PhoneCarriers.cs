using Meridian.Phones.Prefixes;

namespace Meridian.Phones;

/// <summary>
/// The carrier that a number was first given to, with the English answers of the reference's PhoneNumberToCarrierMapper. Where numbers can be taken to
/// another carrier (<see cref="PhoneRegions.IsMobilePortable"/>) the number may be elsewhere by now.
/// </summary>
public static class PhoneCarriers
{
    private static readonly Lazy<PrefixTable> Table = new(() => new PrefixTable("carriers.bin"));

    /// <summary>"Vodafone", or "" for anything but mobile numbers and pagers and where no carrier is known.</summary>
    public static string Find(in PhoneNumber number) =>
        number.Type is PhoneType.Mobile or PhoneType.FixedLineOrMobile or PhoneType.Pager && Table.Value.Find(in number) is var found and >= 0
            ? Table.Value.Texts[found]
            : "";
}
