using System.Diagnostics;

namespace Meridian.CliTests.Launchers;

/// <summary>The launchers in a clone of nothing but them, with a stand-in for the SDK that writes down what it is asked and "builds" by making the program's file.</summary>
public sealed class LauncherTests : IDisposable
{
    private const string StandIn = """
        #!/usr/bin/env bash
        echo "$1" >>"$LAUNCHER_LOG"
        case $1 in
          --version) [ -z "${OLD_SDK:-}" ] && echo 10.0.100 ;;
          --list-sdks) echo "8.0.404 [/usr/share/dotnet/sdk]" ;;
          build)
            cat >/dev/null # a build that read the caller's input would end it here
            [ -z "${BROKEN:-}" ] || { echo "$PWD/src/Meridian.Cli/Program.cs(1,1): error CS1002: ; expected"; exit 1; }
            sleep 0.2
            mkdir -p artifacts/bin/Meridian.Cli/release
            touch artifacts/bin/Meridian.Cli/release/Meridian.Cli.dll ;;
          *) echo "in $PWD: ${*:2}"; cat ;;
        esac
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("meridian-launcher").FullName;
    private readonly string _clone;
    private readonly string _elsewhere;

    public LauncherTests()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The launchers are for bash.");
        _clone = Directory.CreateDirectory(Path.Combine(_folder, "a clone")).FullName;
        _elsewhere = Directory.CreateDirectory(Path.Combine(_folder, "elsewhere")).FullName;
        foreach (var file in new[] { "meridian", "tools/launch.sh", "global.json", ".editorconfig", "BannedSymbols.txt", "Directory.Build.props" })
            Copy(file);
        Write(Path.Combine(_clone, "src/Meridian.Cli/Program.cs"), "return 0;");
        Write(Path.Combine(_clone, "src/Meridian/Old.cs"), "");
        Write(Path.Combine(_folder, "bin/dotnet"), StandIn);
        if (!OperatingSystem.IsWindows()) // the skip above, in the analyzer's words
            File.SetUnixFileMode(Path.Combine(_folder, "bin/dotnet"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    public void Dispose()
    {
        if (Directory.Exists(_folder))
            Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task The_first_run_builds_and_the_second_does_not()
    {
        var first = await Run("--help");
        Assert.Equal(0, first.ExitCode);
        Assert.Equal("building Meridian ... (first time: about a minute)\n", first.Error);
        var second = await Run("--help");
        Assert.Equal("", second.Error);
        Assert.Equal(1, Builds());
    }

    [Fact]
    public async Task The_program_gets_the_callers_folder_arguments_and_input()
    {
        var run = await Run("import", "two words.csv", "*");
        Assert.Equal($"in {_elsewhere}: import two words.csv *\nwhat the caller piped", run.Output);
    }

    [Fact]
    public async Task It_works_through_a_chain_of_links()
    {
        File.CreateSymbolicLink(Path.Combine(_folder, "one"), Path.Combine(_clone, "meridian"));
        File.CreateSymbolicLink(Path.Combine(_folder, "two"), "one");
        var run = await Start(Path.Combine(_folder, "two"), [], []);
        Assert.Equal(0, run.ExitCode);
        Assert.Equal(1, Builds());
    }

    [Theory]
    [InlineData("src/Meridian/New.cs")]
    [InlineData("src/Meridian/Old.cs")]
    [InlineData("Directory.Build.props")]
    [InlineData("global.json")]
    public async Task A_changed_or_new_source_is_built(string source)
    {
        await Run();
        Write(Path.Combine(_clone, source), "changed");
        var run = await Run();
        Assert.Equal("building Meridian ...\n", run.Error);
        Assert.Equal(2, Builds());
    }

    [Fact]
    public async Task A_deleted_source_is_noticed()
    {
        await Run();
        File.Delete(Path.Combine(_clone, "src/Meridian/Old.cs"));
        await Run();
        Assert.Equal(2, Builds());
    }

    [Fact]
    public async Task A_test_that_changes_is_none_of_its_business()
    {
        await Run();
        Write(Path.Combine(_clone, "tests/Meridian.Tests/T.cs"), "");
        await Run();
        Assert.Equal(1, Builds());
    }

    [Fact]
    public async Task Several_launchers_at_once_build_once()
    {
        var runs = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Run()));
        Assert.All(runs, r => Assert.Equal(0, r.ExitCode));
        Assert.Equal(1, Builds());
    }

    [Fact]
    public async Task A_build_that_fails_shows_the_compilers_error_and_is_tried_again()
    {
        var broken = await Start(Path.Combine(_clone, "meridian"), [], new() { ["BROKEN"] = "1" });
        Assert.Equal(1, broken.ExitCode);
        Assert.Equal("", broken.Output);
        Assert.Contains("\nsrc/Meridian.Cli/Program.cs(1,1): error CS1002: ; expected\nMeridian could not be built.\n", broken.Error, StringComparison.Ordinal);
        Assert.Equal(0, (await Run()).ExitCode);
        Assert.Equal(2, Builds());
    }

    [Fact]
    public async Task An_sdk_that_is_too_old_is_named_in_one_sentence()
    {
        var run = await Start(Path.Combine(_clone, "meridian"), [], new() { ["OLD_SDK"] = "1" });
        Assert.Equal(1, run.ExitCode);
        Assert.Equal("", run.Output);
        Assert.Matches(@"^Meridian needs the \.NET 10 SDK; .*/bin/dotnet offers 8\.0\.404\. Install it from https://\S+ and run this again\.\n$", run.Error);
        Assert.Equal(0, Builds());
    }

    private sealed record Ended(int ExitCode, string Output, string Error);

    private Task<Ended> Run(params string[] arguments) => Start(Path.Combine(_clone, "meridian"), arguments, []);

    private async Task<Ended> Start(string launcher, string[] arguments, Dictionary<string, string> environment)
    {
        var start = new ProcessStartInfo(launcher, arguments) { UseShellExecute = false, WorkingDirectory = _elsewhere, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["PATH"] = $"{Path.Combine(_folder, "bin")}:{Environment.GetEnvironmentVariable("PATH")}";
        start.Environment["LAUNCHER_LOG"] = Path.Combine(_folder, "log");
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        using var process = Process.Start(start)!;
        await process.StandardInput.WriteAsync("what the caller piped");
        process.StandardInput.Close();
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return new Ended(process.ExitCode, await output, string.Concat((await error).Split('\n').Where(l => !l.StartsWith("waiting for", StringComparison.Ordinal)).Select(l => l + "\n"))[..^1]);
    }

    private int Builds() => File.Exists(Path.Combine(_folder, "log")) ? File.ReadLines(Path.Combine(_folder, "log")).Count(l => l == "build") : 0;

    private void Copy(string file)
    {
        var root = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(root, "Meridian.slnx")))
            root = Path.GetDirectoryName(root) ?? throw new InvalidOperationException("The tests do not run inside a clone.");
        var to = Path.Combine(_clone, file);
        Directory.CreateDirectory(Path.GetDirectoryName(to)!);
        File.Copy(Path.Combine(root, file), to);
    }

    private static void Write(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }
}
