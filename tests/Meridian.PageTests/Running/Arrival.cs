using System.Text.RegularExpressions;

namespace Meridian.PageTests.Running;

/// <summary>
/// Waits for an address, not for a page to say that it has loaded: a page that is left for the next before it has never says so. What the page said instead stands in the failure.
/// </summary>
internal static class Arrival
{
    /// <param name="url">As in Playwright: with stars for any part.</param>
    public static Task Reached(this IPage page, string url) => Wait(page, options => page.WaitForURLAsync(url, options));

    public static Task Reached(this IPage page, Regex url) => Wait(page, options => page.WaitForURLAsync(url, options));

    public static Task Reached(this IPage page, Func<string, bool> isIt) => Wait(page, options => page.WaitForURLAsync(isIt, options));

    private static async Task Wait(IPage page, Func<PageWaitForURLOptions, Task> reach)
    {
        try
        {
            await reach(new PageWaitForURLOptions { WaitUntil = WaitUntilState.Commit, Timeout = 2 * Patience.Milliseconds });
        }
        catch (TimeoutException e)
        {
            var said = await page.Locator("[role=alert], .mud-snackbar, .failed-above, h1").AllInnerTextsAsync();
            throw new TimeoutException($"{e.Message}\nThe page is at {page.Url} and says: {string.Join(" | ", said)}", e);
        }
    }
}
