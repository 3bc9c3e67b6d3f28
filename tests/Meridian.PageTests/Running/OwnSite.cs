namespace Meridian.PageTests.Running;

/// <summary>A server with a store of its own and a browser, for a test that would be in the others' way.</summary>
public abstract class OwnSite : IAsyncLifetime
{
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    internal ServerProcess Server { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Site.NeedChromium();
        var data = Directory.CreateTempSubdirectory("meridian-own-").FullName;
        await Fill(data);
        Server = await ServerProcess.Start(data);
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(Site.Launch);
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (_browser is not null)
            await _browser.CloseAsync();
        _playwright?.Dispose();
        if (Server is null)
            return;
        await Server.DisposeAsync();
        Directory.Delete(Server.Data, recursive: true);
    }

    /// <summary>Puts into the store what the test is about, before the server starts.</summary>
    protected virtual Task Fill(string data) => Task.CompletedTask;

    /// <summary>A page of the first administrator's, who has just begun.</summary>
    protected async Task<IPage> Begin()
    {
        var page = await (await _browser!.NewContextAsync(new BrowserNewContextOptions { BaseURL = Server.Url, Locale = "en-GB" })).NewPageAsync();
        page.SetDefaultTimeout(Patience.Milliseconds);
        await Site.Begin(page, Server);
        return page;
    }
}
