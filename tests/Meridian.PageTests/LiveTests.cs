using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text;

namespace Meridian.PageTests;

/// <summary>The live view shows each message as it comes, and what became of it.</summary>
[Collection(SiteCollection.Name)]
public sealed class LiveTests(Site site)
{
    [Fact]
    public async Task A_message_appears_by_itself_and_opens_to_its_story()
    {
        var id = $"live-{Letters()}";
        var page = await site.Open("/live?type=identify");
        await Expect(page.Locator(".feed-pulse")).ToContainTextAsync("Following");
        var name = $"Livia {id[5..]}";
        await Send($$"""{"batch":[{"type":"identify","userId":"{{id}}","messageId":"{{id}}","traits":{"name":"{{name}}","email":"{{id}}@example.com","country":"BR"} }]}""");
        var watch = Stopwatch.StartNew();
        var line = page.Locator("table.feed tr", new() { HasText = name });
        await Expect(line).ToBeVisibleAsync(new() { Timeout = 15_000 });
        TestContext.Current.TestOutputHelper?.WriteLine($"seen after {watch.Elapsed.TotalSeconds:0.0} s");
        await line.Locator("button.opener").ClickAsync();
        await page.Reached(u => u.Contains("open=", StringComparison.Ordinal));
        var story = page.Locator(".story .steps");
        await Expect(story).ToContainTextAsync("Received");
        await Expect(story.GetByRole(AriaRole.Link, new() { Name = name })).ToBeVisibleAsync();
        await Expect(story).ToContainTextAsync("Country: Brazil");
        await Expect(page.Locator(".story .raw")).ToContainTextAsync(id);
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task A_rejected_message_is_found_by_its_id_and_says_why()
    {
        var id = $"bad-{Letters()}";
        await Send($$"""{"batch":[{"type":"track","userId":"u1","messageId":"{{id}}"}]}""");
        var page = await site.Open("/live");
        await page.GetByRole(AriaRole.Searchbox).Last.FillAsync(id);
        await page.Reached(u => u.Contains("q=" + id, StringComparison.Ordinal));
        var line = page.Locator("table.feed tbody tr", new() { HasText = id });
        await Expect(line).ToHaveCountAsync(1, new() { Timeout = 15_000 });
        await Expect(line).ToContainTextAsync("rejected");
        await line.Locator("button.opener").ClickAsync();
        await Expect(page.Locator(".story .steps li.bad")).ToContainTextAsync("send it again");
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task Pages_go_back_and_a_pause_holds_the_feed()
    {
        var page = await site.Open("/live");
        await page.GetByRole(AriaRole.Button, new() { Name = "Pause" }).ClickAsync();
        await Expect(page.Locator(".feed-pulse")).ToContainTextAsync("Paused");
        await page.GetByRole(AriaRole.Link, new() { Name = "Older messages" }).ClickAsync();
        await page.Reached(u => u.Contains("before=", StringComparison.Ordinal));
        await Site.Ready(page);
        await Expect(page.Locator("table.feed tbody tr").First).ToBeVisibleAsync();
        await page.Context.CloseAsync();
    }

    /// <summary>Letters that no other run of the test has.</summary>
    private static string Letters() => string.Concat(Environment.TickCount64.ToString(System.Globalization.CultureInfo.InvariantCulture).Select(digit => (char)('a' + digit - '0')));

    private async Task Send(string json)
    {
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, site.Url + "/v1/batch") { Content = new StringContent(json, Encoding.UTF8, "application/json") };
        request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(ServerProcess.AdminKey + ":")));
        using var answer = await client.SendAsync(request);
        answer.EnsureSuccessStatusCode();
    }
}
