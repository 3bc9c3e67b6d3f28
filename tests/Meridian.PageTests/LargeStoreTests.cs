using Meridian.Samples;
using NodaTime;

namespace Meridian.PageTests;

/// <summary>Two hundred thousand customers in the pages that are all about them; the time it takes is <c>./bench web</c>'s affair.</summary>
[Collection(SiteCollection.Name)]
public sealed class LargeStoreTests : IAsyncLifetime
{
    private const int Rows = 250_000;

    private ServerProcess? _server;
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public async ValueTask InitializeAsync()
    {
        Site.NeedChromium();
        var data = Directory.CreateTempSubdirectory("meridian-large-").FullName;
        var file = Path.Combine(data, "customers.csv");
        CustomerFile.Write(file, Rows, 1, new LocalDate(2026, 11, 23));
        var (code, output, error) = await ServerProcess.TryOn(data, "import", file, "--source", "crm", "--json");
        Assert.True(code is 0 or 5, output + error);
        _server = await ServerProcess.Start(data);
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

    [Fact]
    public async Task All_are_counted_listed_to_the_last_found_and_tagged_at_once()
    {
        var page = await (await _browser!.NewContextAsync(new BrowserNewContextOptions { BaseURL = _server!.Url, Locale = "en-GB" })).NewPageAsync();
        page.SetDefaultTimeout(Patience.Milliseconds);
        await Site.Begin(page, _server);
        await page.GotoAsync("/");
        var all = int.Parse((await _server.Run("customers", "count", "--json"))[0].Split(':', ',', '}')[1], System.Globalization.CultureInfo.InvariantCulture);
        Assert.InRange(all, 200_000, Rows);
        await Expect(page.Locator("a.figure b").First).ToHaveTextAsync(all.ToString("N0", System.Globalization.CultureInfo.InvariantCulture));

        await page.GotoAsync("/customers");
        await Site.Ready(page);
        await Expect(page.Locator("[role=status]").First).ToHaveTextAsync($"{all:N0} customers");
        // The last of all: there is nothing below it.
        await page.EvaluateAsync("() => { const rows = document.querySelector('.rows'); rows.scrollTop = rows.scrollHeight; }");
        await page.WaitForFunctionAsync("() => { const rows = document.querySelector('.rows'); return rows.scrollTop > 100000 && !rows.querySelector('tr.waiting') && rows.querySelector('td.name'); }");
        var last = page.Locator("table.customers tbody td.name a").Last;
        var id = (await last.GetAttributeAsync("href"))!.Split('/')[^1];
        await page.GotoAsync($"/customers/{id}");
        await Site.Ready(page);
        await Expect(page.GetByRole(AriaRole.Region, new() { Name = "Labels and tags" })).ToContainTextAsync("Activity");

        // By a part of a phone: as many as the command finds that reads the same store.
        await page.GotoAsync("/customers?q=55123");
        await Site.Ready(page);
        var found = await page.Locator("table.customers tbody td.name a").CountAsync();
        Assert.InRange(found, 1, 200);

        await _server.Run("tags", "save", "everybody", "--origin", "manual", "--publish");
        await page.GotoAsync("/customers?country=US&platform=whatsapp");
        await Site.Ready(page);
        var some = (await page.Locator("[role=status]").First.InnerTextAsync()).Split(' ')[0];
        await page.Locator("table.customers tbody input[type=checkbox]").First.CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = $"Select all {some}" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Tag …" }).ClickAsync();
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Combobox).First.ClickAsync();
        await page.Locator(".mud-popover-open").GetByText("everybody").ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Give tag" }).ClickAsync();
        await Expect(page.GetByText($"{some} customers have")).ToBeVisibleAsync();
        await page.GotoAsync("/customers?tag=everybody");
        await Site.Ready(page);
        await Expect(page.Locator("[role=status]").First).ToHaveTextAsync($"{some} customers");
    }
}
