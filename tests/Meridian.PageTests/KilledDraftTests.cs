namespace Meridian.PageTests;

/// <summary>A server that is killed while somebody writes a rule: on its own store, because the others need theirs.</summary>
[Collection(SiteCollection.Name)]
public sealed class KilledDraftTests : IAsyncLifetime
{
    private ServerProcess? _server;
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public async ValueTask InitializeAsync()
    {
        Site.NeedChromium();
        _server = await ServerProcess.Start(Directory.CreateTempSubdirectory("meridian-draft-").FullName);
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(Site.Launch);
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
            await _browser.CloseAsync();
        _playwright?.Dispose();
        if (_server is null)
            return;
        await _server.DisposeAsync();
        Directory.Delete(_server.Data, recursive: true);
    }

    /// <summary>Issue 7: killing the server while someone edits a rule loses nothing older than two seconds.</summary>
    [Fact]
    public async Task What_was_written_two_seconds_before_the_server_is_killed_is_there_afterwards()
    {
        var page = await (await _browser!.NewContextAsync(new BrowserNewContextOptions { BaseURL = _server!.Url, Locale = "en-GB" })).NewPageAsync();
        await Site.Begin(page, _server);
        await page.GotoAsync("/segments/new");
        await Site.Ready(page);
        var rule = page.GetByLabel("Rule", new() { Exact = true });
        await Expect(rule).ToBeEditableAsync();
        await rule.ClickAsync();
        const string Written = "country in (\"US\", \"IN\") and age > 30";
        await page.Keyboard.TypeAsync(Written, new() { Delay = 20 });
        await Task.Delay(2_000, TestContext.Current.CancellationToken);
        await _server.Kill();
        await _server.StartAgain();
        await page.GotoAsync("/segments/new");
        await Site.Ready(page);
        await Expect(page.GetByText("What you were writing is back.")).ToBeVisibleAsync();
        await Expect(rule).ToHaveValueAsync(Written);
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(Directory.GetDirectories(Path.Combine(_server.Data, "drafts"))[0]));
    }

    /// <summary>Issue 7: a page that is open while the server is started again comes back by itself, and nobody is asked to load it.</summary>
    [Fact]
    public async Task A_page_that_is_open_comes_back_by_itself_when_the_server_does()
    {
        var page = await (await _browser!.NewContextAsync(new BrowserNewContextOptions { BaseURL = _server!.Url, Locale = "en-GB" })).NewPageAsync();
        await Site.Begin(page, _server);
        await page.GotoAsync("/customers?q=ana");
        await Site.Ready(page);
        // Gone with the page as it is now.
        await page.EvaluateAsync("() => { window.before = true; }");
        await _server.Kill();
        await Expect(page.Locator("#components-reconnect-modal")).ToBeVisibleAsync(new() { Timeout = 60_000 });
        Assert.Equal(0, await page.GetByRole(AriaRole.Alert).CountAsync());
        await _server.StartAgain();
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
