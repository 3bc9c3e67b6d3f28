using System.Text.RegularExpressions;

namespace Meridian.PageTests.Running;

/// <summary>
/// A server with the sample data, a browser, and somebody who is signed in as administrator: shared by the tests that change nothing for each other. Made once, by the ways a person would
/// go: the link that the server prints, and the form behind it.
/// </summary>
public sealed partial class Site : IAsyncLifetime
{
    public const string Email = "mei@example.com";

    public const string Password = "four words in a row";

    private IPlaywright? _playwright;
    private ServerProcess? _server;
    private string _session = "";

    internal ServerProcess Server => _server!;

    public string Url => _server!.Url;

    public IBrowser Browser { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Assert.SkipUnless(Chromium is not null, "There is no chromium on this machine.");
        var data = Directory.CreateTempSubdirectory("meridian-pages-").FullName;
        var (code, output, error) = await ServerProcess.TryOn(data, "demo", "--no-serve");
        Assert.True(code == 0, output + error);
        _server = await ServerProcess.Start(data);
        _playwright = await Playwright.CreateAsync();
        Browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = Chromium,
            Args = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-quic", "--no-first-run", "--no-proxy-server", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
        });
        var page = await (await Browser.NewContextAsync()).NewPageAsync();
        await page.GotoAsync(FirstRunLink().Match(_server.Printed).Value);
        await page.GetByLabel("Name").FillAsync("Mei");
        await page.GetByLabel("E-mail").FillAsync(Email);
        await page.GetByLabel("New password").FillAsync(Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Begin" }).ClickAsync();
        await page.WaitForURLAsync(Url + "/");
        _session = await page.Context.StorageStateAsync();
        await page.Context.CloseAsync();
    }

    /// <summary>A page of the administrator's, 1440 pixels wide unless said otherwise.</summary>
    /// <param name="language">As the browser asks for it.</param>
    public async Task<IPage> Open(string path, int width = 1440, int height = 900, bool dark = false, string language = "en-GB", string? session = null)
    {
        var context = await Browser.NewContextAsync(new BrowserNewContextOptions
        {
            BaseURL = Url,
            StorageState = session ?? _session,
            ViewportSize = new ViewportSize { Width = width, Height = height },
            ColorScheme = dark ? ColorScheme.Dark : ColorScheme.Light,
            Locale = language,
            TimezoneId = "Asia/Shanghai",
            ReducedMotion = ReducedMotion.Reduce,
        });
        if (dark)
            await context.AddCookiesAsync([new Cookie { Name = "meridian.theme", Value = "dark", Url = Url }]);
        var page = await context.NewPageAsync();
        page.Console += (_, message) => Said.Enqueue((path, message.Type, message.Text));
        await page.GotoAsync(path);
        await Ready(page);
        return page;
    }

    /// <summary>What browsers wrote to their consoles.</summary>
    public System.Collections.Concurrent.ConcurrentQueue<(string Path, string Type, string Text)> Said { get; } = new();

    /// <summary>Waits until the page is alive and nothing of it is grey any more.</summary>
    public static async Task Ready(IPage page)
    {
        await page.WaitForFunctionAsync("() => window.Blazor && document.documentElement.dataset.alive === 'true'");
        await page.WaitForFunctionAsync("() => !document.querySelector('.mud-skeleton, .mud-progress-linear-indeterminate, [data-busy]')");
    }

    public async ValueTask DisposeAsync()
    {
        if (Browser is not null)
            await Browser.CloseAsync();
        _playwright?.Dispose();
        if (_server is null)
            return;
        await _server.DisposeAsync();
        Directory.Delete(_server.Data, recursive: true);
    }

    internal static string? Chromium => new[] { "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome" }.FirstOrDefault(File.Exists);

    [GeneratedRegex("http://[^ \n]*/setup[^ \n]*", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex FirstRunLink();
}

[CollectionDefinition(Name)]
public sealed class SiteCollection : ICollectionFixture<Site>
{
    public const string Name = "site";
}
