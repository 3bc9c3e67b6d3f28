using Meridian.Foundation.Geography;

namespace Meridian.Tests.Foundation.Geography;

public sealed class ShownNamesTests
{
    [Fact]
    public void Every_area_is_called_something_in_Chinese()
    {
        foreach (var language in (string[])["zh-Hans", "zh-Hant"])
            Assert.Empty(Areas.All.Where(a => ShownNames.OfArea(a.Name, language).All(char.IsAscii)).Select(a => a.Key));
    }

    [Fact]
    public void No_two_areas_of_different_countries_are_called_the_same()
    {
        foreach (var language in (string[])["en", "zh-Hans", "zh-Hant"])
            Assert.Empty(Areas.All.GroupBy(a => ShownNames.OfArea(a.Name, language)).Where(g => g.DistinctBy(a => string.Join(' ', a.Countries.Order(StringComparer.Ordinal))).Count() > 1).Select(g => g.Key));
    }

    [Theory]
    [InlineData("GCC", "zh-Hans", "海湾合作委员会")]
    [InlineData("Middle East", "zh-Hant", "中東")]
    [InlineData("GCC", "en", "GCC")]
    [InlineData("our own area", "zh-Hans", "our own area")]
    public void Groups_are_called_as_the_readers_language_has_it(string area, string language, string shown) => Assert.Equal(shown, ShownNames.OfArea(area, language));
}
