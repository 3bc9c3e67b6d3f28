namespace Meridian.PageTests;

/// <summary>A team says from when on somebody is active, sees who would change, and takes it back.</summary>
[Collection(SiteCollection.Name)]
public sealed class ActivityThresholdsTests(Site site)
{
    [Fact]
    public async Task Numbers_are_tried_used_and_taken_back()
    {
        Site.NeedChromium();
        var page = await site.Open("/settings/activity");
        var save = page.GetByRole(AriaRole.Button, new() { Name = "Use these numbers" });
        var low = page.GetByLabel("Days of low activity");
        await Expect(low).ToHaveValueAsync("90");
        await Expect(save).ToBeDisabledAsync();

        // A limit that comes before the one above it is refused where it stands.
        await low.FillAsync("20");
        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("Days of low activity");
        await Expect(save).ToBeDisabledAsync();
        await low.FillAsync("3000");
        await Expect(page.GetByRole(AriaRole.Alert)).ToHaveCountAsync(0);
        var changes = page.Locator(".live > div", new() { HasText = "change" }).Locator("b").Last;
        await Expect(changes).ToHaveTextAsync(new System.Text.RegularExpressions.Regex("^[1-9][0-9,]*$"));
        await page.ScreenshotAsync(new() { Path = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "../../../screens/settings-activity-tried.png")), FullPage = true });

        var silent = await Silent();
        Assert.Matches("^[1-9]", silent);
        await save.ClickAsync();
        await Expect(page.GetByText("Customers are labelled by the new numbers.")).ToBeVisibleAsync();
        Assert.StartsWith("0 ", await Silent(), StringComparison.Ordinal);
        await page.GetByRole(AriaRole.Button, new() { Name = "Undo" }).ClickAsync();
        await Expect(low).ToHaveValueAsync("90");
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Back to the built-in numbers" })).ToHaveCountAsync(0);
        Assert.Equal(silent, await Silent());
        await page.Context.CloseAsync();
    }

    /// <summary>How many customers the list of the silent says it has.</summary>
    private async Task<string> Silent()
    {
        var list = await site.Open("/customers?activity=silent");
        var shown = await list.Locator(".title [role=status]").InnerTextAsync();
        await list.Context.CloseAsync();
        return shown;
    }
}
