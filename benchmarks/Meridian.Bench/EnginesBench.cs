using System.Text;
using System.Text.Json;
using Meridian.EngineTests.Store;
using Meridian.Samples;
using Meridian.WebTests.Running;
using NodaTime;

namespace Meridian.Bench;

/// <summary>
/// The same customer file, the same messages and the same counts on both engines in turn, each command a process of its own. PostgreSQL is a private one of this
/// machine with its usual settings, durable, made for the run.
/// </summary>
internal static class EnginesBench
{
    private const int Counts = 5;

    public static int Run(string[] args)
    {
        var rows = Arguments.Option(args, "--rows", 200_000);
        var events = Arguments.Option(args, "--events", 200_000);
        var runs = (int)Arguments.Option(args, "--runs", 3);
        var folder = Directory.CreateTempSubdirectory("meridian-bench-").FullName;
        PostgresServer.IsDurable = true;
        try
        {
            var csv = Path.Combine(folder, "customers.csv");
            CustomerFile.Write(csv, rows, 1, new LocalDate(2026, 11, 23));
            var messages = Path.Combine(folder, "messages.jsonl");
            File.WriteAllLines(messages, Enumerable.Range(0, (int)events).Select(n => NumberedSender.Text(n)), new UTF8Encoding(false));
            var duckdb = new List<Times>();
            var postgres = new List<Times>();
            for (var run = 0; run < runs; run++)
            {
                duckdb.Add(Measure(folder, $"d{run}", csv, messages, null));
                postgres.Add(Measure(folder, $"p{run}", csv, messages, $"{PostgresServer.Address}?schema=p{run}"));
                Console.Error.WriteLine($"run {run + 1}: duckdb {duckdb[^1]}, postgres {postgres[^1]}");
            }

            Console.WriteLine(JsonSerializer.Serialize(new
            {
                benchmark = "engines",
                rows,
                events,
                runs,
                cores = Environment.ProcessorCount,
                import = Compare(t => t.Import),
                ingest = Compare(t => t.Ingest),
                count = Compare(t => t.Count),
                // Of the program; PostgreSQL's own processes are not in it.
                import_peak_mb = new { duckdb = duckdb.Max(t => t.PeakBytes) >> 20, postgres = postgres.Max(t => t.PeakBytes) >> 20 },
                same_digest = duckdb.Concat(postgres).Select(t => t.Digest).Distinct(StringComparer.Ordinal).Count() == 1,
            }));
            return 0;

            object Compare(Func<Times, double> of) => new
            {
                duckdb_seconds = Math.Round(MeasuredRun.Median(duckdb.Select(of)), 2),
                postgres_seconds = Math.Round(MeasuredRun.Median(postgres.Select(of)), 2),
                ratio = Math.Round(MeasuredRun.Median(postgres.Zip(duckdb, (p, d) => of(p) / of(d))), 2),
            };
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static Times Measure(string folder, string name, string csv, string messages, string? store)
    {
        var data = Path.Combine(folder, name);
        var import = Command("import", csv, "--source", "bench");
        var ingest = Command("events", "import", messages, "--source", "shop");
        var counts = Enumerable.Range(0, Counts).Select(_ => Command("customers", "count", "--country", "US", "--activity", "silent").Seconds);
        var count = MeasuredRun.Median(counts);
        using var digest = JsonDocument.Parse(Command("check", "--digest").LastLine);
        return new Times(import.Seconds, ingest.Seconds, count, import.PeakBytes, digest.RootElement.GetProperty("digest").GetString()!);

        MeasuredRun Command(params string[] words) => MeasuredRun.Of(
            Environment.ProcessPath!, [MeasuredRun.Program("Meridian.Cli"), .. words, "--data", data, "--json", .. store is null ? [] : new[] { "--store", store }], folder);
    }

    private sealed record Times(double Import, double Ingest, double Count, long PeakBytes, string Digest)
    {
        public override string ToString() => FormattableString.Invariant($"import {Import:0.0} s, ingest {Ingest:0.0} s, count {Count:0.00} s, peak {PeakBytes >> 20} MB");
    }
}
