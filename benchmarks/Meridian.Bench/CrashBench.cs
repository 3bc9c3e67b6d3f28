using System.Diagnostics;
using System.Text.Json;
using Meridian.Samples;
using NodaTime;

namespace Meridian.Bench;

/// <summary>
/// F21: an import of N rows is killed (kill -9) at a tenth, half and nine tenths of its time, and while everything is derived; each time the next run must come to the
/// very store of an uninterrupted run. Then the same file once more, and a second start of the same import while it runs.
/// </summary>
internal static class CrashBench
{
    public static int Run(string[] args)
    {
        var rows = Arguments.Option(args, "--rows", 1_000_000);
        var folder = Directory.CreateTempSubdirectory("meridian-crash-").FullName;
        var csv = Path.Combine(folder, "customers.csv");
        try
        {
            Console.Error.WriteLine($"writing {rows:N0} rows ...");
            CustomerFile.Write(csv, rows, 1, new LocalDate(2026, 11, 23));
            var whole = Path.Combine(folder, "whole");
            var seconds = Meridian(folder, "import", csv, "--source", "bench", "--data", whole).Seconds;
            var expected = Digest(folder, whole);
            var (equal, kills) = (true, 0);
            foreach (var part in new[] { 0.1, 0.5, 0.75, 0.9, 0.97 })
            {
                var data = Path.Combine(folder, "killed");
                using var import = Start(folder, "import", csv, "--source", "bench", "--data", data);
                Task.Delay(TimeSpan.FromSeconds(seconds * part)).Wait();
                using var second = Start(folder, "import", csv, "--source", "bench", "--data", data);
                second.WaitForExit();
                // On a machine whose speed changes, an import may be over sooner than the one that was timed: then there is nothing to kill.
                var ended = import.HasExited;
                import.Kill();
                import.WaitForExit();
                if (!ended)
                {
                    kills++;
                    var watch = Stopwatch.StartNew();
                    Meridian(folder, "imports", "resume", "--data", data);
                    var resumed = watch.Elapsed.TotalSeconds;
                    var same = Digest(folder, data) == expected;
                    equal &= same && second.ExitCode == 75;
                    Console.WriteLine(JsonSerializer.Serialize(new
                    {
                        benchmark = "crash",
                        rows,
                        killed_at = part,
                        import_seconds = Math.Round(seconds, 1),
                        second_start_exit_code = second.ExitCode,
                        resume_seconds = Math.Round(resumed, 1),
                        equal = same,
                    }));
                }

                Directory.Delete(data, recursive: true);
            }

            var again = JsonSerializer.Deserialize<JsonElement>(Meridian(folder, "import", csv, "--source", "bench", "--data", whole).LastLine);
            var unchanged = again.GetProperty("unchanged").GetInt64() == again.GetProperty("accepted").GetInt64() && again.GetProperty("profiles_created").GetInt64() == 0;
            Console.WriteLine(JsonSerializer.Serialize(new { benchmark = "crash", rows, kills, all_equal = equal, same_file_again_changes_nothing = unchanged }));
            return equal && unchanged && kills > 2 ? 0 : 1;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static string Digest(string folder, string data) => Meridian(folder, "check", "--digest", "--data", data).LastLine;

    private static MeasuredRun Meridian(string folder, params string[] args) => MeasuredRun.Of(Environment.ProcessPath!, [MeasuredRun.Program("Meridian.Cli"), .. args, "--json"], folder);

    private static Process Start(string folder, params string[] args) => MeasuredRun.Start(Environment.ProcessPath!, [MeasuredRun.Program("Meridian.Cli"), .. args, "--json"], folder);
}
