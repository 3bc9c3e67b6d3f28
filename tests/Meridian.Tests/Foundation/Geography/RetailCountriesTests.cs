using Meridian.Foundation.Geography;

namespace Meridian.Tests.Foundation.Geography;

/// <summary>A British retailer's own country column (UCI Online Retail), as typed by its staff.</summary>
public class RetailCountriesTests
{
    private static readonly Dictionary<string, string?> Expected = new(StringComparer.Ordinal)
    {
        ["Australia"] = "AU",
        ["Austria"] = "AT",
        ["Belgium"] = "BE",
        ["Brazil"] = "BR",
        ["Canada"] = "CA",
        ["Channel Islands"] = null,
        ["Cyprus"] = "CY",
        ["Denmark"] = "DK",
        ["EIRE"] = "IE",
        ["European Community"] = null,
        ["Finland"] = "FI",
        ["France"] = "FR",
        ["Germany"] = "DE",
        ["Greece"] = "GR",
        ["Hong Kong"] = "HK",
        ["Iceland"] = "IS",
        ["Israel"] = "IL",
        ["Italy"] = "IT",
        ["Japan"] = "JP",
        ["Lithuania"] = "LT",
        ["Malta"] = "MT",
        ["Netherlands"] = "NL",
        ["Norway"] = "NO",
        ["Poland"] = "PL",
        ["Portugal"] = "PT",
        ["Saudi Arabia"] = "SA",
        ["Singapore"] = "SG",
        ["Spain"] = "ES",
        ["Sweden"] = "SE",
        ["Switzerland"] = "CH",
        ["USA"] = "US",
        ["United Arab Emirates"] = "AE",
        ["United Kingdom"] = "GB",
        ["Unspecified"] = null,
    };

    [Fact]
    public void Every_country_the_retailer_wrote_is_read_as_it_was_meant()
    {
        string[] files = ["retail_uci_nonuk_a.csv", "retail_uci_uk_a.csv"];
        if (files.Any(f => SharedData.Find(f) is null))
        {
            Assert.Skip("shared/data is not beside this repository.");
            return;
        }
        // The country is the last column and never quoted, so the last comma is enough of a CSV reader.
        var written = files.SelectMany(f => File.ReadLines(SharedData.Find(f)!).Skip(1)).Select(line => line[(line.LastIndexOf(',') + 1)..]).ToList();
        Assert.Equal(42_092, written.Count);
        Assert.Equal(Expected.Keys.Order(StringComparer.Ordinal), written.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));
        foreach (var (text, code) in Expected)
        {
            Assert.Equal(code is not null, Countries.TryFind(text, out var found));
            Assert.Equal((text, code ?? ""), (text, found));
        }
        // 422 of the Channel Islands, 61 of the European Community, 296 unspecified.
        Assert.Equal(42_092 - 779, written.Count(text => Countries.TryFind(text, out _)));
    }
}
