using Meridian.Cli;
using Meridian.CliTests.Running;

namespace Meridian.CliTests.Commands;

public sealed class DemoTests : IDisposable
{
    private readonly Shell _shell = new();

    public void Dispose() => _shell.Dispose();

    [Fact]
    public void The_demo_reports_its_files_the_matrix_and_what_to_try_next()
    {
        string[] args = ["demo", "--no-serve"];
        var ended = _shell.Run(args);
        Assert.Equal(0, ended.Code);
        Golden.Match("demo", Golden.Transcript(_shell, args, ended));

        // What it says to try next can be tried, but for the file that only the reader has.
        var next = ended.OutputLines.Select(l => l.Trim()).Where(l => l.StartsWith("meridian ", StringComparison.Ordinal) && !l.Contains("YOUR-FILE", StringComparison.Ordinal)).ToList();
        Assert.True(next.Count >= 3);
        foreach (var line in next)
        {
            var words = Words.Of(line.Split("  ")[0])[1..].Select(w => w.EndsWith(".xlsx", StringComparison.Ordinal) ? Path.Combine(_shell.Folder, w) : w).ToArray();
            var tried = _shell.RunAsGiven(words);
            Assert.True(tried.Code == 0, $"{line}: {tried.Error}");
        }
    }

    [Fact]
    public void The_demo_as_json_is_one_document_whose_imports_add_up()
    {
        var demo = Json.Of(_shell.Run("demo", "--no-serve", "--json").Output);
        Assert.Equal(9, demo.GetProperty("imports").GetArrayLength());
        long created = 0, merged = 0;
        foreach (var import in demo.GetProperty("imports").EnumerateArray())
        {
            long N(string name) => import.GetProperty(name).GetInt64();
            Assert.Equal((N("rows"), N("accepted")), (N("accepted") + N("rejected"), N("profiles_created") + N("duplicates")));
            (created, merged) = (created + N("profiles_created"), merged + N("profiles_merged"));
        }

        Assert.Equal(created - merged, demo.GetProperty("customers_of_files").GetInt64());
        Assert.InRange(demo.GetProperty("customers").GetInt64(), 2_000, created - merged - 1);
        foreach (var file in demo.GetProperty("events").EnumerateArray())
        {
            long N(string name) => file.GetProperty(name).GetInt64();
            Assert.Equal(N("received"), N("applied") + N("duplicate") + N("rejected"));
            Assert.InRange(N("applied"), 1_000, N("rows"));
        }

        Assert.Equal(ExitCode.Ok, _shell.Run("check").Code);
    }

    /// <summary>What was done shows in the labels: somebody writes often, somebody has been here for long.</summary>
    [Fact]
    public void The_demos_customers_have_labels_that_only_events_give()
    {
        Assert.Equal(0, _shell.Run("demo", "--no-serve").Code);
        Assert.InRange(Json.Of(_shell.Run("events", "count", "--name", "Order Completed").Output).GetProperty("events").GetInt64(), 500, 5_000);
        Assert.InRange(Json.Of(_shell.Run("events", "count", "--name", "Message Received").Output).GetProperty("events").GetInt64(), 500, 5_000);
        var active = _shell.Run("customers", "list", "--activity", "high", "--limit", "5", "--json").OutputLines;
        Assert.Equal(5, active.Length);
    }

    /// <summary>A pipe waits for the command's end.</summary>
    [Fact]
    public void Where_nobody_watches_no_server_is_left_running_and_the_demo_says_how_to_start_it()
    {
        var ended = _shell.Run("demo");
        Assert.Equal((0, $"No server was left running, because nobody watches. Start it with: meridian serve --data {_shell.Data}\n"), (ended.Code, ended.Error));
    }

    [Fact]
    public void The_demo_begins_anew_each_time_and_gives_the_same()
    {
        var first = _shell.Run("demo", "--no-serve");
        var digest = _shell.Run("check", "--digest").Output;
        _shell.Import("more.csv", Contacts.Crm, "crm");
        Assert.Equal(first.Output, _shell.Run("demo", "--no-serve").Output);
        Assert.Equal(digest, _shell.Run("check", "--digest").Output);
    }

    [Fact]
    public void The_demo_never_touches_a_store_that_it_did_not_make()
    {
        _shell.Import("crm.csv", Contacts.Crm, "crm");
        var before = FolderDigest.Of(_shell.Data);
        var ended = _shell.Run("demo", "--no-serve");
        Assert.Equal((ExitCode.Usage, ""), (ended.Code, ended.Output));
        Assert.Equal(before, FolderDigest.Of(_shell.Data));
    }
}
