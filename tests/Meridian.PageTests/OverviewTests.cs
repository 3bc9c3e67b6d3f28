using System.Globalization;
using System.Text.RegularExpressions;

namespace Meridian.PageTests;

/// <summary>The overview tells how many customers there are where, and each number leads to them.</summary>
[Collection(SiteCollection.Name)]
public sealed partial class OverviewTests(Site site)
{
    [Fact]
    public async Task A_cell_of_the_matrix_leads_to_as_many_customers()
    {
        var page = await site.Open("/");
        var cell = page.Locator(".matrix td.cell a[href*='country=US'][href*='platform=whatsapp']").First;
        var customers = Number(await cell.InnerTextAsync());
        Assert.True(customers > 0);
        await cell.ClickAsync();
        await page.Reached(u => u.Contains("/customers?", StringComparison.Ordinal));
        await Site.Ready(page);
        Assert.Equal(customers, Number(await page.Locator(".title [role=status]").InnerTextAsync()));
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task The_matrix_as_somebody_looks_at_it_is_in_the_address()
    {
        var page = await site.Open("/");
        await page.Locator(".segments button.high").ClickAsync();
        await page.Reached(u => u.Contains("activity=high", StringComparison.Ordinal));
        await page.Locator(".matrix .fold").First.ClickAsync();
        await page.Reached(u => u.Contains("fold=", StringComparison.Ordinal));
        await Expect(page.Locator(".matrix .fold").First).ToHaveAttributeAsync("aria-expanded", "false");
        var (rows, address) = (await page.Locator(".matrix tbody tr").CountAsync(), new Uri(page.Url).PathAndQuery);
        await page.Context.CloseAsync();
        var copied = await site.Open(address);
        await Expect(copied.Locator(".segments button.high")).ToHaveAttributeAsync("aria-pressed", "true");
        Assert.Equal(rows, await copied.Locator(".matrix tbody tr").CountAsync());
        await copied.Context.CloseAsync();
    }

    [Theory]
    [InlineData("en-GB", "United States")]
    [InlineData("zh-CN", "美国")]
    [InlineData("zh-TW", "美國")]
    public async Task Countries_are_named_in_the_readers_language(string language, string name)
    {
        var page = await site.Open("/", language: language);
        await Expect(page.Locator(".matrix th.country-row", new() { HasText = name })).ToHaveCountAsync(1);
        await page.Context.CloseAsync();
    }

    private static int Number(string text) => int.Parse(Digits().Match(text.Replace(",", "", StringComparison.Ordinal)).Value, CultureInfo.InvariantCulture);

    [GeneratedRegex("[0-9]+", RegexOptions.None, 1000)]
    private static partial Regex Digits();
}
