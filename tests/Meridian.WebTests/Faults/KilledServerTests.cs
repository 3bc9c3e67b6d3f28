using Meridian.WebTests.Running;

namespace Meridian.WebTests.Faults;

public sealed class KilledServerTests
{
    [Fact]
    public async Task F01_every_acknowledged_message_is_stored_once_though_the_server_is_killed_twenty_times()
    {
        var seed = Environment.TickCount;
        var output = TestContext.Current.TestOutputHelper!;
        output.WriteLine($"seed {seed}");
        var run = await KilledIngest.Run(messages: 20_000, kills: 20, batch: 20, seed, Ids, output.WriteLine);
        Assert.Equal((20_000, 0, 0, 0, 20), (run.Acknowledged, run.Lost, run.Doubled, run.Foreign, run.Kills));
        Assert.True(run.Unanswered > 0, "No kill met a request.");
        Assert.Empty(run.Refusals);
        Assert.Equal((20_000, 0), (run.Counts.Applied, run.Counts.Rejected));
        Assert.Equal(run.Counts.Received, run.Counts.Applied + run.Counts.Duplicate + run.Counts.Rejected);
        Assert.Equal("", run.Broken);
        Assert.True(run.RebuiltEqual, "A store that is made from the journal differs.");
        Assert.True(run.CleanEqual, "A store that was not disturbed differs.");

        static async Task<IEnumerable<string>> Ids(ServerProcess server) => (await server.Messages()).Select(m => m.MessageId);
    }
}
