using Meridian.CliTests.Running;
using Meridian.Consents;
using NodaTime;

namespace Meridian.CliTests.Commands;

/// <summary>Consents, the suppression list and the audit at the command line.</summary>
public sealed class ConsentsTests : IDisposable
{
    private readonly Shell _shell = new();

    public void Dispose() => _shell.Dispose();

    private Ended Do(params string[] args)
    {
        var ended = _shell.Run(args);
        Assert.True(ended.Code == 0, $"{string.Join(' ', args)}: {ended.Error}");
        _shell.Advance(Duration.FromMinutes(1));
        return ended;
    }

    private string May(string channel) => string.Join(' ', Do("consents", "list", "--channel", channel, "--json").OutputLines.Select(l => Json.Of(l).GetProperty("value").GetString()));

    private void Fill() => _shell.Import("crm.csv", "id,name,email,phone,opt-in\n1,Ann,ann@example.com,+447400123456,yes\n2,Bo,bo@example.com,+447400123462,\n", "crm");

    [Fact]
    public void Who_may_be_contacted_is_listed_and_follows_what_is_said()
    {
        Fill();
        Assert.Equal("ann@example.com", May("email"));
        Do("consents", "add", "bo@example.com", "--source", "newsletter form", "--own");
        Assert.Equal("ann@example.com bo@example.com", May("E-Mail"));
        Do("consents", "withdraw", "ann@example.com");
        Assert.Equal("bo@example.com", May("email"));
        Assert.Equal("", May("sms"));
        Assert.Contains("1 identifier may be contacted by email for marketing", Do("consents", "list").Error, StringComparison.Ordinal);
        var shown = Json.Of(Do("consents", "show", "crm:2", "--json").Output);
        Assert.Equal(("granted", "newsletter form", true), (
            shown.GetProperty("now")[0].GetProperty("state").GetString(), shown.GetProperty("history")[0].GetProperty("source").GetString(), shown.GetProperty("history")[0].GetProperty("own").GetBoolean()));
        Assert.Contains("granted, themselves", Do("consents", "show", "crm:2").Output, StringComparison.Ordinal);
        Assert.Contains("withdrawn", Do("customers", "show", "ann@example.com").Output, StringComparison.Ordinal);
        Assert.Contains("newsletter form", Do("customers", "export", "crm:2").Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_list_of_consents_is_taken_in_and_revives_nobody()
    {
        Fill();
        Do("consents", "withdraw", "crm:1");
        var file = _shell.Write("consents.csv", "identifier,state,channel,at\nann@example.com,granted,email,\nbo@example.com,granted,email,2026-11-20T10:00:00Z\nnobody,granted,email,\n+447400123462,granted,,\n");
        var ended = _shell.Run("consents", "import", file);
        Assert.Equal(5, ended.Code);
        Assert.Contains("row 4: identifier: is no e-mail address", ended.Error, StringComparison.Ordinal);
        Assert.Contains("row 5: channel: say which", ended.Error, StringComparison.Ordinal);
        Assert.Equal("bo@example.com", May("email"));
        Assert.Contains("the column 'mail' is none of identifier", _shell.Run("consents", "import", _shell.Write("other.csv", "mail,state\na@example.com,granted\n")).Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_suppression_list_is_a_file_of_identifiers_or_hashes()
    {
        Fill();
        var list = _shell.Write("list.txt", $"email\n{Suppressions.Hash("ann@example.com")}\n\n+44 7400 123462\nd41d8cd98f00b204e9800998ecf8427e\n");
        var ended = _shell.Run("consents", "suppress", list, "--reason", "do not call");
        Assert.Equal(5, ended.Code);
        Assert.Contains("row 5: is an MD5 hash", ended.Error, StringComparison.Ordinal);
        Assert.Equal("", May("email"));
        Assert.Equal(2, Do("consents", "suppressions", "--json").OutputLines.Length);
        Assert.Contains("do not call", Do("consents", "suppressions").Output, StringComparison.Ordinal);
        var numbers = _shell.Write("numbers.csv", "phone\n+447400123456\n+447400123462\n");
        var screened = Path.Combine(_shell.Folder, "screened.csv");
        Do("numbers", "screen", numbers, "--to", screened);
        Assert.Equal([false, true], File.ReadLines(screened).Skip(1).Select(l => l.Contains("opted out", StringComparison.Ordinal)));
        Do("consents", "unsuppress", "ann@example.com");
        Assert.Equal("ann@example.com", May("email"));
        Assert.Equal(3, _shell.Run("consents", "unsuppress", "ann@example.com").Code);
    }

    [Fact]
    public void The_audit_tells_who_did_what_and_a_change_of_it_is_named()
    {
        Fill();
        Do("consents", "withdraw", "ann@example.com");
        Do("imports", "undo", "1");
        var rows = Do("audit", "list", "--json").OutputLines.Select(l => Json.Of(l)).ToList();
        Assert.Equal(["import.undo", "consents.add", "import"], rows.Select(r => r.GetProperty("action").GetString()));
        Assert.All(rows, r => Assert.Equal("local:" + Environment.UserName, r.GetProperty("actor").GetString()));
        Assert.Contains("All 3 rows", Do("audit", "verify").Error, StringComparison.Ordinal);
        Do("rebuild");
        Assert.Equal(rows.Select(r => r.ToString()), Do("audit", "list", "--json").OutputLines.Select(l => Json.Of(l).ToString()));
        using (var database = new DuckDb.DuckDbDatabase(Path.Combine(_shell.Data, "meridian.duckdb")))
        using (var session = database.OpenSession())
            session.Execute($"update {Meridian.Audit.AuditTables.Audit} set actor = 'nobody' where seq = 2");
        var broken = _shell.Run("audit", "verify");
        Assert.Equal(1, broken.Code);
        Assert.Contains("Row 2 of the audit does not fit", broken.Error, StringComparison.Ordinal);
    }
}
