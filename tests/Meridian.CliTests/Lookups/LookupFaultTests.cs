using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Meridian.Cli;
using Meridian.CliTests.Running;
using Microsoft.AspNetCore.Http;

namespace Meridian.CliTests.Lookups;

/// <summary>Look-ups whose provider does what it should not.</summary>
public sealed class LookupFaultTests : IDisposable
{
    private const string Live = """{"line": {"status": "live"}}""";

    private readonly LookupBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public void Too_many_requests_are_repeated_after_the_wait_that_was_asked_for_and_cost_nothing()
    {
        using var server = new LookupServer((context, before) =>
        {
            context.Response.Headers.RetryAfter = "1";
            return LookupServer.Say(context, before == 0 ? "{}" : Live, before == 0 ? 429 : 200);
        });
        _bench.Configure(server.Address + "/{e164}");
        var ended = _bench.Lookup(_bench.List(1), "--json");
        Assert.Equal((0, 2), (ended.Code, server.Requests.Count));
        Assert.True(server.Requests.Last().Milliseconds - server.Requests.First().Milliseconds >= 950, "The wait was not kept.");
        Assert.Equal((1, "reachable"), (Json.Of(ended.Output).GetProperty("requests").GetInt32(), _bench.Rows()[0]["lookup_status"]));
    }

    [Fact]
    public void A_provider_that_asks_for_an_hour_ends_the_run()
    {
        using var server = new LookupServer((context, _) =>
        {
            context.Response.Headers.RetryAfter = "3600";
            return LookupServer.Say(context, "{}", 503);
        });
        _bench.Configure(server.Address + "/{e164}", limits: LookupBench.Limits("\"at_once\": 1"));
        var ended = _bench.Lookup(_bench.List(5));
        Assert.Equal((ExitCode.TryLater, 1), (ended.Code, server.Requests.Count));
        Assert.Contains("asks to wait 3600 s (503), longer than 60 s", ended.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void An_error_of_the_provider_passes_by_itself()
    {
        using var server = new LookupServer((context, before) => LookupServer.Say(context, before < 2 ? "oops" : Live, before < 2 ? 500 : 200));
        _bench.Configure(server.Address + "/{e164}");
        var ended = _bench.Lookup(_bench.List(1), "--json");
        Assert.Equal((0, 3, 3), (ended.Code, server.Requests.Count, Json.Of(ended.Output).GetProperty("requests").GetInt32()));
        Assert.Equal("reachable", _bench.Rows()[0]["lookup_status"]);
    }

    [Fact]
    public void A_provider_that_fails_again_and_again_is_left_alone_with_one_clear_error()
    {
        using var server = LookupServer.Saying("down", 500);
        _bench.Configure(server.Address + "/{e164}", limits: LookupBench.Limits("\"retries\": 1, \"stop_after_failures\": 3, \"at_once\": 1"));
        var ended = _bench.Lookup(_bench.List(20));
        Assert.Equal((ExitCode.TryLater, 6), (ended.Code, server.Requests.Count));
        Assert.Contains("127.0.0.1 failed for 3 numbers in a row, the last time because 127.0.0.1 answered 500", Assert.Single(ended.ErrorLines, l => l.Contains("failed for", StringComparison.Ordinal)), StringComparison.Ordinal);
        var rows = _bench.Rows();
        Assert.Equal((20, 3, 17), (rows.Count(r => r["lookup_status"] == "unknown"), rows.Count(r => r["lookup_reason"].StartsWith("no answer", StringComparison.Ordinal)), rows.Count(r => r["lookup_reason"].StartsWith("not asked", StringComparison.Ordinal))));
    }

    [Fact]
    public void Requests_that_are_repeated_count_against_the_cap()
    {
        using var server = LookupServer.Saying("down", 500);
        _bench.Configure(server.Address + "/{e164}", LookupBench.Cost(run: "0.05"), LookupBench.Limits("\"retries\": 3, \"stop_after_failures\": 100"));
        Assert.Equal(ExitCode.PartlyRejected, _bench.Lookup(_bench.List(9)).Code);
        Assert.Equal(5, server.Requests.Count);
    }

    [Theory]
    [InlineData("<html>hello</html>", "no answer: the answer is not JSON")]
    [InlineData("{\"line\": {\"status\": \"live\"", "no answer: the answer is not JSON")]
    [InlineData("[]", "no answer: the provider's JSON holds none of the configured facts")]
    [InlineData("{\"line\": {\"status\": {\"deep\": [1]}}}", "no answer: the provider's JSON holds none of the configured facts")]
    [InlineData("", "no answer: the answer is not JSON")]
    public void An_answer_that_cannot_be_read_is_unknown_for_its_number_only(string garbage, string reason)
    {
        using var server = new LookupServer((context, _) => LookupServer.Say(context, context.Request.Path.Value!.EndsWith('0') ? garbage : Live));
        _bench.Configure(server.Address + "/{e164}");
        Assert.Equal(0, _bench.Lookup(_bench.List(2)).Code);
        Assert.Equal(["unknown " + reason, "reachable "], _bench.Rows().Select(r => $"{r["lookup_status"]} {r["lookup_reason"]}"));
        // It is not kept: the next run asks again.
        Assert.Equal(0, _bench.Lookup(_bench.List(2)).Code);
        Assert.Equal(3, server.Requests.Count);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void An_answer_without_end_is_cut_off(bool saysItsLength)
    {
        using var server = new LookupServer(async (context, _) =>
        {
            if (saysItsLength)
                context.Response.ContentLength = 50_000_000;
            var part = new byte[1 << 16];
            for (var i = 0; i < 700 && !context.RequestAborted.IsCancellationRequested; i++)
                await context.Response.Body.WriteAsync(part, context.RequestAborted);
        });
        _bench.Configure(server.Address + "/{e164}", limits: LookupBench.Limits("\"max_answer_bytes\": 1000"));
        Assert.Equal(0, _bench.Lookup(_bench.List(1)).Code);
        Assert.Equal("no answer: the answer is larger than 1000 bytes", _bench.Rows()[0]["lookup_reason"]);
    }

    [Fact]
    public void A_slow_provider_is_given_up_in_its_time()
    {
        using var server = new LookupServer((context, _) => Task.Delay(TimeSpan.FromMinutes(2), context.RequestAborted));
        _bench.Configure(server.Address + "/{e164}", limits: LookupBench.Limits("\"timeout_seconds\": 0.3, \"retries\": 1"));
        var watch = Stopwatch.StartNew();
        Assert.Equal(0, _bench.Lookup(_bench.List(1)).Code);
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(60), $"It took {watch.Elapsed}.");
        Assert.Equal((2, "no answer: nothing came within 0.3 s"), (server.Requests.Count, _bench.Rows()[0]["lookup_reason"]));
    }

    [Fact]
    public void No_redirect_is_followed()
    {
        using var elsewhere = LookupServer.Saying(Live);
        using var server = new LookupServer((context, _) =>
        {
            context.Response.Redirect(elsewhere.Address.Replace("127.0.0.1", "localhost", StringComparison.Ordinal) + "/steal");
            return Task.CompletedTask;
        });
        _bench.Configure(server.Address + "/{e164}");
        var ended = _bench.Lookup(_bench.List(3));
        Assert.Equal((ExitCode.TryLater, 0), (ended.Code, elsewhere.Requests.Count));
        Assert.Contains("redirects to localhost (302), and redirects are not followed", ended.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_provider_that_is_not_there_costs_nothing()
    {
        int port;
        using (var free = new TcpListener(IPAddress.Loopback, 0))
        {
            free.Start();
            port = ((IPEndPoint)free.LocalEndpoint).Port;
        }

        _bench.Configure($"http://127.0.0.1:{port}/{{e164}}", limits: LookupBench.Limits("\"retries\": 1, \"stop_after_failures\": 2"));
        var ended = _bench.Lookup(_bench.List(8), "--json");
        Assert.Equal((ExitCode.TryLater, 0m), (ended.Code, Json.Of(ended.Output).GetProperty("cost").GetDecimal()));
        Assert.Contains("because the connection was refused", ended.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_refusal_ends_the_run_and_says_where_to_look()
    {
        using var server = LookupServer.Saying("""{"message": "bad token"}""", 401);
        _bench.Configure(server.Address + "/{e164}", limits: LookupBench.Limits("\"at_once\": 1"));
        var ended = _bench.Lookup(_bench.List(4));
        Assert.Equal((ExitCode.TryLater, 1), (ended.Code, server.Requests.Count));
        Assert.Contains("refuses (401 Unauthorized). Check the secrets in the environment", ended.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(LookupBench.Secret, ended.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_number_that_the_provider_does_not_take_is_unknown_and_the_others_go_on()
    {
        using var server = new LookupServer((context, before) => LookupServer.Say(context, before == 0 ? "{}" : Live, before == 0 ? 404 : 200));
        _bench.Configure(server.Address + "/{e164}", limits: LookupBench.Limits("\"at_once\": 1, \"stop_after_failures\": 1"));
        Assert.Equal(0, _bench.Lookup(_bench.List(2)).Code);
        Assert.Equal(["no answer: 127.0.0.1 answered 404 NotFound", ""], _bench.Rows().Select(r => r["lookup_reason"]));
    }

    [Fact]
    public void The_rate_and_the_number_at_once_are_kept()
    {
        using var server = new LookupServer(async (context, _) =>
        {
            await Task.Delay(60);
            await LookupServer.Say(context, Live);
        });
        _bench.Configure(server.Address + "/{e164}", limits: LookupBench.Limits("\"at_once\": 2", perSecond: "10"));
        Assert.Equal(0, _bench.Lookup(_bench.List(16)).Code);
        var at = server.Requests.Select(r => r.Milliseconds).ToList();
        // Sixteen at ten a second take a second and a half; a timer that is late only makes it longer.
        Assert.InRange(at[^1] - at[0], 1350, 60_000);
        Assert.InRange(server.MostAtOnce, 1, 2);
    }

    [Theory]
    [InlineData("https://10.0.0.1/{e164}")]
    [InlineData("https://169.254.169.254/latest/{e164}")]
    [InlineData("https://[fd00::1]/{e164}")]
    [InlineData("https://192.168.1.1/{e164}")]
    public void An_address_inside_a_network_is_never_connected_to(string url)
    {
        _bench.Configure(url, limits: LookupBench.Limits("\"timeout_seconds\": 2, \"retries\": 0"));
        var ended = _bench.Lookup(_bench.List(1));
        Assert.Equal(ExitCode.TryLater, ended.Code);
        Assert.Contains("leads to an address inside a network", ended.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://lookup.example/{e164}", "must begin with https://")]
    [InlineData("https://localhost/{e164}", "is this machine", "\"allow_loopback\": false")]
    [InlineData("https://{e164}.example/x", "not in the host")]
    [InlineData("https://user:pw@lookup.example/{e164}", "holds a user name or password")]
    [InlineData("https://lookup.example/{e164}?key=${MERIDIAN_TEST_TOKEN}", "holds a secret")]
    [InlineData("https://lookup.example/all", "where the number stands")]
    [InlineData("https://lookup.example/{number}", "only {e164} and {digits}")]
    [InlineData("https://lookup.example/{e164}", "\"headers.X-Api-Key\" holds a secret", "\"headers\": {\"X-Api-Key\": \"abc\"}")]
    [InlineData("https://lookup.example/{e164}", "MERIDIAN_TEST_MISSING, which is not set", "\"headers\": {\"X-Api-Key\": \"${MERIDIAN_TEST_MISSING}\"}")]
    [InlineData("https://lookup.example/{e164}", "\"retry\" is not known here", "\"retry\": 3")]
    [InlineData("https://lookup.example/{e164}", "\"cost\" is missing", "\"cost\": null")]
    [InlineData("https://lookup.example/{e164}", "\"purposes\" is missing", "\"purposes\": null")]
    [InlineData("https://lookup.example/{e164}", "'alive' is not one of our words", "\"answer\": {\"status\": {\"path\": \"s\", \"values\": {\"x\": \"alive\"}}}")]
    [InlineData("https://lookup.example/{e164}", "'a..b' is not a path", "\"answer\": {\"carrier\": {\"path\": \"a..b\"}}")]
    [InlineData("https://graph.facebook.com/v1/contacts/{e164}", "never whether somebody has an account")]
    [InlineData("https://lookup.example/whatsapp/check/{e164}", "never whether somebody has an account")]
    [InlineData("https://lookup.example/{e164}", "never whether somebody has an account", "\"answer\": {\"carrier\": {\"path\": \"telegram.registered\"}}")]
    public void A_configuration_that_cannot_be_used_is_one_sentence(string url, string says, string instead = "")
    {
        var file = _bench.Configure(url);
        if (instead.Length > 0)
        {
            var json = System.Text.Json.Nodes.JsonNode.Parse(File.ReadAllText(file))!.AsObject();
            foreach (var (name, node) in System.Text.Json.Nodes.JsonNode.Parse("{" + instead + "}")!.AsObject())
                json[name] = node?.DeepClone();
            File.WriteAllText(file, json.ToJsonString());
        }

        var ended = _bench.Lookup(_bench.List(1));
        Assert.Equal((ExitCode.Usage, ""), (ended.Code, ended.Output));
        Assert.Contains(says, Assert.Single(ended.ErrorLines), StringComparison.Ordinal);
        Assert.DoesNotContain(LookupBench.Secret, ended.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(_bench.Out));
    }

    [Theory]
    [InlineData("There is no provider 'nobody'", "--provider", "nobody", "--purpose", "fraud prevention")]
    [InlineData("'twilio-lookup-v2' is a shape", "--provider", "twilio-lookup-v2", "--purpose", "fraud prevention")]
    [InlineData("--purpose: say in words", "--provider", "nobody", "--purpose", "-")]
    [InlineData("--max-cost must be", "--provider", "nobody", "--purpose", "fraud prevention", "--max-cost=-1")]
    public void What_cannot_be_asked_is_one_sentence(string says, params string[] options)
    {
        var ended = _bench.Shell.Run(["numbers", "lookup", _bench.List(1), "--to", _bench.Out, .. options]);
        Assert.Equal((ExitCode.Usage, ""), (ended.Code, ended.Output));
        Assert.Contains(says, Assert.Single(ended.ErrorLines), StringComparison.Ordinal);
    }
}
