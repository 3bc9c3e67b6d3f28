using System.Diagnostics;
using System.IO.Compression;
using System.Text.Json;
using Meridian.Ingest;
using Meridian.Ingest.Reading;
using Meridian.Normalise;

namespace Meridian.Bench;

/// <summary>
/// F24: files of every format, damaged at random, are read and normalised for so many minutes. Whatever is in a file, it ends as rows or as one
/// <see cref="UnreadableFileException"/>; anything else is a crash, whose file is kept. Seeded: a case is found again by its number.
/// </summary>
internal static class FuzzBench
{
    private const int LargestSeed = 200_000;

    /// <summary>Bytes that mean something in one format or another.</summary>
    private static readonly byte[] Telling = [0, 0xFF, (byte)'"', (byte)'\n', (byte)'\\', (byte)'{', (byte)',', 0x7F];

    public static int Run(string[] args)
    {
        var minutes = Arguments.Option(args, "--minutes", 10);
        var seed = (int)Arguments.Option(args, "--seed", 1);
        var folder = Directory.CreateTempSubdirectory("meridian-fuzz-").FullName;
        var seeds = Seeds(folder);
        var counts = new SortedDictionary<string, int>(StringComparer.Ordinal);
        var (cases, read, refused, crashes, slowest, slowestCase) = (0, 0, 0, 0, 0.0, "");
        for (var watch = Stopwatch.StartNew(); watch.Elapsed < TimeSpan.FromMinutes(minutes); cases++)
        {
            // Not HashCode.Combine, which gives every process other numbers.
            var draw = new Random(unchecked((seed * 1_000_000_007) + cases));
            var (name, bytes) = seeds[draw.Next(seeds.Count)];
            var path = Path.Combine(folder, "case" + Path.GetExtension(name));
            File.WriteAllBytes(path, Damage(bytes, draw));
            counts[Path.GetExtension(name)] = counts.GetValueOrDefault(Path.GetExtension(name)) + 1;
            var began = Stopwatch.GetTimestamp();
            try
            {
                Read(path);
                read++;
            }
            catch (UnreadableFileException)
            {
                refused++;
            }
            catch (Exception e)
            {
                crashes++;
                var kept = Path.Combine(Path.GetTempPath(), $"meridian-fuzz-{seed}-{cases}{Path.GetExtension(name)}");
                File.Copy(path, kept, overwrite: true);
                Console.Error.WriteLine($"case {cases} ({name}): {e.GetType().Name}: {e.Message}\n{e.StackTrace}\nkept as {kept}");
            }

            if (Stopwatch.GetElapsedTime(began).TotalMilliseconds is var took && took > slowest)
                (slowest, slowestCase) = (took, $"{cases} ({name})");
        }

        Directory.Delete(folder, recursive: true);
        Console.WriteLine(JsonSerializer.Serialize(new
        {
            benchmark = "fuzz",
            minutes,
            seed,
            cases,
            read,
            refused,
            crashes,
            formats = counts,
            slowest_ms = Math.Round(slowest),
            slowest_case = slowestCase,
            peak_rss_mb = Process.GetCurrentProcess().PeakWorkingSet64 >> 20,
        }));
        return crashes == 0 && cases > 0 ? 0 : 1;
    }

    private static void Read(string path)
    {
        var (reader, plan) = FilePlanner.Open(path, new ImportOrder("fuzz", Path.GetFileName(path), path, "", null, null), new DateTime(2026, 11, 23));
        using (reader)
        {
            var batch = new RowBatch(reader.Header.Count);
            while (true)
            {
                batch.Clear();
                var more = reader.Read(batch, 2_000);
                new RowNormaliser(plan).Normalise(batch, _ => { });
                if (!more)
                    return;
            }
        }
    }

    /// <summary>The demo's files and an export of them in every format, whole and packed.</summary>
    private static List<(string Name, byte[] Bytes)> Seeds(string folder)
    {
        var data = Path.Combine(folder, "demo");
        var cli = MeasuredRun.Program("Meridian.Cli");
        MeasuredRun.Of(Environment.ProcessPath!, [cli, "demo", "--no-serve", "--data", data], folder);
        foreach (var extension in new[] { "csv", "xlsx", "jsonl", "parquet" })
            MeasuredRun.Of(Environment.ProcessPath!, [cli, "export", "--country", "TH", "--to", Path.Combine(folder, "export." + extension), "--data", data], folder);
        var seeds = new List<(string, byte[])>();
        foreach (var file in Directory.GetFiles(Path.Combine(data, "demo-files")).Concat(Directory.GetFiles(folder, "export.*")).Order(StringComparer.Ordinal))
        {
            var bytes = File.ReadAllBytes(file);
            seeds.Add((file, bytes.Length > LargestSeed && Path.GetExtension(file) is not (".xlsx" or ".gz" or ".parquet") ? bytes[..LargestSeed] : bytes));
            using var packed = new MemoryStream();
            using (var zip = new ZipArchive(packed, ZipArchiveMode.Create, leaveOpen: true))
            using (var entry = zip.CreateEntry(Path.GetFileName(file)).Open())
                entry.Write(bytes);
            seeds.Add((file + ".zip", packed.ToArray()));
        }

        return seeds;
    }

    /// <summary>Bytes flipped, overwritten, cut, doubled or taken from elsewhere, a few times over.</summary>
    private static byte[] Damage(byte[] original, Random draw)
    {
        var bytes = original.ToList();
        for (var times = draw.Next(1, 6); times > 0 && bytes.Count > 4; times--)
        {
            var at = draw.Next(bytes.Count);
            var length = Math.Min(draw.Next(1, 64), bytes.Count - at);
            switch (draw.Next(7))
            {
                case 0:
                    bytes[at] ^= (byte)(1 << draw.Next(8));
                    break;
                case 1:
                    for (var i = 0; i < length; i++)
                        bytes[at + i] = (byte)draw.Next(256);
                    break;
                case 2:
                    bytes.RemoveRange(at, length);
                    break;
                case 3:
                    bytes.RemoveRange(at, bytes.Count - at);
                    break;
                case 4:
                    bytes.InsertRange(at, bytes.GetRange(draw.Next(bytes.Count - length + 1), length));
                    break;
                case 5:
                    bytes[at] = Telling[draw.Next(Telling.Length)];
                    break;
                default:
                    // Lengths and offsets are where readers trust a file.
                    var number = draw.Next(3) switch { 0 => int.MaxValue, 1 => -1, _ => draw.Next() };
                    for (var i = 0; i < 4 && at + i < bytes.Count; i++)
                        bytes[at + i] = (byte)(number >> (8 * i));
                    break;
            }
        }

        return [.. bytes];
    }
}
