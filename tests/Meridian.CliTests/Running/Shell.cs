using Meridian.Cli;
using Meridian.Foundation.Snapshots;
using NodaTime;
using NodaTime.Testing;

namespace Meridian.CliTests.Running;

/// <summary>What one command left behind: exit code, standard output, standard error.</summary>
internal sealed record Ended(int Code, string Output, string Error)
{
    /// <summary>The lines of standard output, without the empty one after the last line's end.</summary>
    public string[] OutputLines => Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    public string[] ErrorLines => Error.Split('\n', StringSplitOptions.RemoveEmptyEntries);
}

/// <summary>
/// Runs commands in this process on a store of its own in a temporary folder, as a pipe would see them: no colours, 120 columns, at a fixed instant.
/// </summary>
public sealed class Shell : IDisposable
{
    /// <summary>The instant at which every command runs unless told otherwise.</summary>
    public static readonly Instant Now = Instant.FromUtc(2026, 11, 23, 9, 0);

    // The same number of letters everywhere, so that what is broken into lines by width is broken at the same place.
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("meridian-");
    private readonly FakeClock _clock = new(Now);

    public string Folder => _folder.FullName;

    public string Data => Path.Combine(Folder, "data");

    /// <summary>When the commands that follow leave a snapshot behind; the usual rule takes none of so little.</summary>
    internal SnapshotRule Snapshots { get; set; } = SnapshotRule.Usual;

    /// <summary>Moves the clock of the commands that follow.</summary>
    public void Advance(Duration by) => _clock.Advance(by);

    /// <summary>Writes a file beside the store; its full path.</summary>
    public string Write(string name, string text) => Write(name, System.Text.Encoding.UTF8.GetBytes(text));

    public string Write(string name, byte[] bytes)
    {
        var path = Path.Combine(Folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, bytes);
        return path;
    }

    /// <summary>Runs a command on this shell's store.</summary>
    internal Ended Run(params string[] args) => RunAsGiven([.. args, "--data", Data]);

    /// <summary>Runs a command with nothing added.</summary>
    internal Ended RunAsGiven(params string[] args)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        var code = CommandLine.Run(args, new Terminal(output, error, interactive: false, width: 120), _clock, Snapshots);
        return new Ended(code, output.ToString(), error.ToString());
    }

    /// <summary>Imports a text as a file and insists that it worked.</summary>
    internal Ended Import(string name, string text, string source, params string[] more)
    {
        var ended = Run(["import", Write(name, text), "--source", source, .. more]);
        Assert.True(ended.Code is ExitCode.Ok or ExitCode.PartlyRejected, ended.Error);
        return ended;
    }

    public void Dispose()
    {
        if (_folder.Exists)
            _folder.Delete(recursive: true);
    }
}
