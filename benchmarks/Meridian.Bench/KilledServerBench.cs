using System.Diagnostics;
using System.Text.Json;
using Meridian.DuckDb;
using Meridian.Events;
using Meridian.Foundation;
using Meridian.Foundation.Database;
using Meridian.WebTests.Running;

namespace Meridian.Bench;

/// <summary>F01: N events over HTTP to a server that is killed (kill -9) again and again, from clients that send again what was not acknowledged.</summary>
internal static class KilledServerBench
{
    private const int Batch = 100;

    public static int Run(string[] args)
    {
        var events = Arguments.Option(args, "--events", 1_000_000);
        var kills = Arguments.Option(args, "--kills", 20);
        var seed = Arguments.Option(args, "--seed", Environment.TickCount);
        var watch = Stopwatch.StartNew();
        var run = KilledIngest.Run(events, (int)kills, Batch, (int)seed, Stored, Console.Error.WriteLine).GetAwaiter().GetResult();
        var conserved = run.Counts.Received == run.Counts.Applied + run.Counts.Duplicate + run.Counts.Rejected && run.Counts.Applied == events && run.Counts.Rejected == 0;
        Console.WriteLine(JsonSerializer.Serialize(new
        {
            benchmark = "crash",
            events,
            seed,
            acknowledged = run.Acknowledged,
            lost = run.Lost,
            doubled = run.Doubled,
            foreign = run.Foreign,
            kills = run.Kills,
            requests_unanswered = run.Unanswered,
            received = run.Counts.Received,
            applied = run.Counts.Applied,
            known_already = run.Counts.Duplicate,
            rejected = run.Counts.Rejected,
            conserved,
            check_clean = run.Broken.Length == 0,
            digest_equal = run.CleanEqual,
            rebuilt_equal = run.RebuiltEqual,
            sending_seconds = Math.Round(run.SendingSeconds, 1),
            seconds = Math.Round(watch.Elapsed.TotalSeconds, 1),
        }));
        return run is { Lost: 0, Doubled: 0, Foreign: 0, Broken: "", CleanEqual: true, RebuiltEqual: true } && conserved && run.Kills == kills ? 0 : 1;
    }

    /// <summary>Read from the file itself: a million lines through a command would be most of the time.</summary>
    private static Task<IEnumerable<string>> Stored(ServerProcess server)
    {
        using var database = new DuckDbDatabase(new DataFolder(server.Data).Store);
        using var session = database.OpenSession();
        return Task.FromResult<IEnumerable<string>>(session.List($"select message_id from {EventTables.Event}", r => r.Text(0)!));
    }
}
