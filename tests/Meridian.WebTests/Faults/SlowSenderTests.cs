using System.Net.Sockets;
using System.Text;
using Meridian.WebTests.Running;

namespace Meridian.WebTests.Faults;

public sealed class SlowSenderTests
{
    private const int Slow = 40;

    [Fact]
    public async Task F11_slow_senders_are_cut_off_and_hundreds_of_connections_beside_them_lose_nothing()
    {
        await using var server = await ServerProcess.Start();
        using var stop = new CancellationTokenSource();
        // Each client keeps its connection.
        using var sender = new NumberedSender(server.Url, clients: 300, batch: 1);
        var sending = sender.Send(long.MaxValue, stop.Token);
        var cut = await Task.WhenAll(Enumerable.Range(0, Slow).Select(_ => IsCut(new Uri(server.Url))));
        await stop.CancelAsync();
        await sending;
        Assert.All(cut, Assert.True);
        Assert.Equal(0, sender.Unanswered);
        Assert.Empty(sender.Refusals);
        Assert.True(sender.Acknowledged >= 300, $"Only {sender.Acknowledged} messages were acknowledged.");
        Assert.Equal((sender.Acknowledged, sender.Acknowledged), (await server.Counts() is var counts ? counts.Received : 0, counts.Applied));
    }

    /// <summary>Sends ten bytes a second of a request that would take a minute; whether the server ends it before.</summary>
    private static async Task<bool> IsCut(Uri server)
    {
        const int Length = 600;
        using var client = new TcpClient();
        await client.ConnectAsync(server.Host, server.Port);
        var stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"POST /v1/track HTTP/1.1\r\nHost: {server.Authority}\r\nContent-Length: {Length}\r\n\r\n"));
        var answer = ReadAll(stream);
        try
        {
            for (var sent = 0; sent < Length && !answer.IsCompleted; sent++)
            {
                await stream.WriteAsync(new byte[] { (byte)' ' });
                await Task.WhenAny(answer, Task.Delay(100));
            }
        }
        catch (IOException)
        {
            // Cut while it was sending.
            return true;
        }

        // Whoever was let to send it all is told that it is no message.
        return answer.IsCompleted && !(await answer).Contains("HTTP/1.1 400", StringComparison.Ordinal) && !(await answer).Contains("HTTP/1.1 200", StringComparison.Ordinal);
    }

    private static async Task<string> ReadAll(Stream stream)
    {
        try
        {
            using var reader = new StreamReader(stream, leaveOpen: true);
            return await reader.ReadToEndAsync();
        }
        catch (IOException)
        {
            return "";
        }
    }
}
