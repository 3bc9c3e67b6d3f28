using System.Diagnostics;
using Meridian.WebTests.Running;

namespace Meridian.WebTests.Clients;

/// <summary>Segment's client for pages in Chromium, from an origin that is not the server's.</summary>
public sealed class BrowserClientTests
{
    private const int Sent = 10;

    [Fact]
    public async Task Every_message_of_a_page_arrives_when_each_is_a_request_of_its_own()
    {
        Browser.NeedChromium();
        await using var server = await ServerProcess.Start();
        await using var relay = await Relay.Start(server.Url);
        await Browser.Visit("standard", relay.HostAndPort, told => Arrive(server, told));
        var posts = relay.Requests.Where(r => r.Method == "POST").ToList();
        Assert.Equal(["/v1/a", "/v1/g", "/v1/i", "/v1/p", "/v1/t"], posts.Select(r => r.Path).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));
        Assert.Equal(Sent, posts.Count);
        Assert.All(posts, AsAPageSends);
        Assert.All(relay.Requests.Where(r => r.Method == "OPTIONS"), r => Assert.Contains("authorization", r.Asks, StringComparison.Ordinal));
        Assert.Equal(5, relay.Requests.Where(r => r.Method == "OPTIONS").Select(r => r.Path).Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public async Task Every_message_of_a_page_arrives_when_they_are_sent_in_batches()
    {
        Browser.NeedChromium();
        await using var server = await ServerProcess.Start();
        await using var relay = await Relay.Start(server.Url);
        await Browser.Visit("batching", relay.HostAndPort, told => Arrive(server, told));
        var posts = relay.Requests.Where(r => r.Method == "POST").ToList();
        Assert.InRange(posts.Count, 2, Sent - 1);
        Assert.All(posts, r => Assert.Equal("/v1/b", r.Path));
        Assert.All(posts, AsAPageSends);
    }

    [Fact]
    public async Task A_page_sends_again_what_was_refused_for_a_while()
    {
        Browser.NeedChromium();
        await using var server = await ServerProcess.Start();
        await using var relay = await Relay.Start(server.Url, new OwnAnswer(503, Open: true), new OwnAnswer(429, RetryAfter: 1, Open: true));
        await Browser.Visit("batching", relay.HostAndPort, told => Arrive(server, told));
        // No preflight need ask for x-retry-count: the answer to the first one allows it, for a day.
        Assert.Contains(relay.Requests, r => r is { Method: "POST", Status: 200, RetryCount: not "" });
    }

    /// <summary>In batches a client calls a message delivered before it is sent; so it is waited for.</summary>
    private static async Task Arrive(ServerProcess server, List<Told> told)
    {
        var waited = Stopwatch.StartNew();
        while ((await server.Counts()).Received < Sent && waited.Elapsed < TimeSpan.FromSeconds(120))
            await Task.Delay(100);
        var counts = await Delivery.AllOnce(server, told, Sent);
        Assert.Equal(0, counts.Duplicate);
    }

    private static void AsAPageSends(Passed request)
    {
        Assert.StartsWith("text/plain", request.ContentType, StringComparison.Ordinal);
        Assert.Equal(200, request.Status);
    }
}
