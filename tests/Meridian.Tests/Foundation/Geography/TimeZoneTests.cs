using Meridian.Foundation.Geography;
using NodaTime;
using NodaTime.TimeZones;

namespace Meridian.Tests.Foundation.Geography;

public class TimeZoneTests
{
    [Theory]
    [InlineData("Asia/Shanghai", "Asia/Shanghai", "CN")]
    [InlineData("asia/shanghai", "Asia/Shanghai", "CN")]
    [InlineData(" America/New York ", "America/New_York", "US")]
    [InlineData("Asia/Calcutta", "Asia/Kolkata", "IN")]
    [InlineData("Asia/Saigon", "Asia/Ho_Chi_Minh", "VN")]
    [InlineData("Europe/Kiev", "Europe/Kyiv", "UA")]
    [InlineData("PRC", "Asia/Shanghai", "CN")]
    [InlineData("US/Eastern", "America/New_York", "US")]
    // The tz database links these across a border; the customer has not moved.
    [InlineData("Europe/Stockholm", "Europe/Stockholm", "SE")]
    [InlineData("Europe/Amsterdam", "Europe/Amsterdam", "NL")]
    [InlineData("Africa/Asmera", "Africa/Asmara", "ER")]
    [InlineData("America/Coral_Harbour", "America/Atikokan", "CA")]
    [InlineData("Atlantic/Reykjavik", "Atlantic/Reykjavik", "IS")]
    // Windows.
    [InlineData("China Standard Time", "Asia/Shanghai", "CN")]
    [InlineData("india standard time", "Asia/Kolkata", "IN")]
    [InlineData("E. South America Standard Time", "America/Sao_Paulo", "BR")]
    [InlineData("Nepal Standard Time", "Asia/Kathmandu", "NP")]
    // No place.
    [InlineData("UTC", "Etc/UTC", null)]
    [InlineData("Etc/GMT+5", "Etc/GMT+5", null)]
    [InlineData("EST", "EST", null)]
    [InlineData("CET", "CET", null)]
    public void Reads_zones_and_their_countries(string text, string id, string? country)
    {
        Assert.True(TimeZones.TryFind(text, out var found));
        Assert.Equal((id, country), (found, TimeZones.CountryOf(found)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("Mars/Olympus")]
    [InlineData("Standard Time")]
    [InlineData("Shanghai")]
    [InlineData("a text that is longer than any id of the tz database has ever been")]
    public void Refuses_what_is_no_zone(string text)
    {
        Assert.False(TimeZones.TryFind(text, out var id));
        Assert.Equal("", id);
    }

    [Fact]
    public void Every_id_and_every_Windows_name_is_read_as_a_zone_with_the_same_clock()
    {
        // A summer and a winter of this century, far from the changes by which merged zones once differed.
        Instant[] instants = [Instant.FromUtc(2025, 1, 15, 12, 0), Instant.FromUtc(2025, 7, 15, 12, 0)];
        var tzdb = DateTimeZoneProviders.Tzdb;
        foreach (var id in tzdb.Ids)
        {
            Assert.True(TimeZones.TryFind(id, out var found), id);
            foreach (var instant in instants)
                Assert.Equal((id, tzdb[id].GetUtcOffset(instant)), (id, tzdb[found].GetUtcOffset(instant)));
        }
        foreach (var (windows, id) in TzdbDateTimeZoneSource.Default.WindowsMapping.PrimaryMapping)
        {
            Assert.True(TimeZones.TryFind(windows, out var found), windows);
            Assert.Equal((windows, tzdb[id].GetUtcOffset(instants[0])), (windows, tzdb[found].GetUtcOffset(instants[0])));
        }
    }

    [Fact]
    public void Zones_and_countries_are_each_others_inverse()
    {
        foreach (var country in Countries.All.Where(c => c.Code != "XK"))
            Assert.All(country.TimeZones, zone => Assert.Equal((zone, country.Code), (zone, TimeZones.CountryOf(zone))));
        Assert.Equal(["Europe/Belgrade"], TimeZones.ZonesOf("XK"));
        Assert.Empty(TimeZones.ZonesOf("ZZ"));
    }

    [Fact]
    public void A_canonical_id_is_read_as_itself()
    {
        foreach (var id in DateTimeZoneProviders.Tzdb.Ids)
        {
            TimeZones.TryFind(id, out var found);
            Assert.True(TimeZones.TryFind(found, out var again) && again == found, id);
        }
    }
}
