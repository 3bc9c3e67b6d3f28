using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Meridian.WebTests.Running;

/// <summary>A page with Segment's client, served from an origin of its own and opened in Chromium.</summary>
internal static class Browser
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly string[] Flags =
    [
        "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-quic", "--no-first-run", "--no-proxy-server", "--disable-background-networking",
        "--disable-component-update", "--disable-sync", "--disable-extensions", "--remote-debugging-port=0",
    ];

    private static string? Chromium => NodeClient.OnPath("chromium", "chromium-browser", "google-chrome");

    public static void NeedChromium()
    {
        NodeClient.NeedPackages();
        Assert.SkipUnless(Chromium is not null, "There is no chromium on this machine.");
    }

    /// <summary>Opens the page, and gives what its client told of each message. The page stays open while <paramref name="look"/> runs.</summary>
    /// <param name="strategy">standard or batching.</param>
    public static async Task Visit(string strategy, string apiHost, Func<List<Told>, Task> look)
    {
        var sent = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        var profile = Directory.CreateTempSubdirectory("meridian-chromium-");
        await using var site = Site(sent);
        await site.StartAsync();
        var page = $"{site.Urls.First()}/page?key={Uri.EscapeDataString(ServerProcess.AdminKey)}&host={Uri.EscapeDataString(apiHost)}&strategy={strategy}&utm_source=news";
        using (var chromium = ChildProcess.Start(Chromium!, [.. Flags, $"--user-data-dir={profile.FullName}", page]))
        {
            try
            {
                var first = await Task.WhenAny(sent.Task, Task.Delay(Patience));
                Assert.True(first == sent.Task, $"The page did not tell what it sent: {chromium.Error}");
                await look(NodeClient.Read(await sent.Task));
            }
            finally
            {
                await chromium.Kill();
            }
        }

        profile.Delete(recursive: true);
    }

    private static WebApplication Site(TaskCompletionSource<string> sent)
    {
        var site = Loopback.Make();
        site.Run(async http =>
        {
            var path = http.Request.Path.Value!;
            if (path == "/page")
            {
                await Send(http, "text/html; charset=utf-8", Path.Combine(NodeClient.Folder, "page.html"));
            }
            else if (path.StartsWith("/umd/", StringComparison.Ordinal))
            {
                await Send(http, "text/javascript", Path.Combine(NodeClient.Folder, "node_modules/@segment/analytics-next/dist/umd", Path.GetFileName(path)));
            }
            else if (path == "/sent")
            {
                using var reader = new StreamReader(http.Request.Body);
                sent.TrySetResult(await reader.ReadToEndAsync());
            }
            else
            {
                http.Response.StatusCode = StatusCodes.Status404NotFound;
            }
        });
        return site;
    }

    private static Task Send(HttpContext http, string type, string file)
    {
        http.Response.ContentType = type;
        return http.Response.SendFileAsync(file);
    }
}
