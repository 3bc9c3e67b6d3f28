using System.Diagnostics;
using System.Text.Json;
using Meridian.DuckDb;
using Meridian.Foundation;
using Meridian.Foundation.Log;
using Meridian.Ingest.Messages;
using NodaTime;

namespace Meridian.Bench.Ingest;

/// <summary>The pump alone: N messages that are in the log already, applied to an empty store, or to a copy of a data folder, in batches of a given size; messages a second as the store grows.</summary>
internal static class PumpBench
{
    private const int Batch = 100;

    public static int Run(string[] args)
    {
        var messages = Arguments.Option(args, "--messages", 400_000);
        var people = (int)Arguments.Option(args, "--people", 50_000);
        var entries = (int)Arguments.Option(args, "--entries", 80);
        var browser = args.Contains("--browser");
        var folder = new DataFolder(Directory.CreateTempSubdirectory("meridian-bench-").FullName);
        if (Arguments.Text(args, "--data") is { } store)
        {
            using var copying = Process.Start("cp", ["-a", "--reflink=auto", Path.Combine(store, "."), folder.Root]);
            copying.WaitForExit();
        }

        try
        {
            using var database = new DuckDbDatabase(folder.Store);
            using var session = database.OpenSession();
            if (StoreSchema.Prepare(session))
                database.Checkpoint();
            using var log = JournalLog.Open(folder.Journal, session, d => Console.Error.WriteLine(d));
            var pipeline = new Pipeline(folder, log);
            var events = new EventBatch(Batch, people, 1, browser);
            var watch = new Stopwatch();
            using var process = Process.GetCurrentProcess();
            var rates = new List<long>();
            for (var sent = 0L; sent < messages;)
            {
                var before = sent;
                watch.Restart();
                for (var slice = 0; slice < 5; slice++)
                {
                    watch.Stop();
                    var writing = new List<Task>();
                    var at = SystemClock.Instance.StoreNow();
                    for (var i = 0; i < entries; i++, sent += Batch)
                    {
                        events.Next(sent);
                        writing.Add(log.AppendAsync(EventsOrder.Kind, at, new EventsOrder("default", EventsOrder.SharedSpace, null, Batch).ToBody(events.Bytes)));
                    }

                    Task.WaitAll([.. writing]);
                    watch.Start();
                    pipeline.Run(session);
                }

                rates.Add((long)((sent - before) / watch.Elapsed.TotalSeconds));
                Console.Error.WriteLine($"{sent:N0}: {rates[^1]:N0} messages/s, {watch.Elapsed.TotalMilliseconds / 5:0} ms a batch");
            }

            Console.WriteLine(JsonSerializer.Serialize(new { benchmark = "pump", messages, people, browser, batch = entries * Batch, messages_per_second = rates, median = (long)MeasuredRun.Median(rates.Select(r => (double)r)), cpu_microseconds_a_message = (long)(process.TotalProcessorTime.TotalMicroseconds / messages) }));
            return 0;
        }
        finally
        {
            Directory.Delete(folder.Root, recursive: true);
        }
    }
}
