using System.Diagnostics;
using Meridian.WebTests.Running;

namespace Meridian.WebTests.Faults;

/// <summary>Two servers on one PostgreSQL: both take messages, one applies them, and either may be killed.</summary>
public sealed class TwoServersTests
{
    [Fact]
    public async Task F01_on_PostgreSQL_every_acknowledged_message_is_stored_once_though_two_servers_are_killed_in_turn()
    {
        Assert.SkipWhen(PostgresServer.Missing is not null, PostgresServer.Missing ?? "");
        const long messages = 6_000;
        var seed = Environment.TickCount;
        var output = TestContext.Current.TestOutputHelper!;
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        var store = ("MERIDIAN_STORE", $"{PostgresServer.Address}?schema=two_servers");
        ServerProcess[] servers = [await ServerProcess.Start(null, store), await ServerProcess.Start(null, store)];
        try
        {
            using var sender = new NumberedSender([.. servers.Select(s => s.Url)], clients: 6, batch: 20);
            var sending = sender.Send(messages);
            const int kills = 5;
            for (var i = 1; i <= kills; i++)
            {
                var at = messages * (i - random.NextDouble()) / (kills + 1);
                while (sender.Acknowledged < at)
                    await Task.Delay(1, TestContext.Current.CancellationToken);
                var server = servers[random.Next(2)];
                await server.Kill();
                await server.StartAgain();
                output.WriteLine($"kill {i}: {sender.Acknowledged:N0} acknowledged, {sender.Unanswered:N0} requests unanswered so far");
            }

            await sending;
            Assert.True(sender.Unanswered > 0, "No kill met a request.");
            Assert.Empty(sender.Refusals);
            var counts = await servers[0].Counts();
            var stored = (await servers[0].Messages()).Select(m => m.MessageId);
            Assert.Equal((0, 0, 0), KilledIngest.Compare(stored, messages));
            Assert.Equal((messages, 0), (counts.Applied, counts.Rejected));
            Assert.Equal(counts.Received, counts.Applied + counts.Duplicate + counts.Rejected);
            Assert.Equal(0, (await servers[1].Try("check")).Code);

            // The same messages undisturbed, in an embedded store.
            await using var clean = await ServerProcess.Start();
            using var undisturbed = new NumberedSender(clean.Url, 6, 20);
            await undisturbed.Send(messages, TestContext.Current.CancellationToken);
            await clean.Counts();
            Assert.Equal((await clean.Run("check", "--digest", "--json"))[^1], (await servers[1].Run("check", "--digest", "--json"))[^1]);
        }
        finally
        {
            foreach (var server in servers)
                await server.DisposeAsync();
        }
    }

    [Fact]
    public async Task The_other_server_applies_what_comes_within_ten_seconds_of_a_kill()
    {
        Assert.SkipWhen(PostgresServer.Missing is not null, PostgresServer.Missing ?? "");
        var store = ("MERIDIAN_STORE", $"{PostgresServer.Address}?schema=takeover");
        await using var first = await ServerProcess.Start(null, store);
        await using var second = await ServerProcess.Start(null, store);
        using var sender = new NumberedSender(second.Url, 2, 10);
        var undisturbed = Stopwatch.StartNew();
        await sender.Send(1_000, TestContext.Current.CancellationToken);
        Assert.Equal(1_000, (await second.Counts()).Applied);
        undisturbed.Stop();
        // The one that was there first leads.
        await first.Kill();
        var since = Stopwatch.StartNew();
        await sender.Send(2_000, TestContext.Current.CancellationToken);
        Assert.Equal(2_000, (await second.Counts()).Applied);
        // What this machine takes for as many messages without a kill comes on top, twice, because other tests share the processors.
        Assert.InRange(since.Elapsed.TotalSeconds, 0, 10 + (2 * undisturbed.Elapsed.TotalSeconds));
    }
}
