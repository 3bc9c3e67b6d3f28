using System.Diagnostics;
using System.Text;
using Meridian.Cli;
using Meridian.CliTests.Running;

namespace Meridian.CliTests.Commands;

/// <summary>F21, F12: the program itself as a process, killed in the middle of an import.</summary>
public sealed class InterruptedImportTests : IDisposable
{
    private const int Rows = 160_000;

    private readonly Shell _shell = new();
    private readonly Shell _whole = new();

    public void Dispose()
    {
        _shell.Dispose();
        _whole.Dispose();
    }

    [Fact]
    public async Task F21_a_killed_import_resumes_to_what_an_uninterrupted_one_gives()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "signals");
        // Every 20,000th row is rejected, so the list of rejects shows from outside how far the import is.
        var text = new StringBuilder("name,phone,email\n");
        for (var i = 0; i < Rows; i++)
            text.Append(i % 20_000 == 100 ? "nobody,,\n" : $"Person {i % 120_000},,person{i % 120_000}@example.com\n");
        var file = _shell.Write("people.csv", text.ToString());

        using var import = Start("import", file, "--source", "people", "--data", _shell.Data);
        // The first batch writes its rejects before it is committed; when the second writes its own, the first is in the store.
        var rejects = Path.Combine(_shell.Data, "imports", "1", "people.csv.rejected.csv");
        var first = await WaitForMore(import, rejects, 0);
        await WaitForMore(import, rejects, first);
        await Signal(import, "-STOP");

        var busy = _shell.Run("customers", "count");
        Assert.Equal((ExitCode.TryLater, ""), (busy.Code, busy.Output));
        Assert.Equal($"error: {_shell.Data} is in use by process {import.Id}. Wait until it has finished, or stop it, then try again.\n", busy.Error);

        await Signal(import, "-KILL");
        await import.WaitForExitAsync();
        var count = _shell.Run("customers", "count", "--json");
        Assert.Equal(0, count.Code);
        // One batch at least; a machine that stops the process late lets it finish another.
        Assert.Contains(Enumerable.Range(1, Rows / Pipeline.BatchRows), n => count.Error.Contains($"Import 1 (people.csv) stopped after {n * Pipeline.BatchRows:N0} rows.", StringComparison.Ordinal));

        var watch = Stopwatch.StartNew();
        var resumed = Json.Of(_shell.Run("imports", "resume", "--json").Output);
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromMinutes(3));
        var whole = Json.Of(_whole.Run("import", file, "--source", "people", "--json").Output);
        foreach (var name in new[] { "rows", "accepted", "rejected", "profiles_created", "profiles_merged", "duplicates", "unchanged", "warnings_total" })
            Assert.Equal((name, whole.GetProperty(name).GetInt64()), (name, resumed.GetProperty(name).GetInt64()));
        Assert.Equal(Rows, resumed.GetProperty("rows").GetInt64());
        Assert.Equal(File.ReadAllText(whole.GetProperty("rejected_file").GetString()!), File.ReadAllText(resumed.GetProperty("rejected_file").GetString()!));
        Assert.Equal(_whole.Run("check", "--digest").Output, _shell.Run("check", "--digest").Output);
        Assert.Equal(ExitCode.Ok, _shell.Run("check").Code);
    }

    private static Process Start(params string[] args)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "Meridian.Cli.dll"), .. args]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        return Process.Start(start)!;
    }

    /// <summary>The file's length once it is more than <paramref name="than"/>.</summary>
    private static async Task<long> WaitForMore(Process import, string file, long than)
    {
        for (var waited = Stopwatch.StartNew(); waited.Elapsed < TimeSpan.FromMinutes(2); await Task.Delay(5))
        {
            if (File.Exists(file) && new FileInfo(file).Length is var length && length > than)
                return length;
            Assert.False(import.HasExited, "The import ended before it could be interrupted.");
        }

        throw new TimeoutException("The import did not get on.");
    }

    private static async Task Signal(Process process, string signal)
    {
        using var kill = Process.Start("kill", [signal, $"{process.Id}"]);
        await kill.WaitForExitAsync();
        Assert.Equal(0, kill.ExitCode);
    }
}
