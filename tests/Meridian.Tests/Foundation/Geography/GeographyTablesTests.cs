using System.Diagnostics;
using Meridian.Foundation.Geography;
using NodaTime;

namespace Meridian.Tests.Foundation.Geography;

/// <summary>What must hold of the tables as wholes, and the few entries that are known to fall out.</summary>
public class GeographyTablesTests
{
    [Fact]
    public void The_249_entries_of_ISO_3166_and_Kosovo_are_there_once()
    {
        Assert.Equal(250, Countries.All.Count);
        Assert.Equal(250, Countries.All.Select(c => c.Code).Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(250, Countries.All.Select(c => c.Alpha3).Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(250, Countries.All.Select(c => c.NumericCode).Distinct(StringComparer.Ordinal).Count());
        Assert.NotNull(Countries.Get("XK"));
        Assert.Null(Countries.Get("ZZ"));
        Assert.Null(Countries.Get("us"));
    }

    [Fact]
    public void Every_country_is_in_exactly_one_sub_region_and_one_region()
    {
        foreach (var country in Countries.All)
        {
            var sub = Assert.Single(Areas.All, a => a.Kind == AreaKind.SubRegion && a.Contains(country.Code));
            var region = Assert.Single(Areas.All, a => a.Kind == AreaKind.Region && a.Contains(country.Code));
            Assert.Equal((country.Area, country.Continent), (sub.Name, region.Name));
        }
    }

    [Fact]
    public void Only_uninhabited_lands_lack_a_language_a_zone_or_a_currency()
    {
        Assert.Equal(["AQ", "HM"], Countries.All.Where(c => c.Languages.Count == 0).Select(c => c.Code));
        Assert.Equal(["BV", "HM"], Countries.All.Where(c => c.TimeZones.Count == 0).Select(c => c.Code));
        Assert.Equal(["AQ"], Countries.All.Where(c => c.Currency is null).Select(c => c.Code));
    }

    [Fact]
    public void Languages_zones_and_currencies_of_countries_exist()
    {
        foreach (var country in Countries.All)
        {
            Assert.All(country.Languages, tag => Assert.True(Languages.LanguageName(tag) is not null || IsRare(tag), $"{country.Code} {tag}"));
            Assert.All(country.TimeZones, zone => Assert.NotNull(DateTimeZoneProviders.Tzdb.GetZoneOrNull(zone)));
            Assert.True(country.Currency is null || Currencies.Get(country.Currency) is not null, country.Code);
        }

        // CLDR counts the speakers of some hundred languages that it has no English name for.
        static bool IsRare(string tag) => tag.Split('-')[0].Length == 3;
    }

    [Theory]
    [InlineData("US", "Northern America", "Americas", "en", "USD")]
    [InlineData("AE", "Western Asia", "Asia", "ar", "AED")]
    [InlineData("CN", "Eastern Asia", "Asia", "zh", "CNY")]
    [InlineData("BR", "South America", "Americas", "pt", "BRL")]
    [InlineData("ID", "South-eastern Asia", "Asia", "id", "IDR")]
    [InlineData("TW", "Eastern Asia", "Asia", "zh-Hant", "TWD")]
    [InlineData("NG", "Western Africa", "Africa", "en", "NGN")]
    [InlineData("AU", "Australia and New Zealand", "Oceania", "en", "AUD")]
    [InlineData("IN", "Southern Asia", "Asia", "hi", "INR")]
    [InlineData("BG", "Eastern Europe", "Europe", "bg", "EUR")]
    public void Facts_of_well_known_countries(string code, string area, string continent, string language, string currency)
    {
        var country = Countries.Get(code);
        Assert.NotNull(country);
        Assert.Equal((area, continent, language, currency), (country.Area, country.Continent, country.Languages[0], country.Currency));
    }

    [Theory]
    [InlineData("US", "67")]
    [InlineData("SA", "56")]
    [InlineData("AE", "67")]
    [InlineData("IR", "5")]
    [InlineData("AF", "45")]
    [InlineData("IN", "7")]
    [InlineData("IL", "56")]
    [InlineData("ZZ", "67")]
    public void Weekends(string country, string days)
    {
        var weekend = Enum.GetValues<IsoDayOfWeek>().Where(d => d != IsoDayOfWeek.None && Countries.IsWeekend(country, d));
        Assert.Equal(days, string.Concat(weekend.Select(d => (int)d)));
    }

    [Fact]
    public void The_committed_tables_are_what_the_generator_writes()
    {
        if (Generator() is not { } script)
        {
            Assert.Skip("node or the npm packages of tools/geography are not installed (npm ci there).");
            return;
        }
        using var node = Process.Start(new ProcessStartInfo("node", [script, "--check"]) { RedirectStandardError = true, UseShellExecute = false })!;
        var complaints = node.StandardError.ReadToEnd();
        node.WaitForExit();
        Assert.Equal((0, ""), (node.ExitCode, complaints));
    }

    private static string? Generator()
    {
        var hasNode = Environment.GetEnvironmentVariable("PATH")!.Split(Path.PathSeparator).Any(f => File.Exists(Path.Combine(f, "node")) || File.Exists(Path.Combine(f, "node.exe")));
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); hasNode && folder is not null; folder = folder.Parent)
        {
            var tools = Path.Combine(folder.FullName, "tools", "geography");
            if (Directory.Exists(Path.Combine(tools, "node_modules", "cldr-core")))
                return Path.Combine(tools, "generate.mjs");
        }
        return null;
    }
}
