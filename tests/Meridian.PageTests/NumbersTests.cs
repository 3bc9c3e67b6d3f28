using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Meridian.Foundation.Governance;

namespace Meridian.PageTests;

/// <summary>Lists of numbers: checked, cleared, compared; and what plans say.</summary>
[Collection(SiteCollection.Name)]
public sealed partial class NumbersTests(Site site)
{
    [Fact]
    public async Task A_list_is_checked_against_customers_and_conditions_and_taken_along()
    {
        var page = await site.Open("/numbers");
        var phone = await PhoneOfACustomer();
        await Bring(page, "to call.csv", $"who,phone\nknown,{phone}\nagain,{phone.Insert(3, " ")}\nnobody,+44 20 7946 0018\nbroken,+1 555\nnothing,ask her\n");
        await page.Reached("**/numbers?list=*");
        await Expect(page.GetByText("to call.csv")).ToBeVisibleAsync();
        await page.GetByLabel("Also ask").SelectOptionAsync("Own conditions …");
        // What is no condition is said before anything runs.
        await page.GetByPlaceholder("verdict, duplicate, open=whatsapp, age=18-40").FillAsync("knwon");
        await page.GetByRole(AriaRole.Button, new() { Name = "Check", Exact = true }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("Did you mean 'known'?");
        await page.GetByPlaceholder("verdict, duplicate, open=whatsapp, age=18-40").FillAsync("known, duplicate");
        await page.GetByText("Add what your own data says of each customer").ClickAsync();
        await ScreensTests.Look(page, "numbers-list", dark: false);
        await page.GetByRole(AriaRole.Button, new() { Name = "Check", Exact = true }).ClickAsync();
        await page.Reached("**job=*");
        foreach (var (text, count) in new[] { ("Rows", "5"), ("Valid", "3"), ("Impossible", "2"), ("Duplicates", "1"), ("Are customers", "2"), ("Meet the conditions", "1") })
            await Expect(page.Locator(".figure").Filter(new() { Has = page.GetByText(text, new() { Exact = true }) }).Locator("b")).ToHaveTextAsync(count);
        await Expect(page.GetByText("Read from the column “phone”.")).ToBeVisibleAsync();
        await ScreensTests.Look(page, "numbers-checked", dark: false);

        var all = await Lines(page, "All rows (5)");
        Assert.StartsWith("who,phone,e164,verdict,reason,country,type,zones,duplicate_of,known_customer,suppressed,match,match_because,", all[0].TrimStart('\uFEFF'), StringComparison.Ordinal);
        Assert.Equal(6, all.Length);
        Assert.Contains(",valid,", all[1], StringComparison.Ordinal);
        Assert.Contains(",impossible,", all[5], StringComparison.Ordinal);
        var matching = await Lines(page, "Those that meet the conditions (1)");
        Assert.Equal(2, matching.Length);
        Assert.StartsWith("known,", matching[1], StringComparison.Ordinal);

        // Another person's address opens neither the work nor its files.
        var files = await page.GetByRole(AriaRole.Link, new() { Name = "All rows (5)" }).GetAttributeAsync("href");
        using var other = await site.SignedIn(Roles.Operator, null);
        Assert.Equal(HttpStatusCode.NotFound, (await other.GetAsync(files, TestContext.Current.CancellationToken)).StatusCode);
        Assert.DoesNotContain("to call.csv", await other.GetStringAsync(new Uri(page.Url).PathAndQuery, TestContext.Current.CancellationToken), StringComparison.Ordinal);

        // Each number once.
        await page.GetByRole(AriaRole.Link, new() { Name = "Ask something else of it" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Keep each number once" }).ClickAsync();
        Assert.Equal(["known", "nobody", "broken", "nothing"], (await Lines(page, "Each number once (4)")).Skip(1).Select(l => l.Split(',')[0]));
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task Lists_are_compared_whatever_the_spelling()
    {
        var page = await site.Open("/numbers?show=compare");
        await Bring(page, "ours.csv", "+44 20 7946 0018\n+91 98765 43210\n");
        await Expect(page.Locator(".lists").GetByText("ours.csv")).ToBeVisibleAsync();
        await Bring(page, "theirs.csv", "0044 (20) 79460018\n+55 11 96123 4567\n");
        await Expect(page.Locator(".lists").GetByText("theirs.csv")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Compare", Exact = true }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Row, new() { Name = "in ours + theirs 1" })).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Row, new() { Name = "only in ours 1" })).ToBeVisibleAsync();
        await ScreensTests.Look(page, "numbers-compared", dark: false);
        Assert.Equal(["e164", "+5511961234567"], (await Lines(page, "CSV only-theirs.csv")).Select(l => l.TrimStart('\uFEFF')));
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task Who_may_only_look_sees_plans_and_who_is_limited_may_sort_lists_but_not_look_customers_up()
    {
        using var viewer = await site.SignedIn(Roles.Viewer, null);
        var plan = await viewer.GetStringAsync("/numbers?country=BR", TestContext.Current.CancellationToken);
        Assert.Contains("55 11", plan, StringComparison.Ordinal);
        Assert.DoesNotContain("Check a list", plan, StringComparison.Ordinal);
        var page = await site.Open("/numbers", session: await site.SessionOf(Roles.Analyst, "IN"));
        await Bring(page, "mine.txt", "+91 98765 43210\n");
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Keep each number once" })).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Check", Exact = true })).ToHaveCountAsync(0);
        await page.Context.CloseAsync();
    }

    private async Task<string> PhoneOfACustomer()
    {
        using var shown = JsonDocument.Parse((await site.Server.Run("customers", "show", await site.CustomerOf("US"), "--json"))[0]);
        return Phone().Match(shown.RootElement.GetRawText()).Groups["e164"].Value;
    }

    private static Task Bring(IPage page, string name, string text) =>
        page.Locator("#import-file").SetInputFilesAsync(new FilePayload { Name = name, MimeType = "text/csv", Buffer = Encoding.UTF8.GetBytes(text) });

    private static async Task<string[]> Lines(IPage page, string link)
    {
        var file = await page.RunAndWaitForDownloadAsync(() => page.GetByRole(AriaRole.Link, new() { Name = link, Exact = true }).ClickAsync());
        return await File.ReadAllLinesAsync(await file.PathAsync());
    }

    [GeneratedRegex("\"(?<e164>\\+1[0-9]{10})\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Phone();
}
