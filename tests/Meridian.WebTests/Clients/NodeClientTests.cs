using System.Diagnostics;
using Meridian.WebTests.Running;

namespace Meridian.WebTests.Clients;

/// <summary>Segment's and RudderStack's clients for Node, unchanged, against <c>meridian serve</c>.</summary>
public sealed class NodeClientTests
{
    private const int Tracks = 50;
    private const int Sent = Tracks + 5;

    [Fact]
    public async Task Every_message_that_analytics_node_calls_delivered_is_in_the_store()
    {
        NodeClient.NeedNode();
        await using var server = await ServerProcess.Start();
        var told = await NodeClient.Send("segment", server.Url, Tracks, batch: 15);
        var counts = await Delivery.AllOnce(server, told, Sent);
        Assert.Equal(0, counts.Duplicate);
    }

    [Fact]
    public async Task Every_message_that_rudder_sdk_node_calls_delivered_is_in_the_store_though_it_calls_its_gzip_a_form()
    {
        NodeClient.NeedNode();
        await using var server = await ServerProcess.Start();
        await using var relay = await Relay.Start(server.Url);
        var told = await NodeClient.Send("rudder", relay.Url, Tracks, batch: 20);
        var counts = await Delivery.AllOnce(server, told, Sent);
        Assert.Equal(0, counts.Duplicate);
        Assert.All(relay.Requests, r => Assert.Equal(("POST", "/v1/batch", "application/x-www-form-urlencoded", "gzip", 200), (r.Method, r.Path, r.ContentType, r.ContentEncoding, r.Status)));
    }

    [Fact]
    public async Task Analytics_node_delivers_everything_once_through_answers_of_503_and_429()
    {
        NodeClient.NeedNode();
        await using var server = await ServerProcess.Start();
        await using var relay = await Relay.Start(server.Url, new OwnAnswer(503), new OwnAnswer(503), new OwnAnswer(429, RetryAfter: 1), new OwnAnswer(429, RetryAfter: 1));
        var told = await NodeClient.Send("segment", relay.Url, Tracks, batch: 15);
        var counts = await Delivery.AllOnce(server, told, Sent);
        Assert.Equal(0, counts.Duplicate);
        Assert.Equal([429, 429, 503, 503], relay.Requests.Select(r => r.Status).Where(s => s != 200).Order());
        Assert.Contains(relay.Requests, r => r is { Status: 200, RetryCount: not "" });
    }

    [Fact]
    public async Task Analytics_node_delivers_everything_once_to_a_server_that_is_killed_and_started_again()
    {
        NodeClient.NeedNode();
        const int Many = 600;
        await using var server = await ServerProcess.Start();
        using var client = NodeClient.Begin("segment", server.Url, Many, batch: 10, pause: 100);
        foreach (var after in new[] { 50, 300 })
        {
            await Until(client, after);
            await server.Kill();
            await server.StartAgain();
        }

        var beforeTheEnd = client.HasExited;
        var told = await NodeClient.End(client);
        Assert.False(beforeTheEnd, "The client had ended before the server was there again: nothing was tried.");
        await Delivery.AllOnce(server, told, Many + 5);
    }

    [Fact]
    public async Task A_message_whose_acknowledgement_was_lost_is_sent_again_and_counted_as_known()
    {
        NodeClient.NeedNode();
        await using var server = await ServerProcess.Start();
        await using var relay = await Relay.Start(server.Url, new OwnAnswer(503, Ask: true));
        var told = await NodeClient.Send("segment", relay.Url, tracks: 10, batch: 15);
        var counts = await Delivery.AllOnce(server, told, sent: 15);
        Assert.Equal(15, counts.Duplicate);
    }

    /// <summary>Waits until a client was told of that many messages.</summary>
    private static async Task Until(ChildProcess client, int told)
    {
        var waited = Stopwatch.StartNew();
        while (NodeClient.SoFar(client).Count < told)
        {
            Assert.False(client.HasExited, $"The client ended: {client.Output}{client.Error}");
            Assert.True(waited.Elapsed < TimeSpan.FromSeconds(60), $"Only these were delivered: {client.Output}{client.Error}");
            await Task.Delay(20);
        }
    }
}
