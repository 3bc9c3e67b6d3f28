using System.Diagnostics;
using System.Text.Json;
using DuckDB.NET.Data;
using Meridian.Samples;
using NodaTime;

namespace Meridian.Bench;

/// <summary>
/// Imports a made-up customer file of N rows with realistic mess and one row in five a duplicate, and reads the same file with DuckDB's bare
/// <c>read_csv</c> into a table of a DuckDB file in the same folder. Both run as processes of their own, in turn, so that neither warms the other and
/// memory is each one's own peak.
/// </summary>
internal static class ImportBench
{
    private static readonly LocalDate Today = new(2026, 11, 23);

    public static int Run(string[] args)
    {
        if (args is ["--baseline", var file, var store])
            return Baseline(file, store);
        var rows = Arguments.Option(args, "--rows", 1_000_000);
        var runs = (int)Arguments.Option(args, "--runs", 5);
        var seed = (int)Arguments.Option(args, "--seed", 1);
        var folder = Directory.CreateTempSubdirectory("meridian-bench-").FullName;
        try
        {
            var csv = Path.Combine(folder, "customers.csv");
            Console.Error.WriteLine($"writing {rows:N0} rows ...");
            CustomerFile.Write(csv, rows, seed, Today);
            var baseline = new List<MeasuredRun>();
            var ours = new List<MeasuredRun>();
            for (var run = 0; run < runs; run++)
            {
                var bare = Path.Combine(folder, "bare.duckdb");
                File.Delete(bare);
                baseline.Add(MeasuredRun.Of(Environment.ProcessPath!, Self(["import", "--baseline", csv, bare]), folder));
                var data = Path.Combine(folder, "data");
                if (Directory.Exists(data))
                    Directory.Delete(data, recursive: true);
                ours.Add(MeasuredRun.Of(Environment.ProcessPath!, [MeasuredRun.Program("Meridian.Cli"), "import", csv, "--source", "bench", "--data", data, "--json"], folder));
                Console.Error.WriteLine($"run {run + 1}: read_csv {baseline[^1].Seconds:0.00} s, import {ours[^1].Seconds:0.00} s, {ours[^1].PeakBytes >> 20} MB");
            }

            var a = MeasuredRun.Median(ours.Select(m => m.Seconds));
            var b = MeasuredRun.Median(baseline.Select(m => m.Seconds));
            Console.WriteLine(JsonSerializer.Serialize(new
            {
                benchmark = "import",
                rows,
                file_mb = new FileInfo(csv).Length >> 20,
                runs,
                cores = Environment.ProcessorCount,
                import_seconds = Math.Round(a, 2),
                read_csv_seconds = Math.Round(b, 2),
                ratio = Math.Round(MeasuredRun.Median(ours.Zip(baseline, (x, y) => x.Seconds / y.Seconds)), 2),
                rows_per_second = (long)(rows / a),
                peak_rss_mb = ours.Max(m => m.PeakBytes) >> 20,
                result = JsonSerializer.Deserialize<JsonElement>(ours[^1].LastLine).EnumerateObject()
                    .Where(p => p.Name is "accepted" or "rejected" or "profiles_created" or "duplicates" or "warnings_total").ToDictionary(p => p.Name, p => p.Value.GetInt64(), StringComparer.Ordinal),
            }));
            return 0;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>The bare reading: what DuckDB's own reader finds in the file, into a table of a file, closed.</summary>
    private static int Baseline(string csv, string store)
    {
        using var connection = new DuckDBConnection($"Data Source={store}");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "create table customers as select * from read_csv($1)";
        command.Parameters.Add(new DuckDBParameter(csv));
        command.ExecuteNonQuery();
        command.Parameters.Clear();
        command.CommandText = "checkpoint";
        command.ExecuteNonQuery();
        Console.WriteLine("{}");
        return 0;
    }

    private static List<string> Self(string[] arguments) => [typeof(ImportBench).Assembly.Location, .. arguments];
}
