using Meridian.CliTests.Running;

namespace Meridian.CliTests.Commands;

/// <summary>With --json, standard output is JSON lines and nothing else, whatever the command and wherever the option stands.</summary>
public sealed class JsonTests : IDisposable
{
    private readonly Shell _shell = new();

    public void Dispose() => _shell.Dispose();

    [Fact]
    public void Every_command_that_prints_data_prints_json_lines_and_nothing_else()
    {
        var file = _shell.Write("contacts.csv", Contacts.WhatsApp);
        var customers = Path.Combine(_shell.Folder, "customers.csv");
        foreach (var (lines, args) in new (int Lines, string[] Args)[]
        {
            (1, ["import", file, "--source", "whatsapp", "--dry-run"]),
            (2, ["import", file, file, "--source", "whatsapp"]),
            (2, ["imports", "list"]),
            (4, ["customers", "list"]),
            (1, ["customers", "list", "--country", "BR"]),
            (0, ["customers", "list", "--country", "FR"]),
            (1, ["customers", "count"]),
            (1, ["customers", "show", "ana@example.com"]),
            (4, ["labels"]),
            (0, ["labels", "--country", "FR"]),
            (1, ["export", "--to", customers]),
            (1, ["numbers", "screen", file, "--to", Path.Combine(_shell.Folder, "screened.csv")]),
            (1, ["numbers", "dedupe", file, "--to", Path.Combine(_shell.Folder, "once.csv")]),
            (1, ["numbers", "compare", file, customers]),
            (2, ["numbers", "sample", "--country", "SG", "--count", "2"]),
            (1, ["check"]),
            (1, ["check", "--digest"]),
            (0, ["imports", "resume"]),
            (1, ["imports", "undo", "2"]),
        })
        {
            var ended = _shell.Run([.. args, "--json"]);
            Assert.True(ended.Code is 0 or 5, $"{string.Join(' ', args)}: {ended.Error}");
            Assert.True(lines == ended.OutputLines.Length, $"{string.Join(' ', args)} printed {ended.OutputLines.Length} lines, not {lines}:\n{ended.Output}");
            Assert.All(ended.OutputLines, l => Assert.Equal(System.Text.Json.JsonValueKind.Object, Json.Of(l).ValueKind));
        }
    }

    [Fact]
    public void Json_may_stand_before_the_command()
    {
        _shell.Import("crm.csv", Contacts.Crm, "crm");
        Assert.Equal("{\"customers\":2}\n", _shell.RunAsGiven("--json", "--data", _shell.Data, "customers", "count").Output);
    }

    /// <summary>design.md section 12: compact objects, one a line; letters of all scripts are themselves.</summary>
    [Fact]
    public void Objects_are_compact_and_letters_stay_letters()
    {
        _shell.Import("contacts.csv", Contacts.WhatsApp, "whatsapp");
        var line = Assert.Single(_shell.Run("customers", "list", "--country", "CN", "--json").OutputLines);
        Assert.Contains("\"name\":\"李小龙\"", line, StringComparison.Ordinal);
        Assert.DoesNotContain(": ", line, StringComparison.Ordinal);
    }

    [Fact]
    public void Labels_have_exactly_the_four_members_of_the_contract()
    {
        _shell.Import("contacts.csv", Contacts.WhatsApp, "whatsapp");
        Assert.All(
            _shell.Run("labels", "--json").OutputLines,
            l => Assert.Equal(["country", "platform", "activity", "customers"], Json.Of(l).EnumerateObject().Select(p => p.Name)));
    }

    [Fact]
    public void An_error_leaves_standard_output_empty()
    {
        var ended = _shell.Run("customers", "count", "--json");
        Assert.Equal((3, ""), (ended.Code, ended.Output));
    }
}
