namespace Meridian.PageTests;

/// <summary>Tags and their rules: written with help, previewed, published, looked at.</summary>
[Collection(SiteCollection.Name)]
public sealed class TagPagesTests(Site site)
{
    [Fact]
    public async Task A_rule_is_written_with_proposals_and_mended_by_a_click_and_who_would_enter_is_shown_at_once()
    {
        var page = await site.Open("/tags/new");
        await page.GetByRole(AriaRole.Textbox, new() { Name = "Key" }).FillAsync("written_here");
        var rule = page.GetByLabel("Who has the tag");
        await Expect(rule).ToBeEditableAsync();
        await rule.ClickAsync();
        // By keys alone.
        await page.Keyboard.TypeAsync("coun");
        await Expect(page.Locator(".rule-popup li").First).ToHaveTextAsync(new System.Text.RegularExpressions.Regex("^country"));
        await page.Keyboard.PressAsync("Enter");
        await page.Keyboard.TypeAsync(" = \"Ind");
        await Expect(page.Locator(".rule-popup li").First).ToContainTextAsync("India");
        await page.Keyboard.PressAsync("ArrowDown");
        await page.Keyboard.PressAsync("ArrowUp");
        await page.Keyboard.PressAsync("Tab");
        await Expect(rule).ToHaveValueAsync("country = \"IN\"");
        await page.Keyboard.TypeAsync(" and platfrom(\"whatsapp\")");
        await page.Keyboard.PressAsync("Escape");
        await Expect(page.GetByText("There is no function 'platfrom'.")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Write “platform”" }).ClickAsync();
        await Expect(rule).ToHaveValueAsync("country = \"IN\" and platform(\"whatsapp\")");
        var enter = page.Locator(".live .enter b");
        await Expect(enter).ToHaveTextAsync(new System.Text.RegularExpressions.Regex(@"^\+[1-9]"));
        // Customers by name, and why.
        await page.GetByRole(AriaRole.Button, new() { Name = "Why?" }).First.ClickAsync();
        await Expect(page.Locator(".why").First).ToContainTextAsync("platform(\"whatsapp\")");

        // A reload brings back what was written.
        await Expect(page.GetByText("Kept as you write")).ToBeVisibleAsync();
        await Task.Delay(1_000, TestContext.Current.CancellationToken);
        await page.ReloadAsync();
        await Site.Ready(page);
        await Expect(page.GetByLabel("Who has the tag")).ToHaveValueAsync("country = \"IN\" and platform(\"whatsapp\")");
        await Expect(page.GetByText("What you were writing is back.")).ToBeVisibleAsync();

        // Rows and text are one.
        await page.GetByText("Build with rows").ClickAsync();
        await page.GetByLabel("Condition", new() { Exact = true }).First.FillAsync("country = \"US\"");
        await page.GetByLabel("Condition", new() { Exact = true }).First.BlurAsync();
        await Expect(page.GetByLabel("Who has the tag")).ToHaveValueAsync("country = \"US\" and platform(\"whatsapp\")");

        await page.GetByLabel("Name, English").FillAsync("Written here");
        await page.GetByLabel("Reason, for the team").FillAsync("because of the test");
        await page.GetByRole(AriaRole.Button, new() { Name = "Publish" }).ClickAsync();
        await page.Reached(site.Url + "/tags/written_here");
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Written here" })).ToBeVisibleAsync();
        await Expect(page.GetByText("because of the test")).ToBeVisibleAsync();
        await Expect(page.Locator(".version")).ToContainTextAsync("Mei");
        var customers = await page.Locator("a.figure b").InnerTextAsync();
        Assert.Matches("^[1-9]", customers);

        // What its rule would have done on the days before: nothing until the sample data came, and then these.
        var replay = page.GetByRole(AriaRole.Region, new() { Name = "What it would have done" });
        await replay.GetByRole(AriaRole.Button, new() { Name = "7 days" }).ClickAsync();
        await Expect(replay.Locator("svg.flow g title")).ToHaveCountAsync(7);
        await Expect(replay.Locator("svg.flow g title").Last).ToContainTextAsync($"= {customers}");
        await page.ScreenshotAsync(new() { Path = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "../../../screens/tag-replay.png")), FullPage = true });

        // What was retired comes back by undo.
        await page.GetByRole(AriaRole.Button, new() { Name = "Retire" }).ClickAsync();
        await Expect(page.Locator("a.figure b")).ToHaveTextAsync("0");
        await page.GetByRole(AriaRole.Button, new() { Name = "Undo" }).Last.ClickAsync();
        await Expect(page.Locator("a.figure b")).ToHaveTextAsync(customers);
        await page.GotoAsync("/tags?q=written");
        await Site.Ready(page);
        await Expect(page.Locator("table.grid tbody tr")).ToHaveCountAsync(1);
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task A_pack_is_installed_and_taken_back()
    {
        var page = await site.Open("/tags/packs");
        var pack = page.Locator("section.pack", new() { HasText = "Needs a loan" });
        await pack.GetByRole(AriaRole.Button, new() { Name = "Install as drafts" }).ClickAsync();
        await Expect(pack.Locator("summary .tag.draft")).ToHaveCountAsync(3);
        await page.GetByRole(AriaRole.Button, new() { Name = "Undo" }).Last.ClickAsync();
        await Expect(pack.GetByRole(AriaRole.Button, new() { Name = "Install as drafts" })).ToBeVisibleAsync();
        await Expect(pack.Locator("summary .tag.draft")).ToHaveCountAsync(0);
        await page.Context.CloseAsync();
    }
}
