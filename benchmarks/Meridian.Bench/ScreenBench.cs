using System.Globalization;
using System.Text;
using System.Text.Json;
using Meridian.Numbers;

namespace Meridian.Bench;

/// <summary>
/// A list of N phone numbers in mixed spellings, 15 % of them repeats, one in fifty no number at all, and a customer base of a tenth of that. Measured file to
/// file, each a process of its own: screening with duplicates and look-up in the base in one pass, then dedupe and compare by themselves, and beside
/// them the bare reading of the list by a buffered reader.
/// </summary>
internal static class ScreenBench
{
    private static readonly string[] Regions = ["US", "CN", "IN", "BR", "GB", "AE", "ID", "DE", "MX", "TH", "VN", "JP", "ES", "NG", "RU", "SA", "TR", "FR", "PH", "AR"];

    public static int Run(string[] args)
    {
        if (args is ["--baseline", var file])
            return Baseline(file);
        if (args is ["--write", var to, var count])
        {
            Write(to, to + ".base.csv", long.Parse(count, CultureInfo.InvariantCulture), 1);
            return 0;
        }

        var rows = Arguments.Option(args, "--rows", 10_000_000);
        var runs = (int)Arguments.Option(args, "--runs", 3);
        var seed = (ulong)Arguments.Option(args, "--seed", 1);
        var folder = Directory.CreateTempSubdirectory("meridian-bench-").FullName;
        try
        {
            var (list, customers) = (Path.Combine(folder, "list.csv"), Path.Combine(folder, "base.csv"));
            Console.Error.WriteLine($"writing {rows:N0} rows ...");
            Write(list, customers, rows, seed);
            string Out(string name) => Path.Combine(folder, name);
            MeasuredRun Numbers(params string[] arguments) =>
                MeasuredRun.Of(Environment.ProcessPath!, [MeasuredRun.Program("Meridian.Cli"), "numbers", .. arguments, "--data", Out("none"), "--json"], folder);
            var bare = new List<MeasuredRun>();
            var (screen, dedupe, compare) = (new List<MeasuredRun>(), new List<MeasuredRun>(), new List<MeasuredRun>());
            for (var run = 0; run < runs; run++)
            {
                bare.Add(MeasuredRun.Of(Environment.ProcessPath!, [typeof(ScreenBench).Assembly.Location, "screen", "--baseline", list], folder));
                screen.Add(Numbers("screen", list, "--against", customers, "--to", Out("screened.csv")));
                dedupe.Add(Numbers("dedupe", list, "--to", Out("once.csv")));
                compare.Add(Numbers("compare", list, customers, "--to", Out("parts")));
                Console.Error.WriteLine($"run {run + 1}: bare {bare[^1].Seconds:0.00} s, screen {screen[^1].Seconds:0.00} s {screen[^1].PeakBytes >> 20} MB, dedupe {dedupe[^1].Seconds:0.00} s, compare {compare[^1].Seconds:0.00} s");
            }

            object Of(List<MeasuredRun> measured) => new
            {
                seconds = Math.Round(MeasuredRun.Median(measured.Select(m => m.Seconds)), 2),
                rows_per_second = (long)(rows / MeasuredRun.Median(measured.Select(m => m.Seconds))),
                ratio = Math.Round(MeasuredRun.Median(measured.Zip(bare, (x, y) => x.Seconds / y.Seconds)), 2),
                peak_rss_mb = measured.Max(m => m.PeakBytes) >> 20,
            };
            Console.WriteLine(JsonSerializer.Serialize(new
            {
                benchmark = "screen",
                rows,
                file_mb = new FileInfo(list).Length >> 20,
                runs,
                cores = Environment.ProcessorCount,
                bare_reading_seconds = Math.Round(MeasuredRun.Median(bare.Select(m => m.Seconds)), 2),
                screen_dedupe_and_compare_in_one_pass = Of(screen),
                dedupe = Of(dedupe),
                compare = Of(compare),
                result = JsonSerializer.Deserialize<JsonElement>(screen[^1].LastLine).EnumerateObject()
                    .Where(p => p.Name is "valid" or "possible" or "impossible" or "duplicates").ToDictionary(p => p.Name, p => p.Value.GetInt64(), StringComparer.Ordinal),
            }));
            return 0;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static int Baseline(string path)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
        var buffer = new byte[1 << 20];
        var lines = 0L;
        for (int read; (read = stream.Read(buffer)) > 0;)
            lines += buffer.AsSpan(0, read).Count((byte)'\n');
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{lines}"));
        return 0;
    }

    private static void Write(string list, string customers, long rows, ulong seed)
    {
        // Leading digits of real mobile ranges; the rest is drawn, so that nearly all numbers are valid.
        var starts = Regions.Select(r => NumberingFacts.Region(r)!).Select(r => r.Examples[0].Value).ToArray();
        var state = seed;
        var recent = new string[1 << 16];
        using var writer = new StreamWriter(list, append: false, new UTF8Encoding(false), 1 << 20);
        using var known = new StreamWriter(customers, append: false, new UTF8Encoding(false), 1 << 20);
        writer.Write("phone\n");
        known.Write("phone\n");
        for (var row = 0L; row < rows; row++)
        {
            var draw = Next(ref state);
            if (draw % 50 == 0)
            {
                writer.Write((draw >> 8) % 3 == 0 ? "n/a\n" : (draw >> 8) % 3 == 1 ? "+12\n" : "ask later\n");
                continue;
            }

            string number;
            if ((draw >> 8) % 100 < 15 && recent[(draw >> 20) % (ulong)recent.Length] is { } repeated)
            {
                number = repeated;
            }
            else
            {
                var example = starts[(draw >> 20) % (ulong)starts.Length];
                var digits = example.ToCharArray();
                var rest = Next(ref state);
                for (var i = digits.Length - 7; i < digits.Length; i++, rest /= 10)
                    digits[i] = (char)('0' + (rest % 10));
                number = new string(digits);
                recent[(draw >> 32) % (ulong)recent.Length] = number;
            }

            writer.Write(Spelled(number, (int)((draw >> 48) % 6)));
            writer.Write('\n');
            if (row % 10 == 0)
                known.Write(number + "\n");
        }
    }

    private static string Spelled(string e164, int way) => way switch
    {
        0 => "00" + e164[1..],
        1 => $"{e164[..3]} {e164[3..6]} {e164[6..]}",
        2 => $"{e164[..3]}-{e164[3..6]}-{e164[6..]}",
        3 => $"{e164[..^7]} ({e164[^7..^4]}) {e164[^4..]}",
        _ => e164,
    };

    /// <summary>SplitMix64: the same file for a seed on every machine.</summary>
    private static ulong Next(ref ulong state)
    {
        var z = state += 0x9E3779B97F4A7C15UL;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
        return z ^ (z >> 31);
    }
}
