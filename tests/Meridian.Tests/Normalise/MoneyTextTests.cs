using System.Globalization;
using Meridian.Normalise;

namespace Meridian.Tests.Normalise;

public sealed class MoneyTextTests
{
    [Theory]
    // cell, hint, amount, currency
    [InlineData("US$1,234.50", null, "1234.50", "USD")]
    [InlineData("$1,234.50", null, "1234.50", null)]
    [InlineData("$1,234.50", "US", "1234.50", "USD")]
    [InlineData("$1,234.50", "MX", "1234.50", "MXN")]
    [InlineData("$ 1.234,50", "AR", "1234.50", "ARS")]
    [InlineData("$1,234.50", "CAD", "1234.50", "CAD")]
    [InlineData("$5", "BR", "5", null)]
    [InlineData("€5", "US", "5", "EUR")]
    [InlineData("1.234,50 €", null, "1234.50", "EUR")]
    [InlineData("EUR 1.234,50", null, "1234.50", "EUR")]
    [InlineData("R$ 1.234,50", null, "1234.50", "BRL")]
    [InlineData("₹1,23,456", null, "123456", "INR")]
    [InlineData("Rs. 500/-", "IN", "500", "INR")]
    [InlineData("Rs. 500/-", null, "500", null)]
    [InlineData("¥12,000", null, "12000", null)]
    [InlineData("¥12,000", "JP", "12000", "JPY")]
    [InlineData("￥12,000", "CN", "12000", "CNY")]
    [InlineData("12000円", null, "12000", "JPY")]
    [InlineData("12,000원", null, "12000", "KRW")]
    [InlineData("人民币 300", null, "300", "CNY")]
    [InlineData("300元", "CN", "300", "CNY")]
    [InlineData("NT$300", null, "300", "TWD")]
    [InlineData("HK$ 300", null, "300", "HKD")]
    [InlineData("AED 300", null, "300", "AED")]
    [InlineData("٣٠٠ د.إ.", null, "300", "AED")]
    [InlineData("١٬٢٣٤٫٥٠ ر.س", null, "1234.50", "SAR")]
    [InlineData("12 000,00 ₽", null, "12000.00", "RUB")]
    [InlineData("12 000 руб.", null, "12000", "RUB")]
    [InlineData("Rp 1.500.000", null, "1500000", "IDR")]
    [InlineData("Rp.500", null, "500", "IDR")]
    [InlineData("1.500.000₫", null, "1500000", "VND")]
    [InlineData("฿1,500", null, "1500", "THB")]
    [InlineData("£1,500", "GB", "1500", "GBP")]
    [InlineData("CHF 1’234.50", null, "1234.50", "CHF")]
    [InlineData("1 234,50 zł", null, "1234.50", "PLN")]
    [InlineData("S/ 25.90", null, "25.90", "PEN")]
    [InlineData("₺1.234,50", null, "1234.50", "TRY")]
    [InlineData("1,234 USD", null, "1234", "USD")]
    [InlineData("$1,234 USD", null, "1234", "USD")]
    [InlineData("MXN $1,234", null, "1234", "MXN")]
    [InlineData("100 dólares", null, "100", "USD")]
    [InlineData("KWD 1.250", null, "1.250", "KWD")]
    [InlineData("KWD 1,250", null, "1250", "KWD")]
    [InlineData("(12.30)", null, "-12.30", null)]
    [InlineData("($12.30)", "US", "-12.30", "USD")]
    [InlineData("-$5", "US", "-5", "USD")]
    [InlineData("$-5", "US", "-5", "USD")]
    [InlineData("5- €", null, "-5", "EUR")]
    [InlineData("−5 €", null, "-5", "EUR")]
    [InlineData("12,- €", null, "12", "EUR")]
    [InlineData("Fr. 12.–", null, "12", "CHF")]
    [InlineData("1234.5", "EUR", "1234.5", "EUR")]
    [InlineData("1234.5", "ES", "1234.5", null)]
    [InlineData("1.234", null, "1234", null)]
    [InlineData("1.234", "ES", "1234", null)]
    [InlineData("1.234", "US", "1.234", null)]
    [InlineData("1,234", "US", "1234", null)]
    [InlineData("0", "XX", "0", null)]
    [InlineData("12.5", "QQQ", "12.5", null)]
    public void Reads_amounts_as_they_are_written(string cell, string? hint, string amount, string? currency)
    {
        Assert.True(MoneyText.TryRead(cell, hint, out var value, out var code), cell);
        Assert.Equal((decimal.Parse(amount, CultureInfo.InvariantCulture), currency), (value, code));
    }

    [Theory]
    [InlineData("")]
    [InlineData("n/a")]
    [InlineData("free")]
    [InlineData("$")]
    [InlineData("5 apples")]
    [InlineData("€5 USD")]
    [InlineData("--5")]
    [InlineData("(-5)")]
    [InlineData("10-20 €")]
    [InlineData("10 € / 20 €")]
    [InlineData("50%")]
    [InlineData("1.2.3")]
    [InlineData("8.61381E+12")]
    [InlineData("99999999999999999999999999999")]
    [InlineData("+34 600 123 4567 x")]
    public void Refuses_what_is_no_amount(string cell) => Assert.False(MoneyText.TryRead(cell, null, out var amount, out _), $"read as {amount}");

    [Fact]
    public void A_columns_mark_is_stronger_than_the_hint()
    {
        Assert.True(MoneyText.TryRead("1.234", "ES", DecimalMark.Point, out var amount, out _));
        Assert.Equal(1.234m, amount);
    }

    [Fact]
    public void Every_country_writes_its_own_money_so_that_it_is_read_back()
    {
        var read = 0;
        foreach (var culture in CultureInfo.GetCultures(CultureTypes.SpecificCultures))
        {
            var region = new RegionInfo(culture.Name);
            if (region.TwoLetterISORegionName.Length != 2 || !MoneyText.TryRead("1", region.ISOCurrencySymbol, out _, out var known) || known is null)
                continue;
            var text = 1234.5m.ToString("N2", culture) + " " + region.ISOCurrencySymbol;
            if (!text.Any(char.IsDigit) || culture.NumberFormat.NumberGroupSeparator.Length != 1)
                continue;
            Assert.True(MoneyText.TryRead(text, null, out var amount, out var currency), $"{culture.Name}: {text}");
            Assert.Equal((1234.5m, region.ISOCurrencySymbol), (amount, currency));
            read++;
        }
        Assert.True(read > 300, $"only {read} cultures were tried");
    }
}
