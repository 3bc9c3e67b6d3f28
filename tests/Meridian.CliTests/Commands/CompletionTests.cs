using System.Diagnostics;
using Meridian.CliTests.Running;

namespace Meridian.CliTests.Commands;

public sealed class CompletionTests : IDisposable
{
    private readonly Shell _shell = new();

    public void Dispose() => _shell.Dispose();

    [Theory]
    [InlineData("meridian cust", "customers")]
    [InlineData("meridian customers ", "list", "count", "show")]
    [InlineData("meridian customers list --activity ", "high", "medium", "low", "silent", "unknown")]
    [InlineData("meridian labels --platform whats", "whatsapp")]
    [InlineData("meridian import a.csv --dr", "--dry-run")]
    [InlineData("meridian completion ", "bash", "zsh", "fish", "pwsh")]
    public void The_program_suggests_what_may_follow(string typed, params string[] expected)
    {
        var ended = _shell.RunAsGiven($"[suggest:{typed.Length}]", typed);
        Assert.Equal(0, ended.Code);
        Assert.Empty(expected.Except(ended.OutputLines, StringComparer.Ordinal));
    }

    [Fact]
    public void Only_shells_that_are_known_are_offered()
    {
        foreach (var shell in new[] { "bash", "zsh", "fish", "pwsh" })
            Assert.Equal((0, ""), (_shell.RunAsGiven("completion", shell).Code, _shell.RunAsGiven("completion", shell).Error));
    }

    /// <summary>Bash itself reads the script and asks for completions; a stand-in for the program answers with what it is asked.</summary>
    [Theory]
    [InlineData("meridian cust", "customers")]
    [InlineData("meridian labels --platform whats", "whatsapp")]
    [InlineData("meridian customers list --activity s", "silent")]
    public async Task Bash_completes_with_the_script(string typed, string expected)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "bash");
        var script = _shell.Write("completion.bash", _shell.RunAsGiven("completion", "bash").Output);
        var program = $"dotnet '{Path.Combine(AppContext.BaseDirectory, "Meridian.Cli.dll")}'";
        var words = typed.Split(' ');
        var test = $"""
            meridian() {'{'} {program} "$@"; {'}'}
            . '{script}'
            COMP_WORDS=({string.Join(' ', words)}); COMP_CWORD={words.Length - 1}; COMP_LINE='{typed}'; COMP_POINT={typed.Length}
            _meridian
            printf '%s\n' "{'$'}{'{'}COMPREPLY[@]{'}'}"
            """;
        using var bash = Process.Start(new ProcessStartInfo("bash", ["-c", test]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true })!;
        var (output, error) = (await bash.StandardOutput.ReadToEndAsync(), await bash.StandardError.ReadToEndAsync());
        await bash.WaitForExitAsync();
        Assert.Equal((expected + "\n", ""), (output, error));
    }
}
