using Meridian.Cli;
using Meridian.CliTests.Running;
using Meridian.DuckDb;
using Meridian.Numbers.Lookups;
using NodaTime;

namespace Meridian.CliTests.Lookups;

/// <summary>Look-ups whose provider does what it promised: each number once, the cache, the caps, who may be asked, and what is written down.</summary>
public sealed class LookupTests : IDisposable
{
    private const string Live = """{"line": {"status": "live", "kind": "gsm", "ported": true, "networks": [{"name": "Nordnetz, GmbH"}]}}""";

    private readonly LookupBench _bench = new();

    public void Dispose() => _bench.Dispose();

    private Shell Shell => _bench.Shell;

    [Fact]
    public void Each_number_is_asked_once_and_every_row_is_answered_in_its_place()
    {
        using var server = LookupServer.Saying(Live);
        _bench.Configure(server.Address + "/v1/{e164}?n={digits}");
        var list = Shell.Write("list.csv", "name,phone\nA,+49 151 12345678\nB,hello\nC,004915112345678\nD,+4915112345679\nE,+12\n");
        var ended = _bench.Lookup(list, "--json");
        Assert.True(ended.Code == 0, ended.Error);
        Assert.Equal(["/v1/+4915112345678 ?n=4915112345678", "/v1/+4915112345679 ?n=4915112345679"], server.Requests.Select(r => $"{r.Path} {r.Query}").Order(StringComparer.Ordinal));
        Assert.All(server.Requests, r => Assert.Equal("Bearer " + LookupBench.Secret, r.Authorization));
        var rows = _bench.Rows();
        Assert.Equal(["A", "B", "C", "D", "E"], rows.Select(r => r["name"]));
        Assert.Equal(
            ("+4915112345678", "reachable", "mobile", "yes", "Nordnetz, GmbH", "2026-11-23T09:00:00Z", "0", "acme", ""),
            (rows[2]["e164"], rows[2]["lookup_status"], rows[2]["lookup_type"], rows[2]["lookup_ported"], rows[2]["lookup_carrier"], rows[2]["lookup_at"], rows[2]["lookup_age_days"],
                rows[2]["lookup_source"], rows[2]["lookup_reason"]));
        Assert.Equal(("unknown", "", "not asked: no digits"), (rows[1]["lookup_status"], rows[1]["lookup_source"], rows[1]["lookup_reason"]));
        Assert.StartsWith("not asked: ", rows[4]["lookup_reason"], StringComparison.Ordinal);
        var json = Json.Of(ended.Output);
        Assert.Equal((5, 2, 2, 0.02m), (json.GetProperty("rows").GetInt32(), json.GetProperty("numbers").GetInt32(), json.GetProperty("answered").GetInt32(), json.GetProperty("cost").GetDecimal()));
    }

    [Fact]
    public void An_answer_is_used_again_with_its_age_until_it_is_too_old()
    {
        using var server = LookupServer.Saying(Live);
        _bench.Configure(server.Address + "/{e164}");
        var list = _bench.List(2);
        Assert.Equal(0, _bench.Lookup(list).Code);
        Shell.Advance(Duration.FromDays(12));
        Assert.Equal(0, _bench.Lookup(list).Code);
        Assert.Equal((2, "12", "2026-11-23T09:00:00Z"), (server.Requests.Count, _bench.Rows()[0]["lookup_age_days"], _bench.Rows()[0]["lookup_at"]));
        Assert.Equal(0, _bench.Lookup(list, "--max-age", "3").Code);
        Assert.Equal((4, "0"), (server.Requests.Count, _bench.Rows()[0]["lookup_age_days"]));
        Shell.Advance(Duration.FromDays(31));
        Assert.Equal(0, _bench.Lookup(list).Code);
        Assert.Equal(6, server.Requests.Count);
    }

    [Fact]
    public void A_run_stops_before_its_cap_and_the_next_goes_on_where_it_ended()
    {
        using var server = LookupServer.Saying(Live);
        _bench.Configure(server.Address + "/{e164}");
        var ended = _bench.Lookup(_bench.List(10), "--max-cost", "0.035");
        Assert.Equal((ExitCode.PartlyRejected, 3), (ended.Code, server.Requests.Count));
        Assert.Contains("the cost cap of 0.035 EUR for one run is reached (0.03 EUR spent)", ended.Error, StringComparison.Ordinal);
        Assert.Equal((3, 7), (_bench.Rows().Count(r => r["lookup_status"] == "reachable"), _bench.Rows().Count(r => r["lookup_reason"].StartsWith("not asked: the cost cap", StringComparison.Ordinal))));
        Assert.Equal(0, _bench.Lookup(_bench.List(10)).Code);
        Assert.Equal(10, server.Requests.Count);
    }

    [Fact]
    public void A_month_s_cap_holds_over_runs_and_ends_with_the_month()
    {
        using var server = LookupServer.Saying(Live);
        _bench.Configure(server.Address + "/{e164}", LookupBench.Cost(month: "0.04"));
        Assert.Equal(0, _bench.Lookup(_bench.List(3)).Code);
        var ended = _bench.Lookup(_bench.List(6), "--json");
        Assert.Equal((ExitCode.PartlyRejected, 4), (ended.Code, server.Requests.Count));
        Assert.Contains("the cost cap of 0.04 EUR for 2026-11 is reached", ended.Error, StringComparison.Ordinal);
        Assert.Equal(0.04m, Json.Of(ended.Output).GetProperty("cost_this_month").GetDecimal());
        Shell.Advance(Duration.FromDays(9));
        Assert.Equal(0, _bench.Lookup(_bench.List(6)).Code);
        Assert.Equal(6, server.Requests.Count);
    }

    [Fact]
    public void Who_said_no_and_made_up_numbers_are_never_asked_about_and_customers_only_for_allowed_purposes()
    {
        using var server = LookupServer.Saying(Live);
        _bench.Configure(server.Address + "/{e164}");
        Shell.Import("crm.csv", "id,name,phone,opt in\n1,Ana Ray,+4915112345600,yes\n2,Bo Ray,+4915112345601,no\n", "crm");
        var list = Shell.Write("list.csv", "phone,generated\n+4915112345600,\n+4915112345601,\n+4915112345602,\n+4915112345603,generated\n");
        Assert.Equal(0, _bench.Lookup(list).Code);
        Assert.Equal(["/+4915112345602"], server.Requests.Select(r => r.Path));
        Assert.Equal(
            ["not asked: a customer's number, and the configuration does not allow this purpose for customers", "not asked: opted out", "", "not asked: a made-up number"],
            _bench.Rows().Select(r => r["lookup_reason"]));
        Assert.Equal(0, Shell.Run("numbers", "lookup", list, "--provider", "acme", "--purpose", "Fraud Prevention", "--to", _bench.Out).Code);
        Assert.Equal(["/+4915112345602", "/+4915112345600"], server.Requests.Select(r => r.Path));
    }

    [Fact]
    public void The_audit_says_who_asked_whom_for_what_and_holds_no_number_and_no_secret()
    {
        using var server = LookupServer.Saying("{\"line\": {\"status\": \"live\", \"networks\": [{\"name\": \"" + LookupBench.Secret + "\"}]}}");
        _bench.Configure(server.Address + "/{e164}");
        var ended = _bench.Lookup(_bench.List(2));
        var audit = _bench.Audit();
        var lines = audit.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(Json.Of).ToList();
        Assert.Equal(["asking", "asked"], lines.Select(l => l.GetProperty("event").GetString()));
        Assert.Equal(
            (Environment.UserName, "acme", "testing a list of mine", 2),
            (lines[0].GetProperty("who").GetString(), lines[0].GetProperty("provider").GetString(), lines[0].GetProperty("purpose").GetString(), lines[0].GetProperty("numbers").GetArrayLength()));
        Assert.Equal((2, 2, 0.02m, "EUR"), (lines[1].GetProperty("answered").GetInt32(), lines[1].GetProperty("requests").GetInt32(), lines[1].GetProperty("cost").GetDecimal(), lines[1].GetProperty("currency").GetString()));
        using (var kept = new LookupAudit(Shell.Data))
            Assert.Equal(kept.Hash("+4915112345600"), lines[0].GetProperty("numbers")[0].GetString());
        Assert.DoesNotContain("15112345600", audit + ended.Output + ended.Error, StringComparison.Ordinal);
        // Nor does a provider bring a secret in by echoing it.
        foreach (var text in new[] { audit, ended.Output, ended.Error, File.ReadAllText(_bench.Out) })
            Assert.DoesNotContain(LookupBench.Secret, text, StringComparison.Ordinal);
        Assert.DoesNotContain("Canary", System.Text.Encoding.Latin1.GetString(File.ReadAllBytes(Path.Combine(Shell.Data, "numbers", "lookups.duckdb"))), StringComparison.Ordinal);
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(Shell.Data, "numbers", "lookup-audit.key")));
    }

    [Fact]
    public void Screening_takes_an_answer_of_before_as_a_source_with_its_age()
    {
        using var server = new LookupServer((context, _) => LookupServer.Say(
            context, context.Request.Path.Value!.EndsWith('0') ? Live : context.Request.Path.Value!.EndsWith('1') ? """{"line": {"status": "off"}}""" : """{"line": {"status": "none"}}"""));
        _bench.Configure(server.Address + "/{e164}");
        Assert.Equal(0, _bench.Lookup(_bench.List(3)).Code);
        Shell.Advance(Duration.FromDays(5));
        var list = _bench.List(4);
        Assert.Equal(0, Shell.Run("numbers", "screen", list, "--recipe", "power_on, empty_number, type", "--to", _bench.Out).Code);
        Assert.Equal(
            ["yes reachable acme 5|yes reachable|mobile acme", "no unreachable acme 5|yes unreachable|mobile numbering plan", "unknown   |no unassigned|mobile numbering plan", "unknown   |unknown |mobile numbering plan"],
            _bench.Rows().Select(r => $"{r["is_power_on"]} {r["is_power_on_value"]} {r["is_power_on_source"]} {r["is_power_on_age_days"]}|{r["is_empty_number"]} {r["is_empty_number_value"]}|{r["is_type_value"]} {r["is_type_source"]}"));
        Shell.Advance(Duration.FromDays(30));
        Assert.Equal(0, Shell.Run("numbers", "screen", list, "--recipe", "power_on", "--to", _bench.Out).Code);
        Assert.All(_bench.Rows(), r => Assert.Equal("unknown", r["is_power_on"]));
    }

    [Fact]
    public void Twilio_s_shape_is_asked_as_Twilio_is_and_understood()
    {
        // As Twilio's reference shows it: twilio.com/docs/lookup/v2-api.
        using var server = new LookupServer((context, before) => LookupServer.Say(context, before == 0
            ? """{"phone_number": "+4915112345600", "valid": true, "validation_errors": [], "line_type_intelligence": {"type": "nonFixedVoip", "carrier_name": "Bandwidth", "error_code": null}, "line_status": {"status": "unreachable", "error_code": null}}"""
            : """{"phone_number": "+4915112345601", "valid": false, "line_type_intelligence": null, "line_status": null}"""));
        var file = Shell.Write("twilio.json", $$"""
            {"like": "twilio-lookup-v2", "url": "{{server.Address}}/v2/PhoneNumbers/{e164}?Fields=line_type_intelligence,line_status", "allow_loopback": true,
             "basic_auth": {"user": "${MERIDIAN_TEST_USER}", "password": "${MERIDIAN_TEST_TOKEN}"}, {{LookupBench.Cost()}}, {{LookupBench.Limits("\"at_once\": 1")}}, "purposes": [], "max_age_days": 30}
            """);
        var ended = Shell.Run("numbers", "lookup", _bench.List(2), "--provider", file, "--purpose", "fraud prevention", "--to", _bench.Out);
        Assert.True(ended.Code == 0, ended.Error);
        Assert.Equal("GET /v2/PhoneNumbers/+4915112345600 ?Fields=line_type_intelligence,line_status", $"{server.Requests.First().Method} {server.Requests.First().Path} {server.Requests.First().Query}");
        Assert.Equal("Basic " + Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes("AC-test-user:" + LookupBench.Secret)), server.Requests.First().Authorization);
        Assert.Equal(["unreachable voip Bandwidth twilio", "unassigned   twilio"], _bench.Rows().Select(r => $"{r["lookup_status"]} {r["lookup_type"]} {r["lookup_carrier"]} {r["lookup_source"]}"));
    }

    [Fact]
    public void A_number_may_be_sent_in_a_body_with_a_secret_beside_it()
    {
        using var server = LookupServer.Saying(Live);
        _bench.Configure(server.Address + "/ask", more: """ "method": "POST", "body": {"key": "${MERIDIAN_TEST_TOKEN}", "numbers": ["{digits}"]} """);
        Assert.Equal(0, _bench.Lookup(_bench.List(1)).Code);
        Assert.Equal(("POST", "{\"key\":\"" + LookupBench.Secret + "\",\"numbers\":[\"4915112345600\"]}"), (server.Requests.Single().Method, server.Requests.Single().Body));
    }

    [Fact]
    public void What_a_provider_says_in_words_unknown_to_us_is_not_guessed()
    {
        using var server = LookupServer.Saying("""{"line": {"status": "sleepy", "kind": "gsm"}}""");
        _bench.Configure(server.Address + "/{e164}");
        Assert.Equal(0, _bench.Lookup(_bench.List(1)).Code);
        Assert.Equal(("unknown", "mobile", "the provider's status 'sleepy' is not in the configuration"), (_bench.Rows()[0]["lookup_status"], _bench.Rows()[0]["lookup_type"], _bench.Rows()[0]["lookup_reason"]));
    }

    [Fact]
    public void A_person_s_numbers_are_erased_from_the_answers_for_good()
    {
        using var server = LookupServer.Saying(Live);
        _bench.Configure(server.Address + "/{e164}");
        var list = _bench.List(40);
        Assert.Equal(0, _bench.Lookup(list).Code);
        using (var cache = new LookupCache(Shell.Data, p => new DuckDbDatabase(p)))
        {
            Assert.Equal(1, cache.Forget(["+4915112345607", "+4915112399999"]));
            Assert.Equal(0, cache.Forget(["+4915112345607"]));
            Assert.Equal(39, cache.Current(new DateTime(2026, 11, 24)).Count());
        }

        Assert.False(File.Exists(Path.Combine(Shell.Data, "numbers", "lookups.duckdb.new")));
        Assert.Equal(0, _bench.Lookup(list).Code);
        Assert.Equal("/+4915112345607", server.Requests.Last().Path);
        Assert.Equal(41, server.Requests.Count);
    }

    [Fact]
    public void A_backup_takes_answers_audit_and_providers_with_it()
    {
        using var server = LookupServer.Saying(Live);
        _bench.Configure(server.Address + "/{e164}");
        Shell.Import("crm.csv", "id,name,phone\n1,Ana Ray,+4915112345690\n", "crm");
        Assert.Equal(0, _bench.Lookup(_bench.List(2)).Code);
        var backup = Path.Combine(Shell.Folder, "b.zip");
        Assert.Equal(0, Shell.Run("backup", "--to", backup).Code);
        var restored = Path.Combine(Shell.Folder, "again");
        Assert.Equal(0, Shell.RunAsGiven("restore", backup, "--data", restored).Code);
        Assert.Equal(_bench.Audit(), File.ReadAllText(Path.Combine(restored, "numbers", "lookup-audit.jsonl")));
        Assert.Equal(0, Shell.RunAsGiven("numbers", "lookup", _bench.List(2), "--provider", "acme", "--purpose", "testing a list", "--to", _bench.Out, "--data", restored).Code);
        Assert.Equal(2, server.Requests.Count);
    }
}
