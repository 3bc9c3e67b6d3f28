namespace Meridian.PageTests;

/// <summary>A team says what it means by an area, and its lists follow.</summary>
[Collection(SiteCollection.Name)]
public sealed class AreasTests(Site site)
{
    [Fact]
    public async Task An_area_is_begun_from_one_that_is_there_finds_its_customers_and_goes_again()
    {
        Site.NeedChromium();
        var page = await site.Open("/settings/areas");
        var form = page.Locator("#main form").First;
        await form.GetByRole(AriaRole.Textbox, new() { Name = "Key" }).FillAsync("our_pair");
        await form.GetByLabel("Name in English").FillAsync("Our pair");
        await form.GetByLabel("Countries").SelectOptionAsync("IN");
        await Expect(form.GetByRole(AriaRole.Button, new() { Name = "Leave out India" })).ToBeVisibleAsync();
        await form.GetByLabel("Countries").SelectOptionAsync("US");
        await Expect(form.GetByRole(AriaRole.Button, new() { Name = "Leave out United States" })).ToBeVisibleAsync();
        await form.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        var row = page.Locator("tr").Filter(new() { HasText = "our_pair" });
        var customers = await row.GetByRole(AriaRole.Link).InnerTextAsync();
        Assert.NotEqual("0", customers);
        await page.ScreenshotAsync(new() { Path = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "../../../screens/settings-areas-one.png")), FullPage = true });
        await row.GetByRole(AriaRole.Link).ClickAsync();
        await page.Reached("**/customers?area=our_pair");
        await Site.Ready(page);
        await Expect(page.Locator("#main")).ToContainTextAsync(customers);
        await Expect(page.Locator("label.pick", new() { Has = page.GetByText("Area", new() { Exact = true }) }).Locator("select")).ToHaveValueAsync("our_pair");

        await page.GotoAsync(site.Url + "/");
        await Site.Ready(page);
        await page.GetByRole(AriaRole.Button, new() { Name = "By our areas" }).ClickAsync();
        await page.Reached(u => u.Contains("areas=own", StringComparison.Ordinal));
        await Expect(page.Locator(".matrix th", new() { HasText = "Our pair" })).ToHaveCountAsync(1);
        // All others stand together, so that nobody is left out of the sum.
        await Expect(page.Locator(".matrix tr.group", new() { HasText = "Other countries" })).ToHaveCountAsync(1);
        await page.Locator(".matrix button.fold", new() { HasText = "Other countries" }).ClickAsync();
        await Expect(page.Locator(".matrix th.country-row")).ToHaveCountAsync(2);
        await Expect(page.Locator(".matrix a[href='/customers?area=our_pair']").First).ToHaveTextAsync(customers);
        await page.ScreenshotAsync(new() { Path = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "../../../screens/overview-areas.png")), FullPage = true });

        await page.GotoAsync(site.Url + "/settings/areas");
        await Site.Ready(page);
        await row.GetByRole(AriaRole.Button, new() { Name = "Take away" }).ClickAsync();
        await Expect(row).ToHaveCountAsync(0);
        await page.GetByRole(AriaRole.Button, new() { Name = "Undo" }).ClickAsync();
        await Expect(row).ToHaveCountAsync(1);
        await row.GetByRole(AriaRole.Button, new() { Name = "Take away" }).ClickAsync();
        await Expect(row).ToHaveCountAsync(0);
        await page.Context.CloseAsync();
    }
}
