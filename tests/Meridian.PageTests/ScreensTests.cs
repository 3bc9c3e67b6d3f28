using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;

namespace Meridian.PageTests;

/// <summary>
/// Every page in both themes, wide and narrow: pictures under <c>artifacts/screens</c>, to be looked at; nothing sticks out of the window, axe finds nothing serious and the browser complains of
/// nothing, in English and in Chinese.
/// </summary>
[Collection(SiteCollection.Name)]
public sealed class ScreensTests(Site site)
{
    private static readonly string Folder = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "../../../screens"));

    public static TheoryData<string, string> Pages => new()
    {
        { "overview", "/" },
        { "customers", "/customers" },
        { "customers-found", "/customers?q=ana&platform=whatsapp" },
        { "customer", "/customers/SOMEBODY" },
        { "customer-timeline", "/customers/SOMEBODY?show=timeline" },
        { "customer-consents", "/customers/SOMEBODY?show=consents" },
        { "customer-sources", "/customers/SOMEBODY?show=sources" },
        { "merge", "/customers/PAIR" },
        { "imports", "/imports" },
        { "import-new", "/imports/new" },
        { "import", "/imports/5" },
        { "import-events", "/imports/events/FILE" },
        { "start", "/start" },
        { "settings-sources", "/settings/sources" },
        { "settings-source", "/settings/source?name=MAPPED" },
        { "settings-connect", "/settings/sources/connect" },
        { "settings-keys", "/settings/keys" },
        { "settings-people", "/settings/people" },
        { "settings-areas", "/settings/areas" },
        { "settings-activity", "/settings/activity" },
        { "settings-suppressions", "/settings/suppressions" },
        { "settings-audit", "/settings/audit" },
        { "numbers", "/numbers" },
        { "numbers-plan", "/numbers?show=plan&country=BR" },
        { "live", "/live" },
        { "live-rejected", "/live?kind=rejected" },
        { "health", "/health" },
        { "tags", "/tags" },
        { "packs", "/tags/packs" },
        { "tag-new", "/tags/new" },
        { "segments", "/segments" },
        { "segment-new", "/segments/new" },
        { "overlap", "/segments/overlap" },
    };

    [Theory, MemberData(nameof(Pages))]
    public async Task A_page_fits_its_window_and_can_be_read_by_everybody(string name, string path)
    {
        path = path.Replace("SOMEBODY", path.Contains("SOMEBODY", StringComparison.Ordinal) ? await site.CustomerOf("US") : "", StringComparison.Ordinal);
        path = path.Replace("PAIR", path.Contains("PAIR", StringComparison.Ordinal) ? await site.PairInDoubt() : "", StringComparison.Ordinal);
        path = path.Replace("FILE", path.Contains("FILE", StringComparison.Ordinal) ? await site.EventFile() : "", StringComparison.Ordinal);
        path = path.Replace("MAPPED", path.Contains("MAPPED", StringComparison.Ordinal) ? await site.MappedSource() : "", StringComparison.Ordinal);
        foreach (var (dark, language, shown) in new[] { (false, "en-GB", "en"), (true, "zh-TW", "zh-Hant") })
        {
            var before = site.Said.Count;
            var page = await site.Visit(path, dark, language);
            Assert.Equal(shown, await page.EvaluateAsync<string>("() => document.documentElement.lang"));
            if (dark)
                Assert.Matches(@"\p{IsCJKUnifiedIdeographs}", await page.Locator("nav").First.InnerTextAsync());
            await Look(page, name, dark);
            Assert.Equal([], site.Said.Skip(before).Where(s => s.Page == page && s.Type is "error").Select(s => s.Text));
        }
    }

    /// <summary>Asks axe, and takes pictures, of a page as it stands.</summary>
    internal static async Task Look(IPage page, string name, bool dark)
    {
        Directory.CreateDirectory(Folder);
        var found = await page.RunAxe(new AxeRunOptions { RunOnly = new RunOnlyOptions { Type = "tag", Values = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"] } });
        Assert.Equal([], found.Violations.Where(v => v.Impact is "serious" or "critical").SelectMany(v => v.Nodes.Take(3).Select(n => $"{name}, {(dark ? "dark" : "light")}: {v.Id} at {n.Html}: {string.Join(' ', n.Any.Select(a => a.Message))}")));
        foreach (var width in new[] { 390, 1440 })
        {
            await page.SetViewportSizeAsync(width, 900);
            await Site.Ready(page);
            await page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(Folder, $"{name}-{width}-{(dark ? "dark" : "light")}.png"), FullPage = true });
            var wide = await page.EvaluateAsync<int>("() => document.documentElement.scrollWidth");
            Assert.True(wide <= width, $"{page.Url} is {wide} pixels wide in a window of {width}.");
        }
    }
}
