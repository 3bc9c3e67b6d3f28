namespace Meridian.PageTests;

/// <summary>Data health accounts for what came in, and says what is missing.</summary>
[Collection(SiteCollection.Name)]
public sealed class HealthTests(Site site)
{
    [Fact]
    public async Task Messages_add_up_and_their_numbers_lead_to_them()
    {
        var page = await site.Open("/health");
        await Expect(page.Locator(".equation")).ToContainTextAsync("adds up");
        await page.Locator(".equation a[href*='kind=applied']").ClickAsync();
        await page.Reached(u => u.Contains("/live?kind=applied", StringComparison.Ordinal));
        await Site.Ready(page);
        await Expect(page.Locator("table.feed tbody tr").First).ToBeVisibleAsync();
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task Missing_fields_are_told_by_source_country_and_month()
    {
        var page = await site.Open("/health");
        await page.GetByRole(AriaRole.Button, new() { Name = "Country", Exact = true }).ClickAsync();
        await page.Reached(u => u.Contains("by=country", StringComparison.Ordinal));
        await Expect(page.Locator("a[href='/customers?country=US']")).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Country", Exact = true })).ToHaveAttributeAsync("aria-pressed", "true");
        await page.Context.CloseAsync();
    }
}
