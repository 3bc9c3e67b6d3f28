using System.Net.Http.Headers;
using System.Text;
using System.Text.RegularExpressions;

namespace Meridian.PageTests;

/// <summary>The newcomer's ways from an empty store to the matrix, on a server of their own.</summary>
[Collection(SiteCollection.Name)]
public sealed partial class FirstRunTests(Site site)
{
    [Fact]
    public async Task The_sample_data_comes_with_a_click_and_goes_again_whole_and_an_app_is_connected_with_a_key()
    {
        Site.NeedChromium();
        await using var server = await ServerProcess.Start();
        var page = await (await site.Browser.NewContextAsync(new BrowserNewContextOptions { BaseURL = server.Url, ViewportSize = new ViewportSize { Width = 1440, Height = 900 } })).NewPageAsync();
        await page.GotoAsync(Link().Match(server.Printed).Value);
        await page.GetByLabel("Name").FillAsync("Mei");
        await page.GetByLabel("E-mail").FillAsync(Site.Email);
        await page.GetByLabel("New password").FillAsync(Site.Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Begin" }).ClickAsync();
        await page.Reached("**/start");
        await Site.Ready(page);

        await page.GetByRole(AriaRole.Button, new() { Name = "Load the sample data" }).ClickAsync();
        await page.Reached(server.Url + "/");
        await Site.Ready(page);
        Assert.True(await Customers(server) > 1_500);

        await page.GotoAsync("/start");
        await Site.Ready(page);
        await page.GetByRole(AriaRole.Button, new() { Name = "Remove the sample data" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Load the sample data" })).ToBeVisibleAsync(new() { Timeout = 120_000 });
        Assert.Equal(0, await Customers(server));

        await page.GetByRole(AriaRole.Link, new() { Name = "Make a key" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Make a key" }).ClickAsync();
        await Expect(page.GetByText("Waiting for the first event")).ToBeVisibleAsync();
        var key = await page.Locator(".secret code").InnerTextAsync();
        using var http = new HttpClient { BaseAddress = new Uri(server.Url) };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(key + ":")));
        // The line that is shown is what works: its body is sent as it stands.
        var body = Body().Match(await page.Locator("pre.code").InnerTextAsync()).Groups["body"].Value;
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using (var answer = await http.PostAsync("/v1/batch", content))
            Assert.True(answer.IsSuccessStatusCode);
        await Expect(page.GetByText("It came: 2 messages so far.")).ToBeVisibleAsync(new() { Timeout = 30_000 });
        Assert.Equal(1, await Customers(server));
        await page.Context.CloseAsync();
    }

    private static async Task<long> Customers(ServerProcess server)
    {
        using var http = new HttpClient { BaseAddress = new Uri(server.Url) };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", ServerProcess.AdminKey);
        return System.Text.Json.JsonElement.Parse(await http.GetStringAsync("/api/v1/customers/count")).GetProperty("customers").GetInt64();
    }

    [GeneratedRegex("http://[^ \n]*/setup[^ \n]*", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Link();

    [GeneratedRegex("-d '(?<body>.*)'", RegexOptions.ExplicitCapture | RegexOptions.Singleline, 1000)]
    private static partial Regex Body();
}
