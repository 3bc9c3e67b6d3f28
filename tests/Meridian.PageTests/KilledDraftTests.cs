namespace Meridian.PageTests;

/// <summary>A server that is killed while somebody writes a rule: on its own store, because the others need theirs.</summary>
[Collection(SiteCollection.Name)]
public sealed class KilledDraftTests : OwnSite
{
    /// <summary>Issue 7: killing the server while someone edits a rule loses nothing older than two seconds.</summary>
    [Fact]
    public async Task What_was_written_two_seconds_before_theServer_is_killed_is_there_afterwards()
    {
        var page = await Begin();
        await page.GotoAsync("/segments/new");
        await Site.Ready(page);
        var rule = page.GetByLabel("Rule", new() { Exact = true });
        await Expect(rule).ToBeEditableAsync();
        await rule.ClickAsync();
        const string Written = "country in (\"US\", \"IN\") and age > 30";
        await page.Keyboard.TypeAsync(Written, new() { Delay = 20 });
        await Task.Delay(2_000, TestContext.Current.CancellationToken);
        await Server.Kill();
        await Server.StartAgain();
        await page.GotoAsync("/segments/new");
        await Site.Ready(page);
        await Expect(page.GetByText("What you were writing is back.")).ToBeVisibleAsync();
        await Expect(rule).ToHaveValueAsync(Written);
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(Directory.GetDirectories(Path.Combine(Server.Data, "drafts"))[0]));
    }

    /// <summary>Issue 7: a page that is open while the server is started again comes back by itself, and nobody is asked to load it.</summary>
    [Fact]
    public async Task A_page_that_is_open_comes_back_by_itself_when_theServer_does()
    {
        var page = await Begin();
        await page.GotoAsync("/customers?q=ana");
        await Site.Ready(page);
        // Gone with the page as it is now.
        await page.EvaluateAsync("() => { window.before = true; }");
        await Server.Kill();
        await Expect(page.Locator("#components-reconnect-modal")).ToBeVisibleAsync(new() { Timeout = 60_000 });
        Assert.Equal(0, await page.GetByRole(AriaRole.Alert).CountAsync());
        await Server.StartAgain();
        await page.WaitForFunctionAsync("() => !window.before", null, new() { Timeout = 90_000 });
        await Site.Ready(page);
        await Expect(page.Locator("#components-reconnect-modal")).ToBeHiddenAsync();
        Assert.EndsWith("/customers?q=ana", page.Url, StringComparison.Ordinal);
        // It is alive: what is typed arrives.
        await page.GetByRole(AriaRole.Button, new() { Name = "Account" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Menuitem).First).ToBeVisibleAsync();
        Assert.Equal(0, await page.Locator("#blazor-error-ui").CountAsync());
    }
}
