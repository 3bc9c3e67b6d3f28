using System.Diagnostics;
using Meridian.WebTests.Running;

namespace Meridian.WebTests.Faults;

public sealed class FlushTests
{
    private const int Requests = 1_000;

    [Fact]
    public async Task F06_no_answer_is_ahead_of_the_flush_of_its_message()
    {
        Assert.SkipUnless(NodeClient.OnPath("strace") is not null, "There is no strace on this machine.");
        await using var server = await ServerProcess.Start();
        var file = Path.Combine(Path.GetDirectoryName(server.Data)!, "trace");
        using var strace = ChildProcess.Start("strace", FlushTrace.Arguments(server.Id, file));
        for (var waited = Stopwatch.StartNew(); !strace.Error.Contains("attached", StringComparison.Ordinal); await Task.Delay(20))
        {
            Assert.SkipWhen(strace.HasExited, $"strace may not look at a process here: {strace.Error}");
            Assert.True(waited.Elapsed < TimeSpan.FromSeconds(120), "strace does not begin.");
        }

        // One message a request, short enough that the journal does not pack it.
        using var sender = new NumberedSender(server.Url, clients: 8, batch: 1);
        await sender.Send(Requests);
        await server.Kill();
        await strace.Wait(TimeSpan.FromSeconds(120));
        var trace = FlushTrace.Read(file);
        Assert.Equal((Requests, 0), trace.Answered);
        Assert.InRange(trace.Flushes, 1, Requests);
    }
}
