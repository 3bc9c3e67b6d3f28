using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using Meridian.WebTests.Running;

namespace Meridian.WebTests.Faults;

public sealed class FullDiskTests
{
    private const int Unavailable = (int)HttpStatusCode.ServiceUnavailable;

    [Fact]
    public async Task F05_a_full_disk_costs_no_acknowledged_message_and_the_server_goes_on_by_itself_when_there_is_space_again()
    {
        await using var disk = await SmallDisk.Mount(megabytes: 64);
        await using var server = await ServerProcess.Start(Path.Combine(disk.Path, "data"));
        using var sender = new NumberedSender(server.Url, clients: 4, batch: 20);
        using var stop = new CancellationTokenSource();
        var sending = sender.Send(long.MaxValue, stop.Token);
        for (var round = 1; round <= 3; round++)
        {
            var before = sender.Acknowledged;
            await Until(() => sender.Acknowledged > before + 2_000);
            disk.Fill();
            var refused = sender.Refusals.GetValueOrDefault(Unavailable);
            // The store's own files grow and shrink, so that a little may become free again.
            for (var look = 0; look < 20; look++)
            {
                await Until(() => sender.Refusals.GetValueOrDefault(Unavailable) > refused + (look * 5));
                disk.Fill();
                Assert.True(await IsReadable(server), "A look at the store fails while the disk is full.");
            }

            var full = sender.Acknowledged;
            disk.Free();
            await Until(() => sender.Acknowledged > full + 2_000);
        }

        TestContext.Current.TestOutputHelper!.WriteLine($"{sender.Acknowledged} acknowledged, refused {string.Join(", ", sender.Refusals)}\n{server.Printed}");
        await stop.CancelAsync();
        await sending;
        Assert.Equal([Unavailable], sender.Refusals.Keys);
        Assert.Equal(0, sender.Unanswered);
        var counts = await server.Counts();
        Assert.Equal((sender.Acknowledged, 0, 0), (counts.Applied, counts.Duplicate, counts.Rejected));
        Assert.Equal((0, 0, 0), KilledIngest.Compare((await server.Messages()).Select(m => m.MessageId), sender.Acknowledged));
        Assert.Equal(0, (await server.Try("check")).Code);

        async Task Until(Func<bool> holds)
        {
            for (var waited = Stopwatch.StartNew(); !holds(); await Task.Delay(10))
            {
                Assert.False(sending.IsFaulted, $"{sending.Exception}");
                Assert.True(waited.Elapsed < TimeSpan.FromSeconds(180), $"It does not go on: {sender.Acknowledged} acknowledged, refused {string.Join(", ", sender.Refusals)}. {server.Printed}");
            }
        }
    }

    private static async Task<bool> IsReadable(ServerProcess server)
    {
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", ServerProcess.AdminKey);
        using var answer = await http.GetAsync($"{server.Url}/status");
        return answer.IsSuccessStatusCode;
    }
}
