using System.Diagnostics;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Meridian.WebTests.Running;
using Duration = System.TimeSpan;

namespace Meridian.Bench.Ingest;

/// <summary>
/// F11: thousands of connections that are kept and send a message now and then, and hundreds of senders at ten bytes a second, all held by this process, the server being another.
/// None of the well-behaved may fail, the slow ones must be cut, and what others wait for is compared with the same load on an idle server.
/// </summary>
internal static class ConnectionsBench
{
    /// <summary>Each connection sends one message in this time.</summary>
    private static readonly Duration Every = Duration.FromSeconds(20);

    private const int Connections = 8;
    private const int Batch = 10;
    private const double PerSecond = 500;

    public static int Run(string[] args) => Measure(args).GetAwaiter().GetResult();

    private static async Task<int> Measure(string[] args)
    {
        var connections = (int)Arguments.Option(args, "--connections", 10_000);
        var slow = (int)Arguments.Option(args, "--slow", 500);
        var seconds = Duration.FromSeconds(Arguments.Option(args, "--seconds", 60));
        await using var server = await ServerProcess.Start();
        // .NET takes all files that the system lets a process have: twice as many as connections is enough for either side.
        var files = Files(server.Id);
        if (files < connections + slow + 500)
        {
            Console.Error.WriteLine($"A process may have {files} files open here, which is not enough for {connections + slow} connections. Raise it (ulimit -Hn {2 * (connections + slow)}) or ask for fewer connections.");
            return 2;
        }

        var others = new LoadGenerator(server.Url, ServerProcess.AdminKey, Connections, Batch, people: 5_000);
        await others.Run(Duration.FromSeconds(3), PerSecond);
        var baseline = await others.Run(seconds, PerSecond);
        Say($"alone: p50 {baseline.Percentile(0.5):0.0} ms, p99 {baseline.Percentile(0.99):0.0} ms");

        using var stop = new CancellationTokenSource();
        var kept = new KeptConnections(new Uri(server.Url), stop.Token);
        var opening = Stopwatch.StartNew();
        var well = await kept.Open(connections);
        Say($"{connections:N0} connections opened in {opening.Elapsed.TotalSeconds:0.0} s");
        var cut = Enumerable.Range(0, slow).Select(_ => kept.IsCut()).ToArray();
        var sending = well.Select((c, i) => kept.SendNowAndThen(c, i, Every)).ToArray();
        var beside = await others.Run(seconds, PerSecond);
        await stop.CancelAsync();
        await Task.WhenAll(sending);
        var cutOff = (await Task.WhenAll(cut)).Count(c => c);
        var rss = Rss(server.Id);
        var counts = await server.Counts();
        var expected = kept.Acknowledged + others.Acknowledged;
        Console.WriteLine(JsonSerializer.Serialize(new
        {
            benchmark = "connections",
            cores = Environment.ProcessorCount,
            connections,
            seconds = seconds.TotalSeconds,
            kept_requests = kept.Acknowledged,
            kept_failed = kept.Failed,
            first_failure = kept.FirstFailure,
            slow_senders = slow,
            slow_cut = cutOff,
            others_put_off = beside.PutOff,
            alone_p50_ms = Math.Round(baseline.Percentile(0.5), 1),
            alone_p99_ms = Math.Round(baseline.Percentile(0.99), 1),
            beside_p50_ms = Math.Round(beside.Percentile(0.5), 1),
            beside_p99_ms = Math.Round(beside.Percentile(0.99), 1),
            p99_ratio = Math.Round(beside.Percentile(0.99) / baseline.Percentile(0.99), 2),
            peak_rss_mb = rss,
            received = counts.Received,
            acknowledged = expected,
            lost = expected - counts.Received,
        }));
        return kept.Failed == 0 && cutOff == slow && counts.Received == expected && rss <= 1_024 ? 0 : 1;
    }

    private static long Files(int process) => long.Parse(File.ReadLines($"/proc/{process}/limits").Single(l => l.StartsWith("Max open files", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[3]);

    private static long Rss(int process) =>
        File.ReadLines($"/proc/{process}/status").Where(l => l.StartsWith("VmHWM:", StringComparison.Ordinal)).Select(l => long.Parse(l.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1]) / 1024).First();

    private static void Say(string line) => Console.Error.WriteLine(line);
}

/// <summary>Connections that this process opens itself, because a client's pool would use a few of them again and again.</summary>
internal sealed class KeptConnections(Uri server, CancellationToken stop)
{
    /// <summary>How many are being opened at a time: a system's queue of new connections is short.</summary>
    private const int Opening = 64;

    private static readonly string Key = Convert.ToBase64String(Encoding.ASCII.GetBytes(ServerProcess.AdminKey + ":"));

    private long _acknowledged;
    private long _failed;
    private long _next;

    public long Acknowledged => Interlocked.Read(ref _acknowledged);

    public long Failed => Interlocked.Read(ref _failed);

    public string? FirstFailure { get; private set; }

    public async Task<IReadOnlyList<TcpClient>> Open(int count)
    {
        var clients = new List<TcpClient>(count);
        for (var first = 0; first < count; first += Opening)
            clients.AddRange(await Task.WhenAll(Enumerable.Range(0, Math.Min(Opening, count - first)).Select(_ => Connect())));
        return clients;
    }

    /// <summary>One message in each span of time, the connections spread over it; ends with the run.</summary>
    public async Task SendNowAndThen(TcpClient client, int number, Duration every)
    {
        using var _ = client;
        var buffer = new byte[2_048];
        try
        {
            await Task.Delay(new Duration(every.Ticks * (number % 1_000) / 1_000), stop);
            while (true)
            {
                var answer = await Exchange(client.GetStream(), buffer);
                if (answer.StartsWith("HTTP/1.1 200", StringComparison.Ordinal))
                    Interlocked.Increment(ref _acknowledged);
                else
                    Fail(answer.Length == 0 ? "closed" : answer.Split('\r')[0]);
                if (answer.Length == 0)
                    return;
                await Task.Delay(every, stop);
            }
        }
        catch (OperationCanceledException)
        {
            // The run has ended; a request that was begun was waited for.
        }
        catch (IOException e)
        {
            Fail(e.Message);
        }
    }

    /// <summary>Sends ten bytes a second of a request; whether the server ends it.</summary>
    public async Task<bool> IsCut()
    {
        const int length = 600;
        using var client = await Connect();
        var stream = client.GetStream();
        try
        {
            await stream.WriteAsync(Encoding.ASCII.GetBytes($"POST /v1/track HTTP/1.1\r\nHost: {server.Authority}\r\nContent-Length: {length}\r\n\r\n"));
            var answer = stream.ReadAsync(new byte[256]).AsTask();
            for (var sent = 0; sent < length - 1; sent += 10)
            {
                await stream.WriteAsync(new byte[10]);
                if (await Task.WhenAny(answer, Task.Delay(Duration.FromSeconds(1))) == answer)
                    return true;
            }

            return false;
        }
        catch (IOException)
        {
            return true;
        }
    }

    private async Task<TcpClient> Connect()
    {
        var client = new TcpClient { NoDelay = true };
        await client.ConnectAsync(server.Host, server.Port);
        return client;
    }

    private async Task<string> Exchange(NetworkStream stream, byte[] buffer)
    {
        var n = Interlocked.Increment(ref _next);
        var body = $$"""{"type":"track","messageId":"kept-{{n}}","userId":"user-{{n % 5_000}}","event":"Step"}""";
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"POST /v1/track HTTP/1.1\r\nHost: {server.Authority}\r\nAuthorization: Basic {Key}\r\nContent-Length: {body.Length}\r\n\r\n{body}"));
        var text = "";
        while (!IsWhole(text))
        {
            var read = await stream.ReadAsync(buffer);
            if (read == 0)
                return "";
            text += Encoding.ASCII.GetString(buffer, 0, read);
        }

        return text;
    }

    private static bool IsWhole(string answer)
    {
        var head = answer.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        if (head < 0)
            return false;
        var length = answer.IndexOf("Content-Length: ", StringComparison.OrdinalIgnoreCase);
        return length >= 0 && length < head
            ? answer.Length - head - 4 >= int.Parse(answer[(length + 16)..answer.IndexOf("\r\n", length, StringComparison.Ordinal)])
            : answer.EndsWith("0\r\n\r\n", StringComparison.Ordinal);
    }

    private void Fail(string why)
    {
        Interlocked.Increment(ref _failed);
        FirstFailure ??= why;
    }
}
