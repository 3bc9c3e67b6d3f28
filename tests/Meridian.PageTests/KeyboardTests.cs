namespace Meridian.PageTests;

/// <summary>Five key tasks by keyboard alone: nothing here clicks, or puts the focus anywhere.</summary>
[Collection(SiteCollection.Name)]
public sealed class KeyboardTests(Site site)
{
    [Fact]
    public async Task Somebody_signs_in()
    {
        Site.NeedChromium();
        var page = await (await site.Browser.NewContextAsync(new BrowserNewContextOptions { BaseURL = site.Url, Locale = "en-GB" })).NewPageAsync();
        await page.GotoAsync("/login");
        await Keys.Type(page, page.GetByLabel("E-mail"), Site.Email);
        await Keys.Type(page, page.GetByLabel("Password"), Site.Password);
        await page.Keyboard.PressAsync("Enter");
        await page.Reached(site.Url + "/");
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task A_customer_is_found_and_followed_to_the_rows_of_files()
    {
        var page = await site.Open("/");
        await page.Keyboard.PressAsync("/");
        await Expect(page.Locator("#quick-search")).ToBeFocusedAsync();
        await page.Keyboard.TypeAsync("maria");
        await page.Keyboard.PressAsync("Enter");
        await page.Reached("**/customers?q=maria");
        await Site.Ready(page);
        var first = page.Locator("table.customers tbody td.name a").First;
        var name = await first.InnerTextAsync();
        await Keys.Press(page, first);
        await Expect(page.Locator("h1")).ToHaveTextAsync(name);
        await Site.Ready(page);
        await Keys.Press(page, page.GetByRole(AriaRole.Link, new() { Name = "Records and merges" }));
        await page.Reached("**show=sources");
        await Expect(page.Locator("table.grid").First).ToContainTextAsync("row");
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task Customers_are_chosen_and_tagged_and_the_tag_is_taken_back()
    {
        await site.Server.Run("tags", "save", "keyboard_tag", "--origin", "manual", "--publish");
        var page = await site.Open("/customers?country=US");
        var boxes = page.Locator("table.customers tbody input[type=checkbox]");
        await Keys.Press(page, boxes.Nth(0), "Space");
        await Keys.Press(page, boxes.Nth(1), "Space");
        await Expect(page.GetByRole(AriaRole.Toolbar, new() { Name = "What to do" })).ToContainTextAsync("2");
        // The toolbar stands before the list.
        await page.Keyboard.PressAsync("Control+Home");
        await Back(page, page.GetByRole(AriaRole.Button, new() { Name = "Tag …" }));
        await page.Keyboard.PressAsync("Enter");
        var dialog = page.GetByRole(AriaRole.Dialog);
        await Expect(dialog).ToBeVisibleAsync();
        await Keys.Press(page, dialog.GetByRole(AriaRole.Combobox).First, "Enter");
        await page.Keyboard.TypeAsync("keyboard_tag");
        await page.Keyboard.PressAsync("Enter");
        await Keys.Press(page, dialog.GetByRole(AriaRole.Button, new() { Name = "Give tag" }));
        await Expect(page.GetByText("2 customers have")).ToBeVisibleAsync();
        await Keys.Press(page, page.GetByRole(AriaRole.Button, new() { Name = "Undo" }).Last);
        await Expect(page.GetByText("Taken back.")).ToBeVisibleAsync();
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task A_file_is_rehearsed_and_imported()
    {
        var page = await site.Open("/imports/new");
        var input = page.Locator("#import-file");
        // Asked for long before the key is pressed: the browser is told of it beside what it is told next, and would show a window of its own.
        var chooser = new TaskCompletionSource<IFileChooser>(TaskCreationOptions.RunContinuationsAsynchronously);
        page.FileChooser += (_, opened) => chooser.TrySetResult(opened);
        await Keys.Press(page, input);
        await (await chooser.Task.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken)).SetFilesAsync(new FilePayload { Name = "keys.csv", MimeType = "text/csv", Buffer = "id,name,email\n1,Kay Board,kay@keys.example\n"u8.ToArray() });
        await page.Reached("**/imports/new?file=*");
        await Site.Ready(page);
        await Keys.Press(page, page.GetByRole(AriaRole.Button, new() { Name = "Rehearse" }));
        await page.Reached("**step=check*");
        await Keys.Press(page, page.GetByRole(AriaRole.Button, new() { Name = "Import one row" }));
        await page.Reached(new System.Text.RegularExpressions.Regex("/imports/[0-9]+$"));
        await Expect(page.GetByText("Done").First).ToBeVisibleAsync(new() { Timeout = 60_000 });
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task A_segment_is_written_and_saved()
    {
        var page = await site.Open("/segments/new");
        await Keys.Type(page, page.GetByLabel("Rule", new() { Exact = true }), "country = \"US\"");
        // The list of proposals is closed, or Tab would take one.
        await page.Keyboard.PressAsync("Escape");
        await Expect(page.Locator("[data-count]")).ToHaveAttributeAsync("data-count", new System.Text.RegularExpressions.Regex("^[1-9]"));
        await Back(page, page.GetByRole(AriaRole.Textbox, new() { Name = "Key" }));
        await page.Keyboard.TypeAsync("by_keyboard");
        await Keys.Press(page, page.GetByRole(AriaRole.Button, new() { Name = "Save", Exact = true }));
        await page.Reached(site.Url + "/segments/by_keyboard");
        await page.Context.CloseAsync();
    }

    /// <summary>The other way round, with Shift and Tab.</summary>
    private static async Task Back(IPage page, ILocator target)
    {
        for (var step = 0; step < 80 && !await target.EvaluateAsync<bool>("e => e === document.activeElement"); step++)
            await page.Keyboard.PressAsync("Shift+Tab");
        Assert.True(await target.EvaluateAsync<bool>("e => e === document.activeElement"), $"{target} is not reached backwards.");
    }
}
