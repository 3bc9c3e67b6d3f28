using System.Diagnostics;
using System.Text.Json;
using Meridian.Samples;
using Meridian.WebTests.Running;
using NodaTime;
using Duration = System.TimeSpan;

namespace Meridian.Bench.Ingest;

/// <summary>
/// Batches of 100 messages over loopback, this process being the load: how many a second a server acknowledges, against a bare one that parses and flushes the same
/// bytes; how long events take to become labels at half that rate, alone and beside an import; and how much memory the server holds.
/// </summary>
internal static class IngestBench
{
    private const int Connections = 8;
    private const int Batch = 100;
    private const int People = 50_000;
    private const int WarmSeconds = 3;

    public static int Run(string[] args)
    {
        if (args is ["--bare", var url, var file])
            return BareServer.Run(url, file);
        return Measure(args).GetAwaiter().GetResult();
    }

    private static async Task<int> Measure(string[] args)
    {
        var seconds = Duration.FromSeconds(Arguments.Option(args, "--seconds", 30));
        var rounds = (int)Arguments.Option(args, "--rounds", 3);
        var rows = Arguments.Option(args, "--rows", 1_000_000);
        var soak = Duration.FromMinutes(Arguments.Option(args, "--soak", 0));
        var (bare, ours, applied) = (new List<LoadResult>(), new List<LoadResult>(), new List<double>());
        for (var round = 0; round < rounds; round++)
        {
            bare.Add(await Bare(seconds));
            Say($"round {round + 1}: bare {bare[^1].PerSecond:N0}/s, p50 {bare[^1].Percentile(0.5):0.0} ms, p99 {bare[^1].Percentile(0.99):0.0} ms");
            await using var fresh = await ServerProcess.Start();
            ours.Add(await Load(fresh, seconds, null));
            // What the pump keeps up with beside the load; a burst is taken into the log faster than that.
            applied.Add(await Applied(fresh) / (seconds.TotalSeconds + WarmSeconds));
            Say($"round {round + 1}: meridian {ours[^1].PerSecond:N0}/s, p50 {ours[^1].Percentile(0.5):0.0} ms, p99 {ours[^1].Percentile(0.99):0.0} ms, put off {ours[^1].PutOff:N0} times, applied {applied[^1]:N0}/s, {Rss(fresh)} MB");
        }

        var burst = MeasuredRun.Median(ours.Select(o => o.PerSecond));
        var peak = MeasuredRun.Median(applied);
        await using var server = await ServerProcess.Start();
        await Load(server, Duration.FromSeconds(5), peak / 2);
        var alone = await Delay(server, seconds, peak / 2);
        Say($"half the peak: label p50 {alone.P50} s, p99 {alone.P99} s, acknowledged p99 {alone.Load.Percentile(0.99):0.0} ms, {Rss(server)} MB");
        var rssAlone = Rss(server);
        var beside = rows > 0 ? await BesideImport(server, rows, peak / 2) : null;
        var rssBeside = Rss(server);
        object? soaked = null;
        if (soak > Duration.Zero)
            soaked = await Soak(peak / 2, soak);
        var counts = await server.Counts();
        Console.WriteLine(JsonSerializer.Serialize(new
        {
            benchmark = "ingest",
            cores = Environment.ProcessorCount,
            connections = Connections,
            batch = Batch,
            seconds = seconds.TotalSeconds,
            rounds,
            events_per_second = (long)burst,
            applied_per_second = (long)peak,
            bare_events_per_second = (long)MeasuredRun.Median(bare.Select(b => b.PerSecond)),
            ratio = Math.Round(MeasuredRun.Median(ours.Zip(bare, (o, b) => o.PerSecond / b.PerSecond)), 3),
            acknowledge_p50_ms = Math.Round(MeasuredRun.Median(ours.Select(o => o.Percentile(0.5))), 1),
            acknowledge_p99_ms = Math.Round(MeasuredRun.Median(ours.Select(o => o.Percentile(0.99))), 1),
            bare_p50_ms = Math.Round(MeasuredRun.Median(bare.Select(o => o.Percentile(0.5))), 1),
            bare_p99_ms = Math.Round(MeasuredRun.Median(bare.Select(o => o.Percentile(0.99))), 1),
            put_off = ours.Sum(o => o.PutOff),
            label_p50_s = alone.P50,
            label_p99_s = alone.P99,
            beside_import = beside is null ? null : new { rows, import_seconds = Math.Round(beside.Value.Seconds, 1), label_p50_s = beside.Value.P50, label_p99_s = beside.Value.P99, acknowledge_p99_ms = Math.Round(beside.Value.Load.Percentile(0.99), 1), put_off = beside.Value.Load.PutOff },
            peak_rss_mb = rssAlone,
            peak_rss_beside_import_mb = rssBeside,
            soak = soaked,
            conserved = counts.Received == counts.Applied + counts.Duplicate + counts.Rejected,
        }));
        return 0;
    }

    private static async Task<LoadResult> Bare(Duration seconds)
    {
        var folder = Directory.CreateTempSubdirectory("meridian-bench-").FullName;
        var url = $"http://127.0.0.1:{ServerProcess.FreePort()}";
        var self = Environment.ProcessPath!.EndsWith("dotnet", StringComparison.Ordinal) ? new[] { typeof(IngestBench).Assembly.Location } : [];
        using var server = ChildProcess.Start(Environment.ProcessPath!, [.. self, "ingest", "--bare", url, Path.Combine(folder, "journal")]);
        try
        {
            using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false });
            for (var tries = 0; ; tries++)
            {
                try
                {
                    await http.GetStringAsync(url + "/readyz");
                    break;
                }
                catch (HttpRequestException) when (tries < 200)
                {
                    await Task.Delay(50);
                }
            }

            var load = new LoadGenerator(url, "none", Connections, Batch, People);
            await load.Run(Duration.FromSeconds(WarmSeconds));
            return await load.Run(seconds);
        }
        finally
        {
            await server.Kill();
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<double> Applied(ServerProcess server)
    {
        using var status = JsonDocument.Parse((await server.Run("status", "--json"))[0]);
        return status.RootElement.GetProperty("applied").GetDouble();
    }

    private static async Task<LoadResult> Load(ServerProcess server, Duration seconds, double? perSecond)
    {
        var load = new LoadGenerator(server.Url, ServerProcess.AdminKey, Connections, Batch, People);
        await load.Run(Duration.FromSeconds(WarmSeconds), perSecond);
        return await load.Run(seconds, perSecond);
    }

    private static async Task<(LoadResult Load, double? P50, double? P99, double Seconds)> Delay(ServerProcess server, Duration seconds, double perSecond)
    {
        var before = await DelayHistogram.Read(server.Url, ServerProcess.AdminKey);
        var load = await new LoadGenerator(server.Url, ServerProcess.AdminKey, Connections, Batch, People).Run(seconds, perSecond);
        await server.Counts();
        var after = await DelayHistogram.Read(server.Url, ServerProcess.AdminKey);
        return (load, after.Percentile(before, 0.5), after.Percentile(before, 0.99), load.Seconds);
    }

    private static async Task<(LoadResult Load, double? P50, double? P99, double Seconds)?> BesideImport(ServerProcess server, long rows, double perSecond)
    {
        var csv = Path.Combine(Path.GetDirectoryName(server.Data)!, "customers.csv");
        CustomerFile.Write(csv, rows, 1, new LocalDate(2026, 11, 23));
        var watch = Stopwatch.StartNew();
        var import = Task.Run(async () =>
        {
            var (code, output, error) = await server.Try("import", csv, "--source", "bench", "--json");
            if (code is not (0 or 5))
                throw new InvalidOperationException($"The import ended with {code}: {output}{error}");
            return watch.Elapsed.TotalSeconds;
        });
        // Until it has ended, in pieces, because how long it takes is not known.
        var before = await DelayHistogram.Read(server.Url, ServerProcess.AdminKey);
        var loads = new List<LoadResult>();
        var load = new LoadGenerator(server.Url, ServerProcess.AdminKey, Connections, Batch, People);
        while (!import.IsCompleted)
            loads.Add(await load.Run(Duration.FromSeconds(2), perSecond));
        var seconds = await import;
        await server.Counts();
        var after = await DelayHistogram.Read(server.Url, ServerProcess.AdminKey);
        var all = new LoadResult(loads.Sum(l => l.Acknowledged), loads.Sum(l => l.Seconds), [.. loads.SelectMany(l => l.Milliseconds)], loads.Sum(l => l.PutOff));
        Say($"beside an import of {rows:N0} rows ({seconds:0.0} s): label p50 {after.Percentile(before, 0.5)} s, p99 {after.Percentile(before, 0.99)} s, acknowledged p99 {all.Percentile(0.99):0.0} ms, {Rss(server)} MB");
        return (all, after.Percentile(before, 0.5), after.Percentile(before, 0.99), seconds);
    }

    /// <summary>Half the peak for minutes, on a fresh server: memory must be flat and nothing may fall behind.</summary>
    private static async Task<object> Soak(double perSecond, Duration length)
    {
        await using var server = await ServerProcess.Start();
        var (minutes, acknowledged) = (new List<object>(), 0L);
        for (var minute = 1; minute <= length.TotalMinutes; minute++)
        {
            var before = await DelayHistogram.Read(server.Url, ServerProcess.AdminKey);
            var load = await new LoadGenerator(server.Url, ServerProcess.AdminKey, Connections, Batch, People).Run(Duration.FromMinutes(1), perSecond);
            var after = await DelayHistogram.Read(server.Url, ServerProcess.AdminKey);
            acknowledged += load.Acknowledged;
            minutes.Add(new { minute, rss_mb = RssNow(server), label_p99_s = after.Percentile(before, 0.99), acknowledge_p99_ms = Math.Round(load.Percentile(0.99), 1), put_off = load.PutOff });
            Say($"soak {minutes[^1]}");
        }

        var counts = await server.Counts();
        return new { per_second = (long)perSecond, acknowledged, applied = counts.Applied, peak_rss_mb = Rss(server), minutes };
    }

    private static long Rss(ServerProcess server) => Status(server, "VmHWM:");

    private static long RssNow(ServerProcess server) => Status(server, "VmRSS:");

    private static long Status(ServerProcess server, string name) =>
        File.ReadLines($"/proc/{server.Id}/status").Where(l => l.StartsWith(name, StringComparison.Ordinal)).Select(l => long.Parse(l.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1]) / 1024).FirstOrDefault();

    private static void Say(string line) => Console.Error.WriteLine(line);
}
