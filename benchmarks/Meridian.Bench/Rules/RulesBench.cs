using System.Diagnostics;
using System.Text.Json;
using DuckDB.NET.Data;
using Meridian.DuckDb;
using Meridian.Events;
using Meridian.Foundation.Database;
using Meridian.Resolve;
using Meridian.Tags;
using Meridian.Tags.Definitions;

namespace Meridian.Bench.Rules;

/// <summary>
/// A full pass of a hundred rules over all customers, against one scan of their events that groups by customer and name, and against the same rules written by hand, one after the other. And
/// the same over half the rows: what doubling costs.
/// </summary>
internal static class RulesBench
{
    private static readonly Table Scanned = new("bench_scan");

    public static int Run(string[] args)
    {
        var profiles = Arguments.Option(args, "--profiles", 1_000_000);
        var events = Arguments.Option(args, "--events", 20_000_000);
        var runs = (int)Arguments.Option(args, "--runs", 3);
        var whole = Measure(profiles, events, runs, byHand: !args.Contains("--no-hand"));
        var half = args.Contains("--no-half") ? null : Measure(profiles / 2, events / 2, runs, byHand: false);
        Console.WriteLine(JsonSerializer.Serialize(new
        {
            benchmark = "rules",
            profiles,
            events,
            rules = BenchRules.All.Count,
            runs,
            cores = Environment.ProcessorCount,
            full_pass_seconds = Math.Round(whole.Pass, 2),
            first_pass_seconds = Math.Round(whole.First, 2),
            scan_seconds = Math.Round(whole.Scan, 2),
            by_hand_seconds = whole.ByHand is { } hand ? Math.Round(hand, 2) : (double?)null,
            pass_to_scan = Math.Round(whole.PassToScan, 2),
            pass_to_hand = whole.ByHand is { } all ? Math.Round(whole.Pass / all, 3) : (double?)null,
            rows_doubled = half is null ? (double?)null : Math.Round(whole.Pass / half.Pass, 2),
            assignments = whole.Assignments,
        }));
        return 0;
    }

    private sealed record Times(double First, double Pass, double Scan, double PassToScan, double? ByHand, long Assignments);

    private static Times Measure(long profiles, long events, int runs, bool byHand)
    {
        var folder = Directory.CreateTempSubdirectory("meridian-bench-").FullName;
        try
        {
            var path = Path.Combine(folder, "store.duckdb");
            using var database = new DuckDbDatabase(path);
            using var session = database.OpenSession();
            StoreSchema.Prepare(session);
            var fill = Stopwatch.StartNew();
            BenchStore.Fill(session, profiles, events);
            database.Checkpoint();
            Console.Error.WriteLine($"{profiles:N0} customers, {events:N0} events: {fill.Elapsed.TotalSeconds:0} s");
            Define(session);
            session.UseResources(Environment.ProcessorCount, 4096);
            var first = Pass(session);
            var passes = new List<double>();
            var scans = new List<double>();
            for (var run = 0; run < runs; run++)
            {
                scans.Add(Scan(session));
                passes.Add(Pass(session));
                Console.Error.WriteLine(FormattableString.Invariant($"first pass {first:0.00} s, pass {passes[^1]:0.00} s, scan {scans[^1]:0.00} s"));
            }

            var assignments = session.Count($"select count(*) from {TagTables.Assignment} where origin = 'rule'");
            session.Dispose();
            var hand = byHand ? ByHand(database, path) : (double?)null;
            return new Times(first, MeasuredRun.Median(passes), MeasuredRun.Median(scans), MeasuredRun.Median(passes.Zip(scans, (p, s) => p / s)), hand, assignments);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Define(ISession session)
    {
        foreach (var rule in BenchRules.All)
        {
            var definition = rule.Values is [(TagTables.Yes, var text)]
                ? new TagDefinition(rule.Key) { Rule = text }
                : new TagDefinition(rule.Key) { Values = [.. rule.Values.Select(v => new TagValue(v.Value, v.Rule))] };
            session.Execute($"""
                insert into {TagTables.Version} (tag, version, status, definition, saved_at, published_at, entry)
                values ({rule.Key}, 1, {TagStatus.Published}, {definition.ToJson()}, {BenchStore.Now}, {BenchStore.Now}, 3)
                """);
        }
    }

    private static double Pass(ISession session)
    {
        var watch = Stopwatch.StartNew();
        using var transaction = session.Begin();
        TagEvaluator.Evaluate(session, null, BenchStore.Now, BenchStore.Now);
        transaction.Commit();
        return watch.Elapsed.TotalSeconds;
    }

    private static double Scan(ISession session)
    {
        session.UseResources(Environment.ProcessorCount, 4096);
        var watch = Stopwatch.StartNew();
        session.Execute(session.Dialect.CreateTemporary(Scanned, $"""
            select r.profile_id, e.name, count(*) as events, sum(e.total) as total, min(e.occurred_at) as first_at, max(e.occurred_at) as last_at
            from {EventTables.Event} e join {ResolveTables.Record} r on r.record_id = e.owner_id group by r.profile_id, e.name
            """));
        return watch.Elapsed.TotalSeconds;
    }

    /// <summary>Each rule's own query, into a table, as somebody would who keeps a list for each.</summary>
    private static double ByHand(DuckDbDatabase database, string path)
    {
        database.Dispose();
        using var connection = new DuckDBConnection($"Data Source={path}");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "set memory_limit = '4096MB'";
        command.ExecuteNonQuery();
        var watch = Stopwatch.StartNew();
        foreach (var rule in BenchRules.All)
        {
            command.CommandText = $"create or replace temporary table by_hand as {rule.ByHand}";
            command.ExecuteNonQuery();
        }

        return watch.Elapsed.TotalSeconds;
    }
}
