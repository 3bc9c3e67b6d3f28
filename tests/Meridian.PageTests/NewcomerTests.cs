using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;

namespace Meridian.PageTests;

/// <summary>
/// Somebody who has never seen it, from the link that the server prints to the customers "USA + WhatsApp" of their own file. The pictures on the way are those of docs/guide: they are written to
/// <c>artifacts/guide</c>, and with <c>MERIDIAN_GOLDEN=write</c> into the guide.
/// </summary>
[Collection(SiteCollection.Name)]
public sealed partial class NewcomerTests(Site site, ITestOutputHelper output)
{
    /// <summary>As teams keep them: three languages of headers, phones in four spellings, one customer twice, one row that is nobody.</summary>
    private const string OwnFile = """
        姓名,国家,WhatsApp,E-mail,最近活跃,Telegram
        Olivia Brown,USA,+1 (212) 555-0187,olivia.brown@example.com,2026-11-20,
        James Miller,美国,001 646 555 0123,james.m@example.com,2026-11-01,
        J. Miller,United States,16465550123,james.m@example.com,2026-11-02,
        Priya Nair,India,+91 98765 43210,priya@example.com,2026-11-22,@priya_n
        فاطمة الزهراء,UAE,050 123 4567,fatima@example.com,2026-10-12,
        王小明,中国,,xiaoming@example.com,2026-11-24,
        ,,,,,
        Nobody,USA,,,2026-11-24,
        """;

    [Fact]
    public async Task From_the_printed_link_to_the_customers_of_ones_own_file()
    {
        Site.NeedChromium();
        await using var server = await ServerProcess.Start();
        var page = await (await site.Browser.NewContextAsync(new BrowserNewContextOptions { BaseURL = server.Url, ViewportSize = new ViewportSize { Width = 1280, Height = 800 }, Locale = "en-GB", ReducedMotion = ReducedMotion.Reduce })).NewPageAsync();
        var watch = Stopwatch.StartNew();
        await page.GotoAsync(Link().Match(server.Printed).Value);
        await Picture(page, "1-welcome");
        await page.GetByLabel("Name").FillAsync("Mei");
        await page.GetByLabel("E-mail").FillAsync(Site.Email);
        await page.GetByLabel("New password").FillAsync(Site.Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Begin" }).ClickAsync();
        await page.Reached("**/start");
        await Site.Ready(page);
        await Picture(page, "2-start");
        await page.GotoAsync("/imports/new");
        await Site.Ready(page);
        await page.Locator("#import-file").SetInputFilesAsync(new FilePayload { Name = "客户.csv", MimeType = "text/csv", Buffer = Encoding.UTF8.GetBytes(OwnFile) });
        await page.Reached("**/imports/new?file=*");
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Rehearse" })).ToBeEnabledAsync();
        await Site.Ready(page);
        await Picture(page, "3-columns");
        await page.GetByRole(AriaRole.Button, new() { Name = "Rehearse" }).ClickAsync();
        await page.Reached("**step=check*");
        var import = page.GetByRole(AriaRole.Button, new() { NameRegex = new Regex("^Import [0-9]+ rows$") });
        await Expect(import).ToBeEnabledAsync(new() { Timeout = 60_000 });
        await Site.Ready(page);
        await Picture(page, "4-rehearsal");
        await import.ClickAsync();
        await page.Reached(new Regex("/imports/[0-9]+$"));
        await Expect(page.GetByText("Done").First).ToBeVisibleAsync(new() { Timeout = 60_000 });
        await Site.Ready(page);
        await Picture(page, "5-result");
        await page.GetByRole(AriaRole.Link, new() { Name = "Overview" }).First.ClickAsync();
        await Expect(page.Locator("a[href*='country=US'][href*='platform=whatsapp']").First).ToBeVisibleAsync();
        await Site.Ready(page);
        await Picture(page, "6-overview");
        await page.Locator("a[href*='country=US'][href*='platform=whatsapp']").First.ClickAsync();
        await page.Reached("**/customers?**");
        await Expect(page.Locator("table.customers tbody td.name a")).ToHaveCountAsync(2);
        await Site.Ready(page);
        await Picture(page, "7-usa-whatsapp");
        output.WriteLine($"From the link to USA + WhatsApp: {watch.Elapsed.TotalSeconds:0} s, of a script that does not read.");
        // James Miller stands in two rows of the file and is one customer here.
        await Expect(page.Locator("table.customers")).ToContainTextAsync("Olivia Brown");
        await page.Locator("table.customers tbody td.name a").Filter(new() { HasText = "Miller" }).ClickAsync();
        await Expect(page.GetByText("james.m@example.com").First).ToBeVisibleAsync();
        await Site.Ready(page);
        await Picture(page, "8-customer");
        await page.Context.CloseAsync();
    }

    private static async Task Picture(IPage page, string name)
    {
        var root = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(root, "Meridian.slnx")))
            root = Path.GetDirectoryName(root) ?? throw new InvalidOperationException("The tests do not run inside a clone.");
        var folder = Environment.GetEnvironmentVariable("MERIDIAN_GOLDEN") == "write" ? Path.Combine(root, "docs", "guide", "images") : Path.Combine(root, "artifacts", "guide");
        Directory.CreateDirectory(folder);
        await page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(folder, name + ".png") });
    }

    [GeneratedRegex("http://[^ \n]*/setup[^ \n]*", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Link();
}
