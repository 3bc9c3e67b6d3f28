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
    private readonly SemaphoreSlim _making = new(1, 1);
    private readonly Dictionary<(bool Dark, string Language), IPage> _kept = [];
    private readonly HashSet<string> _made = new(StringComparer.Ordinal);
    private string _session = "";

    internal ServerProcess Server => _server!;

    public string Url => _server!.Url;

    public IBrowser Browser { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        // Tests are skipped where they ask for the site: a fixture that is skipped fails them.
        if (Chromium is null)
            return;
        var data = Directory.CreateTempSubdirectory("meridian-pages-").FullName;
        var (code, output, error) = await ServerProcess.TryOn(data, "demo", "--no-serve");
        Assert.True(code == 0, output + error);
        _server = await ServerProcess.Start(data);
        _playwright = await Playwright.CreateAsync();
        Browser = await _playwright.Chromium.LaunchAsync(Launch);
        var page = await (await Browser.NewContextAsync()).NewPageAsync();
        await Begin(page, _server);
        _session = await page.Context.StorageStateAsync();
        await page.Context.CloseAsync();
    }

    /// <summary>Skips the test where there is no browser, and so no site.</summary>
    public static void NeedChromium() => Assert.SkipUnless(Chromium is not null, "There is no chromium on this machine.");

    /// <summary>How a browser is started here.</summary>
    internal static BrowserTypeLaunchOptions Launch => new()
    {
        ExecutablePath = Chromium,
        Args = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-quic", "--no-first-run", "--no-proxy-server", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
    };

    /// <summary>Makes the first administrator by the link that the server printed; the page is signed in then.</summary>
    internal static async Task Begin(IPage page, ServerProcess server)
    {
        await page.GotoAsync(FirstRunLink().Match(server.Printed).Value);
        await page.GetByLabel("Name").FillAsync("Mei");
        await page.GetByLabel("E-mail").FillAsync(Email);
        await page.GetByLabel("New password").FillAsync(Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Begin" }).ClickAsync();
        // An empty store begins with the choice of what to fill it with.
        // The overview of an empty store leads on to it, and a page that is left so never says that it has loaded.
        await page.Reached(u => u == server.Url + "/" || u == server.Url + "/start");
    }

    /// <summary>A page of the administrator's, 1440 pixels wide unless said otherwise.</summary>
    /// <param name="language">As the browser asks for it.</param>
    public async Task<IPage> Open(string path, int width = 1440, int height = 900, bool dark = false, string language = "en-GB", string? session = null)
    {
        NeedChromium();
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
        context.SetDefaultTimeout(Patience.Milliseconds);
        var page = await context.NewPageAsync();
        page.Console += (_, message) => Said.Enqueue((page, message.Type, message.Text));
        page.PageError += (_, error) => Said.Enqueue((page, "error", error));
        await page.GotoAsync(path);
        await Ready(page);
        return page;
    }

    /// <summary>
    /// The same in a browser's context that is kept for others who ask for the same, with all that it has loaded: for tests that look at page after page. A page stays as wide as it was left.
    /// </summary>
    public async Task<IPage> Visit(string path, bool dark, string language)
    {
        if (!_kept.TryGetValue((dark, language), out var page))
            return _kept[(dark, language)] = await Open(path, dark: dark, language: language);
        await page.SetViewportSizeAsync(1440, 900);
        await page.GotoAsync(path);
        await Ready(page);
        return page;
    }

    /// <summary>What browsers wrote to their consoles, and what their scripts failed of.</summary>
    public System.Collections.Concurrent.ConcurrentQueue<(IPage Page, string Type, string Text)> Said { get; } = new();

    /// <summary>Somebody with a role who is signed in, without a browser: the addresses as a script asks for them.</summary>
    /// <param name="countries">Codes with commas between; null for all.</param>
    public async Task<HttpClient> SignedIn(string role, string? countries) => (await SignIn(role, countries)).Http;

    /// <summary>The same for a browser: what <see cref="Open"/> takes as session.</summary>
    public async Task<string> SessionOf(string role, string? countries)
    {
        var (http, cookies) = await SignIn(role, countries);
        using (http)
        {
            return System.Text.Json.JsonSerializer.Serialize(new
            {
                cookies = cookies.GetCookies(new Uri(Url)).Select(c => new { name = c.Name, value = c.Value, domain = c.Domain, path = c.Path, expires = -1, httpOnly = c.HttpOnly, secure = false, sameSite = "Lax" }),
                origins = Array.Empty<object>(),
            });
        }
    }

    private async Task<(HttpClient Http, System.Net.CookieContainer Cookies)> SignIn(string role, string? countries)
    {
        var email = $"{role}-{countries}@example.com".ToLowerInvariant().Replace(',', '-');
        NeedChromium();
        string? link = null;
        await _making.WaitAsync();
        try
        {
            if (!_made.Contains(email))
            {
                var line = (await Server.Run(["people", "invite", email, "--name", role, "--role", role, .. countries is null ? Array.Empty<string>() : ["--countries", countries], "--json"]))[0];
                link = System.Text.Json.JsonDocument.Parse(line).RootElement.GetProperty("link").GetString();
                _made.Add(email);
            }
        }
        finally
        {
            _making.Release();
        }

        var cookies = new System.Net.CookieContainer();
        var http = new HttpClient(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false, CookieContainer = cookies }) { BaseAddress = new Uri(Url) };
        var door = link ?? "/login";
        var form = await http.GetStringAsync(door);
        var fields = new Dictionary<string, string> { ["_handler"] = link is null ? "login" : "join", ["__RequestVerificationToken"] = Token().Match(form).Groups["token"].Value, ["Input.Password"] = Password };
        fields[link is null ? "Input.Email" : "Input.Name"] = email;
        using var answer = await http.PostAsync(door, new FormUrlEncodedContent(fields));
        Assert.True(answer.StatusCode == System.Net.HttpStatusCode.Redirect, $"{email} could not sign in: {answer.StatusCode}");
        return (http, cookies);
    }

    /// <summary>The id of some customer of a country.</summary>
    public async Task<string> CustomerOf(string country) =>
        System.Text.Json.JsonDocument.Parse((await Server.Run("customers", "list", "--country", country, "--limit", "1", "--json"))[0]).RootElement.GetProperty("profile_id").GetString()!;

    /// <summary>Two customers who may be one, made up for whoever asks: the end of their address, ID/with/OTHER.</summary>
    public async Task<string> PairInDoubt()
    {
        var mark = Meridian.Foundation.Governance.Person.NewId().ToString("N")[..8];
        var file = Path.Combine(Server.Data, $"doubt-{mark}.csv");
        await File.WriteAllTextAsync(file, $"id,name,email,birth_date,country,city\na,Ana Lima,ana.{mark}@example.com,1988-04-02,BR,Recife\nb,Ana M. Lima,ana.{mark}@example.com,1979-11-23,BR,Recife\n");
        await Server.Run("import", file, "--source", "doubt" + mark);
        return $"{await Of("a")}/with/{await Of("b")}";

        async Task<string> Of(string id) =>
            System.Text.Json.JsonDocument.Parse((await Server.Run("customers", "show", $"doubt{mark}:{id}", "--json"))[0]).RootElement.GetProperty("profile_id").GetString()!;
    }

    /// <summary>A source, made up for whoever asks, of whose columns somebody said what they are.</summary>
    public async Task<string> MappedSource()
    {
        var source = "mapped" + Meridian.Foundation.Governance.Person.NewId().ToString("N")[..8];
        var (file, map, orders) = (Path.Combine(Server.Data, source + ".csv"), Path.Combine(Server.Data, source + ".json"), Path.Combine(Server.Data, source + "-orders.csv"));
        await File.WriteAllTextAsync(file, $"id,name,email,stage,box\n1,Ana Lima,ana.{source}@example.com,new,7\n");
        await File.WriteAllTextAsync(map, "{\"columns\":{\"stage\":\"trait:phase\",\"box\":\"ignore\"}}");
        await Server.Run("import", file, "--source", source, "--map", map);
        await File.WriteAllTextAsync(orders, $"Order ID,Order Date,Status,Email,Total,Currency,No\n1,2026-11-02 10:00,paid,ana.{source}@example.com,30,USD,1\n2,never,paid,ana.{source}@example.com,30,USD,2\n");
        await File.WriteAllTextAsync(map, "{\"columns\":{\"No\":\"ignore\"}}");
        // One row is rejected, and the command says so by its exit code.
        await Server.Try("events", "import", orders, "--source", source, "--map", map);
        return source;
    }

    /// <summary>The number of a file of events, made up for whoever asks, of which a row was rejected.</summary>
    public async Task<string> EventFile()
    {
        var source = await MappedSource();
        return (await Server.Run("events", "files", "--json")).Select(l => System.Text.Json.JsonDocument.Parse(l).RootElement).Single(f => f.GetProperty("source").GetString() == source).GetProperty("entry").GetInt64()
            .ToString(System.Globalization.CultureInfo.InvariantCulture);
    }

    /// <summary>Waits until the page is alive and nothing of it is grey any more.</summary>
    public static async Task Ready(IPage page)
    {
        await page.WaitForFunctionAsync("() => window.Blazor && document.documentElement.dataset.alive === 'true'");
        await page.WaitForFunctionAsync("() => !document.querySelector('.mud-skeleton, .mud-progress-linear-indeterminate, .rows tbody:not(:has(td.name))')");
    }

    public async ValueTask DisposeAsync()
    {
        if (Browser is not null)
            await Browser.CloseAsync();
        _playwright?.Dispose();
        if (_server is null)
            return;
        _making.Dispose();
        await _server.DisposeAsync();
        Directory.Delete(_server.Data, recursive: true);
    }

    internal static string? Chromium => new[] { "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome" }.FirstOrDefault(File.Exists);

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"(?<token>[^\"]+)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Token();

    [GeneratedRegex("http://[^ \n]*/setup[^ \n]*", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex FirstRunLink();
}

[CollectionDefinition(Name)]
public sealed class SiteCollection : ICollectionFixture<Site>
{
    public const string Name = "site";
}
