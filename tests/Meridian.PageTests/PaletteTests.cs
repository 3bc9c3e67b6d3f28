using System.Text.RegularExpressions;

namespace Meridian.PageTests;

/// <summary>Ctrl-K goes anywhere, by keyboard alone, and shows nobody what they may not see.</summary>
[Collection(SiteCollection.Name)]
public sealed class PaletteTests(Site site)
{
    [Fact]
    public async Task A_page_and_a_customer_are_gone_to_by_a_few_letters()
    {
        Site.NeedChromium();
        var page = await site.Open("/");
        await page.Keyboard.PressAsync("Control+k");
        var field = page.GetByRole(AriaRole.Combobox, new() { Name = "Go anywhere" });
        await Expect(field).ToBeFocusedAsync();
        await page.Keyboard.TypeAsync("data he");
        await Expect(page.Locator("#palette [aria-selected=true]")).ToContainTextAsync("Data health");
        await page.ScreenshotAsync(new() { Path = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "../../../screens/palette.png")) });
        await page.Keyboard.PressAsync("Enter");
        await page.Reached("**/health");
        await Expect(page.Locator("#palette")).Not.ToBeVisibleAsync();

        // Empty again, and a customer by the end of a name; the arrow goes past what stands above.
        var id = await site.CustomerOf("BR");
        await page.GotoAsync($"{site.Url}/customers/{id}");
        await Site.Ready(page);
        var name = await page.Locator("h1").InnerTextAsync();
        await page.Keyboard.PressAsync("Control+k");
        await Expect(field).ToHaveValueAsync("");
        await page.Keyboard.TypeAsync(name);
        var customer = page.Locator("#palette [role=option]", new() { HasText = "customer" }).Filter(new() { HasText = name }).First;
        await Expect(customer).ToBeVisibleAsync();
        for (var step = 0; step < 12 && await customer.GetAttributeAsync("aria-selected") != "true"; step++)
        {
            var before = await field.GetAttributeAsync("aria-activedescendant");
            await page.Keyboard.PressAsync("ArrowDown");
            await Expect(field).Not.ToHaveAttributeAsync("aria-activedescendant", before!);
        }

        await page.Keyboard.PressAsync("Enter");
        await page.Reached(new Regex("/customers/[0-9a-f-]{36}$"));
        await Expect(page.Locator("h1")).ToContainTextAsync(name);

        await page.Keyboard.PressAsync("Control+k");
        await Expect(field).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Escape");
        await Expect(page.Locator("#palette")).Not.ToBeVisibleAsync();
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task Who_may_only_look_at_one_country_finds_no_other_customer_and_no_page_for_changing()
    {
        Site.NeedChromium();
        var chinese = await site.CustomerOf("CN");
        var page = await site.Open("/customers", session: await site.SessionOf("viewer", "BR"));
        await page.Keyboard.PressAsync("Control+k");
        await page.Keyboard.TypeAsync(chinese[..8]);
        await Expect(page.Locator("#palette [role=status]")).ToBeVisibleAsync();
        await page.WaitForTimeoutAsync(1000);
        await Expect(page.Locator("#palette [role=option]")).ToHaveCountAsync(0);
        await page.GetByRole(AriaRole.Combobox, new() { Name = "Go anywhere" }).FillAsync("s");
        await Expect(page.Locator("#palette [role=option]").First).ToBeVisibleAsync();
        Assert.Empty(await page.Locator("#palette [role=option]").Filter(new() { HasTextRegex = new Regex("People|Audit|Suppression|Import a file") }).AllInnerTextsAsync());
        await page.Context.CloseAsync();
    }
}
