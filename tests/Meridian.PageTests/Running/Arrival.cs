using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Meridian.PageTests.Running;

/// <summary>
/// Waits until a page is at an address, by looking. Playwright's own wait is for the event of a navigation, which it misses on a busy machine when the page goes on between its look at the address
/// and its waiting; and it waits for a page to have loaded, which a page that is left for the next never says. What the page says instead stands in the failure.
/// </summary>
internal static class Arrival
{
    private static readonly TimeSpan Most = TimeSpan.FromMilliseconds(2 * Patience.Milliseconds);

    /// <param name="url">Whole; * stands for anything within a part, ** for anything.</param>
    public static Task Reached(this IPage page, string url) =>
        page.Reached(new Regex($"^{Regex.Escape(url).Replace(@"\*\*", ".*", StringComparison.Ordinal).Replace(@"\*", "[^/]*", StringComparison.Ordinal)}$", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1)));

    public static Task Reached(this IPage page, Regex url) => page.Reached(url.IsMatch);

    public static async Task Reached(this IPage page, Func<string, bool> isIt)
    {
        var waited = Stopwatch.StartNew();
        while (!isIt(page.Url))
        {
            if (waited.Elapsed > Most)
            {
                var said = await page.Locator("[role=alert], .mud-snackbar, .failed-above, h1").AllInnerTextsAsync();
                throw new TimeoutException($"The page is still at {page.Url} and says: {string.Join(" | ", said)}");
            }

            await Task.Delay(50, TestContext.Current.CancellationToken);
        }
    }
}
