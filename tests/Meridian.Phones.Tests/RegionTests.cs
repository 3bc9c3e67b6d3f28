using PhoneNumbers;
using Xunit;

namespace Meridian.Phones.Tests;

public class RegionTests
{
    private static readonly PhoneNumberUtil Util = PhoneNumberUtil.GetInstance();

    [Fact]
    public void Regions_and_codes_are_the_references()
    {
        Assert.Equal(Util.GetSupportedRegions().Order(StringComparer.Ordinal), PhoneRegions.All);
        Assert.Equal(Util.GetSupportedCallingCodes().Order(), PhoneRegions.CallingCodes);
        foreach (var code in PhoneRegions.CallingCodes)
            Assert.Equal(Util.GetRegionCodesForCountryCode(code), PhoneRegions.Of(code));
        foreach (var region in PhoneRegions.All)
        {
            Assert.Equal(Util.GetCountryCodeForRegion(region), PhoneRegions.CallingCode(region));
            Assert.Equal(Util.IsMobileNumberPortableRegion(region), PhoneRegions.IsMobilePortable(region));
        }

        Assert.Equal(0, PhoneRegions.CallingCode("ZZ"));
        Assert.Empty(PhoneRegions.Of(999));
    }

    [Fact]
    public void Examples_are_the_references()
    {
        foreach (var region in PhoneRegions.All)
        {
            foreach (var type in Enum.GetValues<PhoneType>().Where(t => t != PhoneType.Unknown))
            {
                var reference = Util.GetExampleNumberForType(region, (PhoneNumberType)(type - 1));
                Assert.Equal(reference is not null, PhoneRegions.TryGetExample(region, type, out var example));
                if (reference is not null)
                    Assert.Equal(Util.Format(reference, PhoneNumberFormat.E164), example.ToString(PhoneFormat.E164));
            }
        }

        foreach (var code in Util.GetSupportedGlobalNetworkCallingCodes())
        {
            Assert.True(PhoneRegions.TryGetExample(code, out var example));
            Assert.Equal(Util.Format(Util.GetExampleNumberForNonGeoEntity(code), PhoneNumberFormat.E164), example.ToString(PhoneFormat.E164));
        }
    }

    [Fact]
    public void A_region_has_the_types_that_it_has_examples_of() =>
        Assert.Contains(PhoneType.Mobile, PhoneRegions.Types("FR"));
}
