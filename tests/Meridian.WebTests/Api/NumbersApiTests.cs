using System.IO.Compression;
using System.Text;
using System.Text.Json;

namespace Meridian.WebTests.Api;

/// <summary>Lists of numbers and files of events come up over HTTP and are worked on as the commands do.</summary>
public sealed class NumbersApiTests
{
    private const string List = "phone,note\n+1 202 555 0143,a\n(202) 555-0143,b\n+91 98765 43210,c\nword,d\n";

    [Theory, OnEngines]
    public async Task A_list_comes_back_with_what_was_found(Engine engine)
    {
        await using var server = await ApiServer.Start(engine);
        server.Import("crm", "id,name,phone,country,marketing consent\n1,Asha Rao,+919876543210,IN,no\n");
        var asha = server.Profile("+919876543210");
        using var answer = await server.Send("operator", HttpMethod.Post, "/api/v1/numbers/screen?file_name=list.csv&country=US", new StringContent(List, Encoding.UTF8, "text/csv"));
        var lines = (await answer.Content.ReadAsStringAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal("phone,note,e164,verdict,reason,country,type,zones,duplicate_of,known_customer,suppressed", lines[0].TrimStart('\uFEFF').TrimEnd('\r'));
        Assert.Equal(5, lines.Length);
        Assert.Contains($"{asha},opted out", lines[3], StringComparison.Ordinal);
        var counts = JsonElement.Parse(answer.Headers.GetValues("Meridian-Counts").Single());
        Assert.Equal((4, 3, 1, 1, 1), (counts.GetProperty("rows").GetInt32(), counts.GetProperty("valid").GetInt32(), counts.GetProperty("duplicates").GetInt32(), counts.GetProperty("known_customers").GetInt32(), counts.GetProperty("suppressed").GetInt32()));
        AssertClean(server);
    }

    [Fact]
    public async Task A_recipe_chooses_quarantine_keeps_and_a_path_on_the_server_is_no_recipe()
    {
        await using var server = await ApiServer.Start();
        using var chosen = await server.Send("analyst", HttpMethod.Post, "/api/v1/numbers/screen", ApiServer.Form("list.csv", List, ("country", "US"), ("recipe", "self-screening"), ("matching", "true"), ("quarantine", "true")));
        var text = await chosen.Content.ReadAsStringAsync();
        Assert.True(chosen.IsSuccessStatusCode, text);
        Assert.Equal(3, text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        var counts = JsonElement.Parse(chosen.Headers.GetValues("Meridian-Counts").Single());
        // The repeated number itself is no bad one.
        Assert.Equal((2, 1), (counts.GetProperty("match").GetInt32(), counts.GetProperty("set_aside").GetInt32()));
        var secret = Path.Combine(server.Folder.Root, "secret.json");
        await File.WriteAllTextAsync(secret, "{\"name\":\"x\",\"where\":[\"verdict\"]}");
        Assert.Equal("bad_parameter", Code(await server.Ask("analyst", HttpMethod.Post, "/api/v1/numbers/screen", 400, ApiServer.Form("list.csv", List, ("recipe", secret)))));
        Assert.Equal("bad_parameter", Code(await server.Ask("analyst", HttpMethod.Post, "/api/v1/numbers/screen", 400, ApiServer.Form("list.csv", List, ("matching", "true")))));
        var unread = await server.Ask("analyst", HttpMethod.Post, "/api/v1/numbers/screen", 422, ApiServer.Form("list.csv", "name,city\nAnn Lee,York\n"));
        Assert.StartsWith("list.csv: ", unread.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.DoesNotContain(server.Folder.Root, unread.GetRawText(), StringComparison.Ordinal);
        AssertClean(server);
    }

    [Fact]
    public async Task Lists_are_cleared_and_compared_and_plans_are_read()
    {
        await using var server = await ApiServer.Start();
        using var cleared = await server.Send("operator of IN", HttpMethod.Post, "/api/v1/numbers/dedupe", ApiServer.Form("list.csv", List, ("country", "US")));
        Assert.Equal(4, (await cleared.Content.ReadAsStringAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Equal("{\"file\":null,\"rows\":4,\"kept\":3,\"duplicates\":1,\"without_number\":1}", cleared.Headers.GetValues("Meridian-Counts").Single());
        MultipartFormDataContent Two(params (string, string)[] fields)
        {
            var form = ApiServer.Form("a.csv", "phone\n+12025550143\n+919876543210\n", fields);
            form.Add(new ByteArrayContent(Encoding.UTF8.GetBytes("phone\n+12025550143\n+447400123456\n")), "file", "b.csv");
            return form;
        }

        var compared = await server.Ask("operator", HttpMethod.Post, "/api/v1/numbers/compare", 200, Two());
        Assert.Equal(["a b 1", "a 1", "b 1"], compared.GetProperty("shares").EnumerateArray().Select(s => $"{string.Join(' ', s.GetProperty("lists").EnumerateArray())} {s.GetProperty("numbers")}".Replace(".csv", "", StringComparison.Ordinal)));
        using var packed = await server.Send("operator", HttpMethod.Post, "/api/v1/numbers/compare", Two(("format", "zip")));
        using var zip = new ZipArchive(await packed.Content.ReadAsStreamAsync());
        Assert.Equal(4, zip.Entries.Count);
        await server.Ask("operator", HttpMethod.Post, "/api/v1/numbers/compare", 400, ApiServer.Form("a.csv", "phone\n+12025550143\n"));

        Assert.True((await server.Get("viewer of IN", "/api/v1/numbers/coverage")).GetProperty("items").GetArrayLength() > 236);
        Assert.All((await server.Get("viewer", "/api/v1/numbers/ranges/India")).GetProperty("items").EnumerateArray(), r => Assert.Equal("IN", r.GetProperty("region").GetString()));
        await server.Get("viewer", "/api/v1/numbers/ranges/Atlantis", 400);
        var sample = await server.Get("viewer", "/api/v1/numbers/sample?country=IN&count=3&seed=7");
        Assert.Equal(3, sample.GetProperty("items").GetArrayLength());
        Assert.All(sample.GetProperty("items").EnumerateArray(), s => Assert.True(s.GetProperty("generated").GetBoolean()));
        Assert.Contains("fine-screening", (await server.Get("viewer", "/api/v1/numbers/recipes")).GetRawText(), StringComparison.Ordinal);
        await server.Ask("viewer", HttpMethod.Post, "/api/v1/numbers/dedupe", 403, Two());
        Assert.Equal("limited_key", Code(await server.Ask("operator of IN", HttpMethod.Post, "/api/v1/numbers/screen", 403, Two())));
        AssertClean(server);
    }

    [Theory, OnEngines]
    public async Task Files_of_events_come_in_over_HTTP_and_a_second_time_change_nothing(Engine engine)
    {
        await using var server = await ApiServer.Start(engine);
        server.Import("shop", "id,name,email\n1,Ann,ann@example.com\n");
        const string Orders = "order id,customer email,order date,total,currency\n1001,ann@example.com,2026-11-01,12.50,EUR\n1002,ann@example.com,2026-11-02,7,EUR\n1003,,2026-11-02,7,EUR\n";
        const string Lines = "{\"type\":\"track\",\"messageId\":\"m1\",\"userId\":\"u1\",\"event\":\"Product Viewed\",\"timestamp\":\"2026-11-20T10:00:00Z\"}\n{\"type\":\"nonsense\",\"messageId\":\"m2\",\"userId\":\"u1\"}\n";
        var first = await server.Ask("operator", HttpMethod.Post, "/api/v1/events/import", 200, ApiServer.Form("orders.csv", Orders, ("source", "shop")));
        Assert.Equal((3, 2, 0, 1, 3), Counts(first));
        var again = await server.Ask("operator", HttpMethod.Post, "/api/v1/events/import", 200, ApiServer.Form("orders.csv", Orders, ("source", "shop")));
        Assert.Equal((3, 0, 2, 1, 3), Counts(again));
        var messages = await server.Ask("operator", HttpMethod.Post, "/api/v1/events/import?source=app&file_name=m.jsonl", 200, new StringContent(Lines, Encoding.UTF8, "application/octet-stream"));
        Assert.Equal((2, 1, 0, 1, 0), Counts(messages));
        Assert.Equal(3, (await server.Get("viewer", "/api/v1/events/count")).GetProperty("events").GetInt32());
        var wrong = await server.Ask("operator", HttpMethod.Post, "/api/v1/events/import", 422, ApiServer.Form("people.csv", "colour,shape\nred,round\n", ("source", "shop")));
        Assert.DoesNotContain(server.Folder.Root, wrong.GetRawText(), StringComparison.Ordinal);
        await server.Ask("operator of IN", HttpMethod.Post, "/api/v1/events/import", 403, ApiServer.Form("orders.csv", Orders, ("source", "shop")));
        AssertClean(server);

        static (int, int, int, int, int) Counts(JsonElement c) =>
            (c.GetProperty("received").GetInt32(), c.GetProperty("applied").GetInt32(), c.GetProperty("duplicate").GetInt32(), c.GetProperty("rejected").GetInt32(), c.GetProperty("rows").GetInt32());
    }

    private static string? Code(JsonElement problem) => problem.GetProperty("code").GetString();

    /// <summary>Nothing of a list stays on the server's disk.</summary>
    private static void AssertClean(ApiServer server)
    {
        var imports = Path.Combine(server.Folder.Root, "imports");
        SpinWait.SpinUntil(() => !Directory.Exists(imports) || Directory.GetDirectories(imports, "incoming-*").Length == 0, TimeSpan.FromSeconds(10));
        if (Directory.Exists(imports))
            Assert.Empty(Directory.GetDirectories(imports, "incoming-*"));
    }
}
