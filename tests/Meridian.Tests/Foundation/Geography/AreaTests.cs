using Meridian.Foundation.Geography;

namespace Meridian.Tests.Foundation.Geography;

public class AreaTests
{
    [Theory]
    [InlineData("Western Asia", "145")]
    [InlineData("western-asia", "145")]
    [InlineData("145", "145")]
    [InlineData("Southeast Asia", "035")]
    [InlineData("South-eastern Asia", "035")]
    [InlineData("东南亚", "035")]
    [InlineData("Südostasien", "035")]
    [InlineData("Middle East", "middle-east")]
    [InlineData("middle-east", "middle-east")]
    [InlineData("中东", "middle-east")]
    [InlineData("الشرق الأوسط", "middle-east")]
    [InlineData("GCC", "gcc")]
    [InlineData("Gulf", "gcc")]
    [InlineData("EU", "EU")]
    [InlineData("eu", "EU")]
    [InlineData("欧盟", "EU")]
    [InlineData("Unión Europea", "EU")]
    [InlineData("EEA", "eea")]
    [InlineData("LATAM", "latam")]
    [InlineData("América Latina", "latam")]
    [InlineData("DACH", "dach")]
    [InlineData("Nordics", "nordics")]
    [InlineData("MENA", "mena")]
    [InlineData("CIS", "cis")]
    [InlineData("СНГ", "cis")]
    [InlineData("ANZ", "anz")]
    [InlineData("Greater China", "greater-china")]
    [InlineData("大中华区", "greater-china")]
    [InlineData("Africa", "002")]
    [InlineData("非洲", "002")]
    [InlineData("Asia", "142")]
    [InlineData("APAC", "apac")]
    [InlineData("EMEA", "emea")]
    public void Reads_areas_by_key_and_by_name(string text, string key)
    {
        Assert.True(Areas.TryFind(text, out var area));
        Assert.Equal(key, area.Key);
    }

    [Theory]
    [InlineData("")]
    [InlineData("Atlantis")]
    [InlineData("999")]
    [InlineData("Germany")]
    public void Refuses_what_is_no_area(string text) => Assert.False(Areas.TryFind(text, out _));

    [Theory]
    [InlineData("gcc", "AE BH KW OM QA SA")]
    [InlineData("middle-east", "AE BH EG IL IQ IR JO KW LB OM PS QA SA SY TR YE")]
    [InlineData("EU", "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK")]
    [InlineData("dach", "AT CH DE")]
    [InlineData("anz", "AU NZ")]
    [InlineData("greater-china", "CN HK MO TW")]
    [InlineData("nordics", "AX DK FI FO GL IS NO SE SJ")]
    [InlineData("cis", "AM AZ BY KG KZ MD RU TJ UZ")]
    public void Members(string key, string countries)
    {
        Assert.True(Areas.TryFind(key, out var area));
        Assert.Equal(countries, string.Join(' ', area.Countries.Order(StringComparer.Ordinal)));
    }

    [Fact]
    public void The_economic_area_is_the_union_and_three_more()
    {
        Assert.True(Areas.TryFind("EEA", out var eea));
        Assert.True(Areas.TryFind("EU", out var eu));
        Assert.Equal(["IS", "LI", "NO"], eea.Countries.Except(eu.Countries, StringComparer.Ordinal).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_name_of_every_area_in_CLDR_finds_an_area_and_every_group_names_its_source()
    {
        foreach (var (_, name) in GeographyData.Names("areas.tsv", 2, 4))
            Assert.True(Areas.TryFind(name, out _), name);
        foreach (var row in GeographyData.Rows("area-groups.tsv"))
        {
            Assert.Equal(4, row.Length);
            Assert.NotEmpty(row[3]);
            Assert.True(Areas.TryFind(row[0], out var area));
            Assert.NotEmpty(area.Countries);
            Assert.All(row[1].Split('|'), name => Assert.Equal((name, area.Key), (name, Areas.TryFind(name, out var found) ? found.Key : "")));
        }
    }

    [Fact]
    public void Keys_are_unique() => Assert.Equal(Areas.All.Count, Areas.All.Select(a => a.Key).Distinct(StringComparer.OrdinalIgnoreCase).Count());

    [Fact]
    public void A_team_redefines_a_group_in_a_file_of_its_own()
    {
        var own = AreaCatalogue.Read(new StringReader("# our Middle East\nmiddle-east\tMiddle East\tgulf CY\tours\n".Insert(0, "gulf\tGulf\tAE SA\tours\n")));
        Assert.True(own.TryFind("MIDDLE EAST", out var area));
        Assert.Equal(["AE", "CY", "SA"], area.Countries.Order(StringComparer.Ordinal));
        Assert.True(own.TryFind("Western Asia", out _));
        Assert.False(own.TryFind("LATAM", out _));
    }

    [Theory]
    [InlineData("x\tX\tQQ\tours", "QQ")]
    [InlineData("x\tX\tlater\tours\nlater\tL\tDE\tours", "later")]
    [InlineData("x\tX\tDE", "x")]
    public void A_faulty_group_is_named_in_the_error(string file, string named)
    {
        var error = Assert.Throws<FormatException>(() => AreaCatalogue.Read(new StringReader(file)));
        Assert.Contains($"\"{named}\"", error.Message, StringComparison.Ordinal);
    }
}
