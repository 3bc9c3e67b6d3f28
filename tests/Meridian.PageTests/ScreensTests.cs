namespace Meridian.PageTests;

/// <summary>Pictures of every page in both themes, wide and narrow, under <c>artifacts/screens</c>, to be looked at.</summary>
[Collection(SiteCollection.Name)]
public sealed class ScreensTests(Site site)
{
    private static readonly string Folder = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "../../../screens"));

    public static TheoryData<string, string> Pages => new() { { "overview", "/" }, { "customers", "/customers" }, { "customers-found", "/customers?q=ana&platform=whatsapp" }, { "imports", "/imports" }, { "import-new", "/imports/new" }, { "import", "/imports/5" }, { "start", "/start" }, { "settings-sources", "/settings/sources" }, { "settings-connect", "/settings/sources/connect" }, { "settings-keys", "/settings/keys" }, { "settings-people", "/settings/people" }, { "settings-suppressions", "/settings/suppressions" }, { "settings-audit", "/settings/audit" } };

    [Theory, MemberData(nameof(Pages))]
    public async Task A_page_fits_its_window_in_both_themes_and_widths(string name, string path)
    {
        Directory.CreateDirectory(Folder);
        foreach (var (width, dark) in new[] { (1440, false), (1440, true), (390, false), (390, true) })
        {
            var page = await site.Open(path, width, dark: dark);
            await page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(Folder, $"{name}-{width}-{(dark ? "dark" : "light")}.png"), FullPage = true });
            var wide = await page.EvaluateAsync<int>("() => document.documentElement.scrollWidth");
            Assert.True(wide <= width, $"{path} is {wide} pixels wide in a window of {width}.");
            await page.Context.CloseAsync();
        }
    }
}
