using System.Diagnostics;

namespace Meridian.Bench;

/// <summary>A whole process: how long it took, the most memory that it held at once, and the last line that it printed.</summary>
internal sealed record MeasuredRun(double Seconds, long PeakBytes, string LastLine)
{
    /// <summary>Runs a program to its end.</summary>
    /// <exception cref="InvalidOperationException">It ended with another code than 0 (or 5: partly rejected).</exception>
    public static MeasuredRun Of(string program, IReadOnlyList<string> arguments, string folder)
    {
        var watch = Stopwatch.StartNew();
        using var process = Start(program, arguments, folder);
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
        return new MeasuredRun(seconds, peak, output.TrimEnd().Split('\n')[^1]);
    }

    /// <summary>Starts a program whose output is read by the caller.</summary>
    public static Process Start(string program, IReadOnlyList<string> arguments, string folder) =>
        Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, UseShellExecute = false, WorkingDirectory = folder })!;

    /// <summary>A program of this build, beside this one.</summary>
    public static string Program(string name) => Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", "..", name, "release", name + ".dll"));

    public static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted.Length % 2 == 1 ? sorted[sorted.Length / 2] : (sorted[(sorted.Length / 2) - 1] + sorted[sorted.Length / 2]) / 2;
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
}
