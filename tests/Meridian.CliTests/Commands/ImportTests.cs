using System.Text.Json;
using Meridian.Cli;
using Meridian.CliTests.Running;

namespace Meridian.CliTests.Commands;

public sealed class ImportTests : IDisposable
{
    private readonly Shell _shell = new();

    public void Dispose() => _shell.Dispose();

    [Fact]
    public void An_import_reports_columns_counts_what_was_left_out_and_where_rejected_rows_are()
    {
        var file = _shell.Write("contacts.csv", Contacts.WhatsApp);
        Golden.Match("import", Golden.Transcript(_shell, "import", file, "--source", "whatsapp"));
    }

    [Fact]
    public void An_import_as_json_is_one_compact_object_a_file()
    {
        var (first, second) = (_shell.Write("contacts.csv", Contacts.WhatsApp), _shell.Write("crm.csv", Contacts.Crm));
        string[] args = ["import", first, second, "--source", "team", "--json"];
        var ended = _shell.Run(args);
        Golden.Match("import-json", Golden.Transcript(_shell, args, ended));
        Assert.Equal(["contacts.csv", "crm.csv"], ended.OutputLines.Select(l => Json.Of(l).GetProperty("file").GetString()));
    }

    [Fact]
    public void The_json_has_the_fields_of_the_contract_and_they_add_up()
    {
        var import = Json.Of(Assert.Single(_shell.Import("contacts.csv", Contacts.WhatsApp, "whatsapp", "--json").OutputLines));
        Assert.Equal(
            (1, 6, 5, 1, 4, 0, 1, 0, 1),
            (Number(import, "import_id"), Number(import, "rows"), Number(import, "accepted"), Number(import, "rejected"), Number(import, "profiles_created"),
                Number(import, "profiles_merged"), Number(import, "duplicates"), Number(import, "unchanged"), Number(import, "warnings_total")));
        Assert.Equal(JsonValueKind.Number, import.GetProperty("seconds").ValueKind);
        var rejected = import.GetProperty("rejected_file").GetString()!;
        Assert.Equal(Path.Combine(_shell.Data, "imports", "1", "contacts.csv.rejected.csv"), rejected);
        Assert.Equal(2, File.ReadAllLines(rejected).Length);
        var warning = Assert.Single(import.GetProperty("warnings").EnumerateArray());
        Assert.Equal((5, "WhatsApp", "not a phone"), (Number(warning, "row"), warning.GetProperty("column").GetString(), warning.GetProperty("value").GetString()));
        AssertAddsUp(import);
    }

    /// <summary>An earlier customer with the phone and one with the e-mail turn out to be one: no new customer, one merged away.</summary>
    [Fact]
    public void A_row_that_joins_two_earlier_customers_merges_one_into_the_other()
    {
        _shell.Import("a.csv", "name,phone,email\nAnn Lee,+447400123456,\nAnn Lee,,ann@example.com\n", "a");
        var import = Json.Of(_shell.Import("b.csv", "name,phone,email\nAnn Lee,+447400123456,ann@example.com\n", "b", "--json").Output);
        Assert.Equal((1, 0, 1, 1), (Number(import, "accepted"), Number(import, "profiles_created"), Number(import, "duplicates"), Number(import, "profiles_merged")));
        AssertAddsUp(import);
    }

    [Fact]
    public void The_same_file_twice_changes_nothing_and_counts_every_row_again()
    {
        _shell.Import("contacts.csv", Contacts.WhatsApp, "whatsapp");
        var digest = Part("tags");
        var again = Json.Of(_shell.Import("contacts.csv", Contacts.WhatsApp, "whatsapp", "--json").Output);
        Assert.Equal((6, 5, 0, 5, 5), (Number(again, "rows"), Number(again, "accepted"), Number(again, "profiles_created"), Number(again, "duplicates"), Number(again, "unchanged")));
        Assert.Equal(digest, Part("tags"));
        Assert.Equal(4, Number(Json.Of(_shell.Run("customers", "count", "--json").Output), "customers"));
        AssertAddsUp(again);
    }

    [Fact]
    public void Of_many_warnings_the_first_hundred_are_told_and_all_are_counted()
    {
        // Every second phone is one, or the column would not be a phone column at all.
        var rows = Enumerable.Range(0, 500).Select(i => i % 2 == 0 ? $"p{i}@example.com,nonsense\n" : $"p{i}@example.com,+44740012{i:0000}\n");
        var import = Json.Of(_shell.Import("many.csv", "email,phone\n" + string.Concat(rows), "list", "--json").Output);
        Assert.Equal((100, 250, 500), (import.GetProperty("warnings").GetArrayLength(), Number(import, "warnings_total"), Number(import, "accepted")));
        AssertAddsUp(import);
    }

    [Fact]
    public void The_rejected_rows_once_mended_come_in()
    {
        _shell.Import("contacts.csv", Contacts.WhatsApp, "whatsapp");
        var rejected = Path.Combine(_shell.Data, "imports", "1", "contacts.csv.rejected.csv");
        var mended = File.ReadAllText(rejected).Replace("Nobody,,,", "Nobody,+34 612 34 56 78,,", StringComparison.Ordinal);
        var import = Json.Of(_shell.Import("mended.csv", mended, "whatsapp", "--json").Output);
        Assert.Equal((1, 1, 1, 0), (Number(import, "rows"), Number(import, "accepted"), Number(import, "profiles_created"), Number(import, "warnings_total")));
        var customer = Json.Of(_shell.Run("customers", "show", "+34612345678", "--json").Output);
        Assert.DoesNotContain(customer.GetProperty("traits").EnumerateArray(), t => t.GetProperty("trait").GetString()!.TrimStart('_') is "row" or "line" or "reason");
    }

    [Fact]
    public void A_rehearsal_tells_a_verdict_for_every_row_and_writes_nothing()
    {
        _shell.Import("contacts.csv", Contacts.WhatsApp, "whatsapp");
        var before = FolderDigest.Of(_shell.Data);
        var file = _shell.Write("crm.csv", Contacts.Crm);
        Golden.Match("dry-run", Golden.Transcript(_shell, "import", file, "--source", "crm", "--dry-run"));
        string[] json = ["import", file, "--source", "crm", "--dry-run", "--json"];
        var ended = _shell.Run(json);
        Golden.Match("dry-run-json", Golden.Transcript(_shell, json, ended));
        Assert.Equal(
            ["duplicate", "new"], Json.Of(ended.Output).GetProperty("verdicts").EnumerateArray().Select(v => v.GetProperty("verdict").GetString() is "new" ? "new" : "duplicate"));
        Assert.Equal(before, FolderDigest.Of(_shell.Data));
    }

    [Fact]
    public void A_rehearsal_without_a_store_makes_none()
    {
        var ended = _shell.Run("import", _shell.Write("contacts.csv", Contacts.WhatsApp), "--source", "whatsapp", "--dry-run", "--json");
        Assert.Equal(ExitCode.PartlyRejected, ended.Code);
        Assert.False(Directory.Exists(_shell.Data));
        Assert.Equal(JsonValueKind.Null, Json.Of(ended.Output).GetProperty("import_id").ValueKind);
    }

    [Fact]
    public void A_rehearsal_counts_what_the_import_then_counts()
    {
        _shell.Import("contacts.csv", Contacts.WhatsApp, "whatsapp");
        var rehearsed = Json.Of(_shell.Import("crm.csv", Contacts.Crm, "crm", "--dry-run", "--json").Output);
        var done = Json.Of(_shell.Import("crm.csv", Contacts.Crm, "crm", "--json").Output);
        foreach (var count in new[] { "rows", "accepted", "rejected", "profiles_created", "profiles_merged", "duplicates", "unchanged", "warnings_total" })
            Assert.Equal((count, Number(rehearsed, count)), (count, Number(done, count)));
    }

    [Fact]
    public void A_corrected_mapping_is_kept_for_the_source()
    {
        const string text = "Kontakt,Foo\n+49 151 23456789,x\n";
        var map = _shell.Write("map.json", """{"columns": {"Kontakt": "phone", "Foo": "ignore"}}""");
        Assert.Equal(["phone", "ignore"], Fields(_shell.Import("one.csv", text, "shop", "--map", map, "--json")));
        Assert.Equal(["phone", "ignore"], Fields(_shell.Import("two.csv", text, "shop", "--json")));
        Assert.NotEqual(["phone", "ignore"], Fields(_shell.Import("three.csv", text, "other", "--json")));

        static IEnumerable<string?> Fields(Ended ended) => Json.Of(ended.Output).GetProperty("columns").EnumerateArray().Select(c => c.GetProperty("field").GetString());
    }

    [Fact]
    public void An_import_undone_leaves_the_store_as_the_log_without_it_gives()
    {
        _shell.Import("contacts.csv", Contacts.WhatsApp, "whatsapp");
        var before = _shell.Run("check", "--digest").Output;
        _shell.Import("crm.csv", Contacts.Crm, "crm");
        Assert.NotEqual(before, _shell.Run("check", "--digest").Output);
        Golden.Match("imports-undo", Golden.Transcript(_shell, "imports", "undo", "2"));
        Assert.Equal(before, _shell.Run("check", "--digest").Output);
        Golden.Match("imports-list", Golden.Transcript(_shell, "imports", "list"));
        Golden.Match("imports-undo-again", Golden.Transcript(_shell, "imports", "undo", "2"));
        Golden.Match("imports-resume", Golden.Transcript(_shell, "imports", "resume"));
    }

    private static void AssertAddsUp(JsonElement import)
    {
        Assert.Equal(Number(import, "rows"), Number(import, "accepted") + Number(import, "rejected"));
        Assert.Equal(Number(import, "accepted"), Number(import, "profiles_created") + Number(import, "duplicates"));
        Assert.InRange(Number(import, "unchanged"), 0, Number(import, "duplicates"));
        Assert.Equal(import.GetProperty("warnings").GetArrayLength(), Math.Min(100, Number(import, "warnings_total")));
    }

    private static int Number(JsonElement element, string property) => element.GetProperty(property).GetInt32();

    private string? Part(string name) => Json.Of(_shell.Run("check", "--digest", "--json").Output).GetProperty(name).GetProperty("sha256").GetString();
}
