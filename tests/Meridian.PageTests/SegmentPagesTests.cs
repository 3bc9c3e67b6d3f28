using System.Text.RegularExpressions;

namespace Meridian.PageTests;

/// <summary>Segments: chosen and written, counted at once, taken out, laid over one another.</summary>
[Collection(SiteCollection.Name)]
public sealed partial class SegmentPagesTests(Site site)
{
    [Fact]
    public async Task A_segment_is_made_by_choices_counted_at_every_change_saved_taken_out_and_compared()
    {
        var page = await site.Open("/segments/new");
        var rule = page.GetByLabel("Rule", new() { Exact = true });
        var count = page.Locator("[data-count]");
        await page.GetByLabel("Country").SelectOptionAsync("US");
        await Expect(rule).ToHaveValueAsync("country = \"US\"");
        await Expect(count).ToHaveAttributeAsync("data-count", Some());
        var american = await Number(count);
        await page.GetByLabel("Platform").SelectOptionAsync("whatsapp");
        await Expect(rule).ToHaveValueAsync("country = \"US\" and platform(\"whatsapp\")");
        await Expect(count).Not.ToHaveAttributeAsync("data-count", $"{american}");
        Assert.InRange(await Number(count), 1, american - 1);
        // What is written is chosen too.
        await rule.FillAsync("country in (\"US\", \"IN\")");
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Remove India" })).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Remove India" }).ClickAsync();
        await Expect(count).ToHaveAttributeAsync("data-count", $"{american}");
        await page.GetByRole(AriaRole.Textbox, new() { Name = "Key" }).FillAsync("made_here");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save", Exact = true }).ClickAsync();
        await page.Reached(site.Url + "/segments/made_here");
        await Site.Ready(page);
        Assert.Equal(american, await Shown(page.Locator("a.figure b")));

        // The list has all of them; the audience only who consented, hashed.
        Assert.Equal(american, (await Lines(page, "CSV")).Count(l => Begins().IsMatch(l)));
        var included = await Shown(page.Locator(".facts dd strong").First);
        Assert.InRange(included, 1, american - 1);
        var audience = await Lines(page, "Meta Custom Audiences");
        Assert.Equal("email,phone", audience[0]);
        Assert.InRange(audience.Length - 1, included, int.MaxValue);
        Assert.All(audience[1..], l => Assert.Matches(Hashed(), l));

        // Another, and both together.
        await page.GotoAsync("/segments/new?rule=" + Uri.EscapeDataString("platform(\"whatsapp\")"));
        await Site.Ready(page);
        await page.GetByRole(AriaRole.Textbox, new() { Name = "Key" }).FillAsync("also_here");
        await Expect(count).ToHaveAttributeAsync("data-count", Some());
        await page.GetByRole(AriaRole.Button, new() { Name = "Save", Exact = true }).ClickAsync();
        await page.Reached(site.Url + "/segments/also_here");
        await page.GotoAsync("/segments/overlap?keys=made_here,also_here");
        await Site.Ready(page);
        await Expect(page.Locator(".upset tbody tr")).ToHaveCountAsync(3);
        await Expect(page.Locator("svg.venn text.num")).ToHaveCountAsync(3);
        await page.Context.CloseAsync();
    }

    private static Regex Some() => new("^[1-9]");

    private static async Task<int> Number(ILocator count) => int.Parse((await count.GetAttributeAsync("data-count"))!, System.Globalization.CultureInfo.InvariantCulture);

    private static async Task<int> Shown(ILocator number) => int.Parse(await number.InnerTextAsync(), System.Globalization.NumberStyles.AllowThousands, System.Globalization.CultureInfo.InvariantCulture);

    private static async Task<string[]> Lines(IPage page, string link)
    {
        var file = await page.RunAndWaitForDownloadAsync(() => page.GetByRole(AriaRole.Link, new() { Name = link, Exact = true }).ClickAsync());
        return await File.ReadAllLinesAsync(await file.PathAsync());
    }

    /// <summary>A customer's first line; what notes hold may have more of them.</summary>
    [GeneratedRegex("^[0-9a-f]{8}-[0-9a-f]{4}-", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Begins();

    [GeneratedRegex("^([0-9a-f]{64})?,([0-9a-f]{64})?$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Hashed();
}
