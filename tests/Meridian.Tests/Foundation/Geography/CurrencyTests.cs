using Meridian.Foundation.Geography;

namespace Meridian.Tests.Foundation.Geography;

public class CurrencyTests
{
    [Theory]
    [InlineData("USD", null, "USD")]
    [InlineData("usd", null, "USD")]
    [InlineData("HRK", null, "HRK")]
    [InlineData("€", null, "EUR")]
    [InlineData("£", null, "GBP")]
    [InlineData("£", "EG", "EGP")]
    [InlineData("£", "DE", "GBP")]
    [InlineData("pounds", null, "GBP")]
    [InlineData("₩", null, "KRW")]
    [InlineData("R$", null, "BRL")]
    [InlineData("US$", null, "USD")]
    [InlineData("HK$", null, "HKD")]
    [InlineData("NT$", null, "TWD")]
    [InlineData("CN¥", null, "CNY")]
    [InlineData("RMB", null, "CNY")]
    [InlineData("人民币", null, "CNY")]
    [InlineData("美元", null, "USD")]
    [InlineData("د.إ", "AE", "AED")]
    [InlineData("د.إ", null, null)] // without its hamza it is Jordan's
    [InlineData("درهم إماراتي", null, "AED")]
    [InlineData("zł", null, "PLN")]
    [InlineData("US dollars", null, "USD")]
    [InlineData("dólar estadounidense", null, "USD")]
    [InlineData("Schweizer Franken", null, "CHF")]
    [InlineData("tenge", null, "KZT")]
    [InlineData("forint", null, "HUF")]
    [InlineData("som", null, null)]
    [InlineData("som", "UZ", "UZS")]
    [InlineData("gold", null, null)]
    [InlineData("रुपया", null, null)]
    [InlineData("भारतीय रुपया", null, "INR")]
    // Shared symbols and names: the country tells, or nothing does.
    [InlineData("¥", null, null)]
    [InlineData("¥", "CN", "CNY")]
    [InlineData("¥", "JP", "JPY")]
    [InlineData("￥", "JP", "JPY")]
    [InlineData("¥", "DE", null)]
    [InlineData("$", null, null)]
    [InlineData("$", "US", "USD")]
    [InlineData("$", "MX", "MXN")]
    [InlineData("$", "AU", "AUD")]
    [InlineData("$", "DE", null)]
    [InlineData("元", "TW", "TWD")]
    [InlineData("元", null, null)]
    [InlineData("kr", null, null)]
    [InlineData("kr.", "DK", "DKK")]
    [InlineData("kr", "SE", "SEK")]
    [InlineData("Rs", "PK", "PKR")]
    [InlineData("Rs.", "IN", "INR")]
    [InlineData("peso", "PH", "PHP")]
    [InlineData("R", null, null)]
    [InlineData("R", "ZA", "ZAR")]
    [InlineData("", null, null)]
    [InlineData("XYZ", null, null)]
    [InlineData("12", null, null)]
    public void Reads_codes_symbols_and_names(string text, string? country, string? expected)
    {
        Assert.Equal(expected is not null, Currencies.TryFind(text, country, out var code));
        Assert.Equal(expected ?? "", code);
    }

    // Names that CLDR gives to several currencies, and those that currency-aliases.tsv calls shared.
    [Fact]
    public void Every_name_of_a_currency_is_read_as_it_with_its_country()
    {
        var wrong = new List<string>();
        var shared = new List<string>();
        foreach (var (code, name) in GeographyData.Names("currencies.tsv", 3, 5))
        {
            var home = Countries.All.FirstOrDefault(c => c.Currency == code)?.Code;
            if (Currencies.TryFind(name, home, out var found) && found == code)
                continue;
            if (found.Length == 0)
                shared.Add($"{name}: {code}");
            else
                wrong.Add($"{name}: {code}, read as {found}");
        }
        Assert.Empty(wrong);
        // "Rand", "tenge" and most others need no country; what several share is not read where the currency is no country's first one.
        Assert.All(shared, s => Assert.DoesNotContain(Countries.All, c => s.EndsWith($": {c.Currency}", StringComparison.Ordinal)));
    }

    [Fact]
    public void Facts()
    {
        Assert.Equal(("156", 2), (Currencies.Get("CNY")!.NumericCode, Currencies.Get("cny")!.Digits));
        Assert.Equal(0, Currencies.Get("JPY")!.Digits);
        Assert.Equal(3, Currencies.Get("KWD")!.Digits);
        Assert.Equal("008", Currencies.Get("ALL")!.NumericCode);
        Assert.Null(Currencies.Get("ZZZ"));
        Assert.Equal(Currencies.All.Count, Currencies.All.Select(c => c.Code).Distinct(StringComparer.Ordinal).Count());
    }
}
