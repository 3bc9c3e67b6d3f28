using System.Text.RegularExpressions;
using Meridian.Cli;
using Meridian.CliTests.Running;
using Meridian.Samples.Demo;
using NodaTime;

namespace Meridian.CliTests.Commands;

/// <summary>The README and the pages that it leads to cannot lie: each of their commands runs, in the order in which a reader meets them, in a folder that holds the sample files.</summary>
public sealed partial class ReadmeTests : IDisposable
{
    private readonly Shell _shell = new();

    public void Dispose() => _shell.Dispose();

    [Fact]
    public void Every_command_of_the_readme_runs()
    {
        var readme = Path.Combine(Root(), "README.md");
        Assert.True(File.Exists(readme), "There is no README.md.");
        var commands = Commands(File.ReadAllText(readme)).ToList();
        Assert.Contains("./meridian demo", commands);
        DemoSources.Write(Path.Combine(_shell.Folder, "samples"), Shell.Now.InUtc().Date, seed: 7);
        DemoSources.WriteEvents(Path.Combine(_shell.Folder, "samples"), Shell.Now.InUtc().Date, seed: 7);
        foreach (var command in commands)
        {
            var ended = _shell.RunAsGiven(Arguments(command));
            Assert.True(ended.Code is ExitCode.Ok or ExitCode.PartlyRejected, $"{command}\nexit {ended.Code}: {ended.Error}");
        }
    }

    /// <summary>These pages are read with a store at hand that the README's commands made; here the same of fewer files, and somebody whom the page on edits names.</summary>
    [Theory]
    [InlineData("rules.md")]
    [InlineData("packs.md")]
    [InlineData("areas.md")]
    [InlineData("changes.md")]
    [InlineData("edits.md")]
    [InlineData("people.md")]
    public void Every_command_of_the_page_runs(string page)
    {
        DemoSources.Write(Path.Combine(_shell.Folder, "samples"), Shell.Now.InUtc().Date, seed: 7);
        Assert.True(_shell.Run("import", Path.Combine(_shell.Folder, "samples", "whatsapp-export.csv"), "--source", "whatsapp").Code is ExitCode.Ok or ExitCode.PartlyRejected);
        Assert.Equal(ExitCode.Ok, _shell.Run("import", _shell.Write("crm.csv", "id,name,email\n17,Ana,ana@example.com\n"), "--source", "crm").Code);
        var commands = Commands(File.ReadAllText(Path.Combine(Root(), "docs", page))).ToList();
        Assert.NotEmpty(commands);
        foreach (var command in commands)
        {
            var ended = _shell.RunAsGiven(Arguments(command));
            Assert.True(ended.Code is ExitCode.Ok, $"{command}\nexit {ended.Code}: {ended.Error}");
        }
    }

    /// <summary>So do those of the page on tags, on the sample files' customers.</summary>
    [Fact]
    public void Every_command_of_the_page_on_tags_runs()
    {
        var commands = Commands(File.ReadAllText(Path.Combine(Root(), "docs", "tags.md"))).ToList();
        Assert.Contains("./meridian tags publish loyal --reason \"spring campaign\"", commands);
        var samples = Path.Combine(_shell.Folder, "samples");
        DemoSources.Write(samples, Shell.Now.InUtc().Date, seed: 7);
        DemoSources.WriteEvents(samples, Shell.Now.InUtc().Date, seed: 7);
        Assert.Equal(ExitCode.PartlyRejected, _shell.Run("import", Path.Combine(samples, "clientes.csv"), "--source", "office", "--country", "ES").Code);
        Assert.Equal(ExitCode.PartlyRejected, _shell.Run("events", "import", Path.Combine(samples, "shop-orders.xlsx"), "--source", "shop").Code);
        foreach (var command in commands)
        {
            var ended = _shell.RunAsGiven(Arguments(command));
            Assert.True(ended.Code is ExitCode.Ok, $"{command}\nexit {ended.Code}: {ended.Error}");
            _shell.Advance(Duration.FromMinutes(1));
        }
    }

    /// <summary>The test above is only as good as its reading of Markdown.</summary>
    [Fact]
    public void Commands_are_found_in_fenced_blocks_of_a_console_alone()
    {
        const string markdown = """
            Run ./meridian not-a-block.
            ```console
            $ ./meridian demo --no-serve
            it prints ./meridian nothing
            ./meridian import a.csv \
                --source "crm one" # a remark
            ./meridian serve   # not run
            ```
            ```bash
            ./meridian labels | head -3
            ```
            ```csharp
            ./meridian no
            ```
            """;
        Assert.Equal(["./meridian demo --no-serve", "./meridian import a.csv --source \"crm one\" # a remark", "./meridian labels | head -3"], Commands(markdown));
        Assert.Equal(["import", "a.csv", "--source", "crm one", "--data", _shell.Data], Arguments("./meridian import a.csv --source \"crm one\" # a remark"));
        Assert.Equal(["labels", "--data", _shell.Data], Arguments("./meridian labels | head -3"));
        Assert.Equal(["export", "--to", Path.Combine(_shell.Folder, "out.csv"), "--data", _shell.Data], Arguments("./meridian export --to out.csv"));
    }

    private static IEnumerable<string> Commands(string markdown)
    {
        foreach (Match block in Block().Matches(markdown.ReplaceLineEndings("\n")))
        {
            foreach (var line in Continued().Replace(block.Groups["text"].Value, " ").Split('\n'))
            {
                var command = line.StartsWith("$ ", StringComparison.Ordinal) ? line[2..] : line;
                if (command.StartsWith("./meridian", StringComparison.Ordinal) && !command.Contains("# not run", StringComparison.Ordinal))
                    yield return command.TrimEnd();
            }
        }
    }

    /// <summary>A command's arguments up to a pipe or redirection; files named relative to the reader's folder are in the test's, and so is the store.</summary>
    private string[] Arguments(string command)
    {
        var words = Words.Of(command)[1..].TakeWhile(w => w is not ("|" or ">" or "2>" or "&&" or ";")).ToList();
        for (var i = 0; i < words.Count; i++)
        {
            var given = i > 0 && words[i - 1] is "--data" or "--to" or "--map";
            if (given || (!words[i].StartsWith('-') && File.Exists(Path.Combine(_shell.Folder, words[i]))))
                words[i] = Path.GetFullPath(Path.Combine(_shell.Folder, words[i]));
        }

        // The demo has a folder of its own, so that it never meets the reader's store.
        if (!words.Contains("--data", StringComparer.Ordinal))
            words.AddRange(["--data", words.FirstOrDefault() == "demo" ? Path.Combine(_shell.Folder, "meridian-data", "demo") : _shell.Data]);
        return [.. words];
    }

    private static string Root()
    {
        var root = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(root, "Meridian.slnx")))
            root = Path.GetDirectoryName(root) ?? throw new InvalidOperationException("The tests do not run inside a clone.");
        return root;
    }

    [GeneratedRegex("^```(console|bash|sh|shell)[^\n]*\n(?<text>.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Block();

    [GeneratedRegex(@"[ ]*\\\n\s*", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Continued();
}
