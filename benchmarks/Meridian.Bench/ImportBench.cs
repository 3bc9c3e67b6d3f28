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
        var rows = Option(args, "--rows", 1_000_000);
        var runs = (int)Option(args, "--runs", 5);
        var seed = (int)Option(args, "--seed", 1);
        var folder = Directory.CreateTempSubdirectory("meridian-bench-").FullName;
        try
        {
            var csv = Path.Combine(folder, "customers.csv");
            Console.Error.WriteLine($"writing {rows:N0} rows ...");
            CustomerFile.Write(csv, rows, seed, Today);
            var baseline = new List<Measured>();
            var ours = new List<Measured>();
            for (var run = 0; run < runs; run++)
            {
                var bare = Path.Combine(folder, "bare.duckdb");
                File.Delete(bare);
                baseline.Add(Measure(Environment.ProcessPath!, Self(["import", "--baseline", csv, bare]), folder));
                var data = Path.Combine(folder, "data");
                if (Directory.Exists(data))
                    Directory.Delete(data, recursive: true);
                ours.Add(Measure(Environment.ProcessPath!, [Program("Meridian.Cli"), "import", csv, "--source", "bench", "--data", data, "--json"], folder));
                Console.Error.WriteLine($"run {run + 1}: read_csv {baseline[^1].Seconds:0.00} s, import {ours[^1].Seconds:0.00} s, {ours[^1].PeakBytes >> 20} MB");
            }

            var a = Median(ours.Select(m => m.Seconds));
            var b = Median(baseline.Select(m => m.Seconds));
            Console.WriteLine(JsonSerializer.Serialize(new
            {
                benchmark = "import",
                rows,
                file_mb = new FileInfo(csv).Length >> 20,
                runs,
                cores = Environment.ProcessorCount,
                import_seconds = Math.Round(a, 2),
                read_csv_seconds = Math.Round(b, 2),
                ratio = Math.Round(Median(ours.Zip(baseline, (x, y) => x.Seconds / y.Seconds)), 2),
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

    private sealed record Measured(double Seconds, long PeakBytes, string LastLine);

    private static Measured Measure(string program, IReadOnlyList<string> arguments, string folder)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, UseShellExecute = false, WorkingDirectory = folder };
        var watch = Stopwatch.StartNew();
        using var process = Process.Start(start)!;
        // The kernel's own high-water mark; read while the process lives, because it goes with it.
        var peak = 0L;
        using var stop = new ManualResetEventSlim();
        var watcher = Task.Run(() =>
        {
            while (!stop.Wait(20))
                peak = Math.Max(peak, PeakOf(process.Id));
        });
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        var seconds = watch.Elapsed.TotalSeconds;
        stop.Set();
        watcher.Wait();
        if (process.ExitCode is not (0 or 5))
            throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}: {output}");
        return new Measured(seconds, peak, output.TrimEnd().Split('\n')[^1]);
    }

    private static long PeakOf(int id)
    {
        try
        {
            foreach (var line in File.ReadLines($"/proc/{id}/status"))
            {
                if (line.StartsWith("VmHWM:", StringComparison.Ordinal))
                    return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1]) * 1024;
            }
        }
        catch (IOException)
        {
            // The process has just ended.
        }

        return 0;
    }

    private static List<string> Self(string[] arguments) => [typeof(ImportBench).Assembly.Location, .. arguments];

    private static string Program(string name) => Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", "..", name, "release", name + ".dll"));

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted.Length % 2 == 1 ? sorted[sorted.Length / 2] : (sorted[(sorted.Length / 2) - 1] + sorted[sorted.Length / 2]) / 2;
    }

    private static long Option(string[] args, string name, long otherwise)
    {
        var i = Array.IndexOf(args, name);
        return i >= 0 && i + 1 < args.Length ? long.Parse(args[i + 1]) : otherwise;
    }
}
