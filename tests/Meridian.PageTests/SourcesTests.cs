namespace Meridian.PageTests;

/// <summary>Sources: trusted more or less, their columns guessed again; and files of events among the imports.</summary>
[Collection(SiteCollection.Name)]
public sealed class SourcesTests(Site site)
{
    [Fact]
    public async Task A_source_is_trusted_more_and_what_was_said_of_its_columns_is_changed_and_forgotten()
    {
        Site.NeedChromium();
        var source = await site.MappedSource();
        var page = await site.Open("/settings/sources");
        var row = page.Locator("tr").Filter(new() { HasText = source });
        await Expect(row).ToContainTextAsync("3 corrected");
        await row.GetByRole(AriaRole.Link, new() { Name = "Change: " + source }).ClickAsync();
        await page.Reached("**/settings/source?name=" + source);
        await Site.Ready(page);
        var trust = page.GetByLabel("Trust, 0 to 100");
        await Expect(trust).ToHaveValueAsync("50");
        await trust.FillAsync("80");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Expect(page.GetByText($"{source} is changed.")).ToBeVisibleAsync();
        Assert.Equal(80, await TrustOf(source));
        await page.GetByRole(AriaRole.Button, new() { Name = "Undo" }).ClickAsync();
        await Expect(trust).ToHaveValueAsync("50");
        Assert.Equal(50, await TrustOf(source));

        await page.GetByLabel("What stage means").SelectOptionAsync("ignore");
        await Expect(page.Locator("tr.gone")).ToHaveCountAsync(3);
        await page.GetByRole(AriaRole.Button, new() { Name = "Guess again: box" }).ClickAsync();
        await Expect(page.Locator("tr.gone")).ToHaveCountAsync(2);
        await page.GetByRole(AriaRole.Button, new() { Name = "Guess all again" }).First.ClickAsync();
        await Expect(page.Locator("tr.gone")).ToHaveCountAsync(1);
        await page.GotoAsync(site.Url + "/settings/source?name=nobody-knows-it");
        await Site.Ready(page);
        await Expect(page.Locator("#main")).ToContainTextAsync("There is no such source");
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task A_file_of_events_is_among_the_imports_with_what_was_rejected()
    {
        Site.NeedChromium();
        var source = await site.MappedSource();
        var page = await site.Open("/imports");
        var row = page.Locator("tr").Filter(new() { HasText = source + "-orders.csv" });
        await Expect(row).ToContainTextAsync("orders or messages");
        await row.GetByRole(AriaRole.Link).First.ClickAsync();
        await page.Reached("**/imports/events/*");
        await Site.Ready(page);
        await Expect(page.Locator(".figures")).ToContainTextAsync("New events");
        await Expect(page.Locator("#main")).ToContainTextAsync("is not a date");
        await page.Context.CloseAsync();
    }

    private async Task<int> TrustOf(string source) =>
        (await site.Server.Run("sources", "list", "--json")).Select(l => System.Text.Json.JsonDocument.Parse(l).RootElement).Single(s => s.GetProperty("name").GetString() == source).GetProperty("trust").GetInt32();
}
