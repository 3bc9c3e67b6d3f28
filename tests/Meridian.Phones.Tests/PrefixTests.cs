using Meridian.Phones.Tests.Agreement;
using PhoneNumbers;
using Xunit;

namespace Meridian.Phones.Tests;

public class PrefixTests
{
    private const int Count = 60_000;

    private static readonly PhoneNumberUtil Util = PhoneNumberUtil.GetInstance();

    [Fact]
    public void Time_zones_are_the_references()
    {
        var mapper = PhoneNumberToTimeZonesMapper.GetInstance();
        Compare((reference, ours) => (string.Join(' ', mapper.GetTimeZonesForNumber(reference)), string.Join(' ', PhoneZones.Find(in ours))));
    }

    [Fact]
    public void Carriers_are_the_references()
    {
        var mapper = PhoneNumberToCarrierMapper.GetInstance();
        Compare((reference, ours) => (mapper.GetNameForNumber(reference, Locale.English), PhoneCarriers.Find(in ours)));
    }

    [Fact]
    public void Areas_are_the_references()
    {
        var geocoder = PhoneNumberOfflineGeocoder.GetInstance();
        Compare((reference, ours) => (geocoder.GetDescriptionForNumber(reference, Locale.English), PhoneAreas.Find(in ours)));
    }

    private static void Compare(Func<PhoneNumbers.PhoneNumber, PhoneNumber, (string Reference, string Ours)> ask)
    {
        var source = new InputSource(seed: 77);
        var texts = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < Count; i++)
        {
            var input = source.Next();
            if (PhoneReader.Read(input.Text, input.Region, out var ours) != PhoneError.None || !ours.IsPossible)
                continue;
            var (reference, engine) = ask(Util.Parse(input.Text, input.Region), ours);
            Assert.True(reference == engine, $"{ours}: reference '{reference}', engine '{engine}'");
            texts.Add(engine);
        }

        Assert.True(texts.Count > 100, $"Only {texts.Count} different answers: the inputs prove nothing.");
    }
}
