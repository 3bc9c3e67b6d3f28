using System.Text.Json;
using Meridian.Foundation.Governance;

namespace Meridian.WebTests.Api;

/// <summary>Who may be one is listed, compared and decided over the API by who sees both.</summary>
public sealed class MergeApiTests
{
    private const string Csv = "id,name,email,birth_date,country\n1,Asha Rao,asha@example.in,1990-01-02,IN\n2,Asha D. Rao,asha@example.in,1991-03-04,IN\n3,John Smith,john@example.com,1980-01-02,US\n4,John Smith,john@example.com,1981-01-02,IN\n";

    [Theory, OnEngines]
    public async Task A_pair_in_doubt_is_compared_decided_and_opened_again(Engine engine)
    {
        await using var server = await ApiServer.Start(engine);
        server.Import("crm", Csv);
        var (one, other) = (server.Profile("crm:1"), server.Profile("crm:2"));
        var path = $"/api/v1/merges/{one}/{other}";
        Assert.Equal(2, Items(await server.Get("viewer", "/api/v1/merges")).Count);
        // The second pair has somebody abroad.
        Assert.Equal(["Asha D. Rao", "Asha Rao"], Items(await server.Get("viewer of IN", "/api/v1/merges")).SelectMany(m => new[] { Text(m, "first_name"), Text(m, "second_name") }).Order(StringComparer.Ordinal));
        await server.Get("operator of IN", $"/api/v1/merges/{server.Profile("crm:3")}/{server.Profile("crm:4")}", 404);
        await server.Ask("operator of IN", HttpMethod.Post, $"/api/v1/merges/{server.Profile("crm:3")}/{server.Profile("crm:4")}", 404, """{"verdict":"one"}""");

        var compared = await server.Get("viewer of IN", path);
        Assert.Equal(("open", "two different birth dates"), (Text(compared, "verdict"), compared.GetProperty("reasons")[0].GetString()));
        Assert.Contains(compared.GetProperty("traits").EnumerateArray(), t => Text(t, "what") == "birth_date" && !t.GetProperty("agrees").GetBoolean());

        await server.Ask("viewer", HttpMethod.Post, path, 403, """{"verdict":"one"}""");
        Assert.Equal("bad_parameter", Text(await server.Ask("operator", HttpMethod.Post, path, 400, """{"verdict":"perhaps"}"""), "code"));
        Assert.Equal(("one", "open"), Verdicts(await server.Ask("operator of IN", HttpMethod.Post, path, 200, """{"verdict":"one"}""")));
        Assert.Equal(server.Profile("crm:1"), server.Profile("crm:2"));
        Assert.Equal(("one", ApiKeys.IdOf(server.Keys["operator of IN"])), (Text(await server.Get("viewer", path), "verdict"), Text(await server.Get("viewer", path), "by")));
        Assert.Equal(("open", "one"), Verdicts(await server.Ask("operator", HttpMethod.Post, path, 200, """{"verdict":"open"}""")));
        Assert.NotEqual(server.Profile("crm:1"), server.Profile("crm:2"));
        Assert.Equal(("two", "open"), Verdicts(await server.Ask("operator", HttpMethod.Post, path, 200, """{"verdict":"two"}""")));
        Assert.Single(Items(await server.Get("viewer", "/api/v1/merges")));

        // The audit tells who decided, and nobody's name.
        var acts = Items(await server.Get("admin", "/api/v1/audit?limit=200")).Select(a => a.GetRawText()).Where(a => a.Contains("customers.decide", StringComparison.Ordinal)).ToList();
        Assert.Equal(3, acts.Count);
        Assert.Contains(acts, a => a.Contains(ApiKeys.IdOf(server.Keys["operator of IN"]), StringComparison.Ordinal));
        Assert.All(acts, a => Assert.DoesNotContain("Asha", a, StringComparison.Ordinal));
    }

    private static List<JsonElement> Items(JsonElement page) => [.. page.GetProperty("items").EnumerateArray()];

    private static (string?, string?) Verdicts(JsonElement receipt) => (Text(receipt, "verdict"), Text(receipt, "before"));

    private static string? Text(JsonElement json, string member) => json.GetProperty(member).GetString();
}
