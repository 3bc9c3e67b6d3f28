using System.CommandLine;
using Meridian.Cli;
using Meridian.CliTests.Running;

namespace Meridian.CliTests.Commands;

public sealed class HelpTests : IDisposable
{
    private readonly Shell _shell = new();

    public void Dispose() => _shell.Dispose();

    public static TheoryData<string> Commands() => [.. Paths(Root(), [])];

    [Theory, MemberData(nameof(Commands))]
    public void Every_command_has_help_on_standard_output(string command)
    {
        string[] args = [.. command.Split(' ', StringSplitOptions.RemoveEmptyEntries), "--help"];
        var ended = _shell.RunAsGiven(args);
        Golden.Match("help" + (command.Length == 0 ? "" : "-" + command.Replace(' ', '-')), Golden.Transcript(_shell, args, ended));
        Assert.Equal((0, ""), (ended.Code, ended.Error));
    }

    [Theory, MemberData(nameof(Commands))]
    public void The_usage_names_the_program_as_people_call_it(string command)
    {
        var usage = _shell.RunAsGiven([.. command.Split(' ', StringSplitOptions.RemoveEmptyEntries), "--help"]).OutputLines.SkipWhile(l => l != "Usage:").Skip(1).FirstOrDefault();
        Assert.StartsWith(("  meridian " + command).TrimEnd(), usage, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Examples))]
    public void Every_example_in_the_help_is_a_command_that_parses(string example)
    {
        var parsed = Root().Parse(Words.Of(example)[1..]);
        Assert.Empty(parsed.Errors);
    }

    public static TheoryData<string> Examples()
    {
        using var shell = new Shell();
        var examples = Paths(Root(), [])
            .SelectMany(p => shell.RunAsGiven([.. p.Split(' ', StringSplitOptions.RemoveEmptyEntries), "--help"]).OutputLines.SkipWhile(l => l != "Examples:").Skip(1))
            .Select(l => l.Trim()).Where(l => l.StartsWith("meridian ", StringComparison.Ordinal))
            // Two blanks begin the remark beside an example; what follows > or | is the shell's.
            .Select(l => l.Split("  ")[0].Split(" > ")[0].Split(" | ")[0]).Distinct(StringComparer.Ordinal).ToList();
        Assert.NotEmpty(examples);
        return [.. examples];
    }

    [Fact]
    public void The_version_is_one_line()
    {
        var ended = _shell.RunAsGiven("--version");
        Assert.Equal(0, ended.Code);
        Assert.Matches(@"^\d+\.\d+\.\d+\S*\n$", ended.Output);
    }

    private static RootCommand Root() => CommandLine.Root(new CommandContext(new Terminal(TextWriter.Null, TextWriter.Null, interactive: false), new NodaTime.Testing.FakeClock(Shell.Now), default));

    private static IEnumerable<string> Paths(Command command, string[] path) =>
        [string.Join(' ', path), .. command.Subcommands.SelectMany(c => Paths(c, [.. path, c.Name]))];
}
