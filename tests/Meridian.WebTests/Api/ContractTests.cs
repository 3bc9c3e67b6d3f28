using System.Text;
using System.Text.Json;
using Meridian.WebTests.Running;

namespace Meridian.WebTests.Api;

/// <summary>Commands and the API are one contract: what a command prints with --json is what the API answers.</summary>
public sealed class ContractTests
{
    private const string Csv = "id,name,email,phone,country,whatsapp,last seen\n1,Asha Rao,asha@example.in,,IN,+919876543210,2026-11-20\n2,John Smith,john@example.com,+12025550143,US,,\n3,José Díaz,jose@example.mx,,MX,+525512345678,2026-11-01\n,,no mail,,US,,\n";

    [Fact]
    public async Task Commands_print_what_the_api_answers()
    {
        await using var server = await ServerProcess.Start();
        var file = Path.Combine(server.Data, "..", "crm.csv");
        await File.WriteAllTextAsync(file, Csv);
        Assert.Equal(5, (await server.Try("import", file, "--source", "crm")).Code);
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        http.DefaultRequestHeaders.Authorization = new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(ServerProcess.AdminKey + ":")));

        await Same(["customers", "list"], "customers");
        await Same(["customers", "list", "--country", "Mexico", "--platform", "whatsapp"], "customers?country=Mexico&platform=whatsapp");
        await Same(["customers", "count"], "customers/count");
        await Same(["customers", "count", "--area", "LATAM"], "customers/count?area=LATAM");
        await Same(["labels"], "labels/matrix");
        await Same(["labels", "--tags"], "labels/tags");
        await Same(["events", "count"], "events/count");
        await Same(["events", "tail"], "events");
        await Same(["events", "rejected"], "events/rejected");
        await Same(["events", "files"], "events/files");
        await Same(["sources", "list"], "sources");
        await Same(["deadletters", "list"], "dead-letters");
        await Same(["customers", "erasures"], "erasures");
        await Same(["keys", "list"], "keys");
        // What was written last, the key, may still wait to be applied; then the two are not asked of the same.
        for (var tries = 0; tries < 100 && JsonElement.Parse((await server.Run("status", "--json"))[0]).GetProperty("waiting").GetInt64() > 0; tries++)
            await Task.Delay(100, TestContext.Current.CancellationToken);
        await Same(["status"], "status");
        var who = JsonElement.Parse((await server.Run("customers", "list", "--json"))[0]).GetProperty("profile_id").GetString()!;
        await Same(["customers", "show", who], $"customers/{who}");
        await Same(["customers", "export", who], $"customers/{who}/export");
        await server.Run("tags", "save", "mexican", "--rule", "country = \"MX\"", "--publish");
        await server.Run("tags", "give", "mexican", "asha@example.in", "--reason", "likes it");
        await server.Run("segments", "save", "mobile", "--rule", "platform(\"whatsapp\")");
        await server.Run("segments", "snapshot", "mobile");
        await Same(["areas", "list"], "areas");
        await File.WriteAllTextAsync(Path.Combine(server.Data, "rates.csv"), "date,currency,rate\n2026-11-01,USD,1.1\n2026-11-02,CNY,7.8\n");
        await server.Run("rates", "import", Path.Combine(server.Data, "rates.csv"));
        await Same(["rates", "list"], "rates");
        await Same(["packs", "list"], "packs");
        await Same(["packs", "show", "value"], "packs/value");
        await Same(["tags", "list"], "tags");
        await Same(["tags", "list", "--built-in"], "tags?built_in=true");
        await Same(["tags", "show", "mexican"], "tags/mexican");
        await Same(["tags", "versions", "mexican"], "tags/mexican/versions");
        await Same(["tags", "conflicts", "mexican"], "tags/mexican/conflicts");
        await Same(["tags", "flow", "mexican"], "tags/mexican/flow");
        await Same(["tags", "replay", "mexican", "2026-11-01", "2026-11-03"], "tags/mexican/replay?from=2026-11-01&to=2026-11-03");
        Assert.NotEmpty(await server.Run("changes", "tail", "--tag", "mexican", "--json"));
        await Same(["tags", "history", who], $"customers/{who}/tags");
        await Same(["segments", "list"], "segments");
        await Same(["segments", "show", "mobile"], "segments/mobile");
        await Same(["segments", "customers", "mobile"], "segments/mobile/customers");
        await Same(["segments", "flow", "mobile"], "segments/mobile/flow");
        // The one difference: a command tells where the rejected rows are on this disk, the API where they are on the server.
        await Same(["imports", "list"], "imports", text => System.Text.RegularExpressions.Regex.Replace(text, "\"rejected_file\":\"[^\"]*\"", "\"rejected_file\":1", System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(1)));

        var address = JsonElement.Parse(await http.GetStringAsync($"{server.Url}/api/v1/imports")).GetProperty("items")[0].GetProperty("rejected_file").GetString();
        Assert.Contains("no mail", await http.GetStringAsync(server.Url + address), StringComparison.Ordinal);

        // A key that the API makes is one that a command lists, and one that a command ends opens nothing any more.
        using var made = await http.PostAsync($"{server.Url}/api/v1/keys", new StringContent("""{"role":"viewer","countries":["India","US"]}""", Encoding.UTF8, "application/json"));
        var key = JsonElement.Parse(await made.Content.ReadAsStringAsync());
        Assert.Contains("\"countries\":[\"IN\",\"US\"]", string.Join('\n', await server.Run("keys", "list", "--json")), StringComparison.Ordinal);
        using var viewer = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        viewer.DefaultRequestHeaders.Authorization = new("Bearer", key.GetProperty("key").GetString());
        Assert.Contains("\"customers\":2", await viewer.GetStringAsync($"{server.Url}/api/v1/customers/count"), StringComparison.Ordinal);
        await server.Run("keys", "revoke", key.GetProperty("id").GetString()!);
        using var ended = await viewer.GetAsync($"{server.Url}/api/v1/customers/count");
        Assert.Equal(401, (int)ended.StatusCode);

        // An edit by a command and one over the API are the same edit, and who typed the first is told.
        Assert.Contains("\"value\":\"Pune\"", string.Join('\n', await server.Run("customers", "edit", who, "city=Pune", "--json")), StringComparison.Ordinal);
        using var edited = await http.PatchAsync($"{server.Url}/api/v1/customers/{who}", new StringContent("""{"traits":{"city":"Pune"}}""", Encoding.UTF8, "application/merge-patch+json"));
        Assert.Contains("\"unchanged\":[\"city\"]", await edited.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        await Same(["customers", "show", who], $"customers/{who}");
        using (var told = new HttpRequestMessage(HttpMethod.Post, $"{server.Url}/local/command"))
        {
            told.Headers.Authorization = new("Bearer", JsonElement.Parse(await File.ReadAllTextAsync(Path.Combine(server.Data, "server.json"))).GetProperty("Token").GetString());
            told.Content = new StringContent(JsonSerializer.Serialize(new { args = new[] { "customers", "release", who, "city", "--data", server.Data }, directory = "/", user = "ana\n(told)" }), Encoding.UTF8, "application/json");
            using var done = await http.SendAsync(told);
            await done.Content.ReadAsStringAsync();
        }

        var acts = (await server.Run("audit", "list", "--json")).Select(a => JsonElement.Parse(a)).Where(a => a.GetRawText().Contains("customer.edit", StringComparison.Ordinal)).Select(a => a.GetRawText()).ToList();
        Assert.Equal(2, acts.Count);
        Assert.Contains(acts, a => a.Contains($"local:{Environment.UserName}\"", StringComparison.Ordinal));
        Assert.Contains(acts, a => a.Contains("local:anatold (told)", StringComparison.Ordinal));
        await Same(["numbers", "coverage"], "numbers/coverage");
        await Same(["numbers", "ranges", "IN"], "numbers/ranges/IN");
        await Same(["numbers", "sample", "--country", "IN", "--count", "3"], "numbers/sample?country=IN&count=3");

        // Erased to the end, by the command's own means.
        using var erased = await http.PostAsync($"{server.Url}/api/v1/customers/{who}/erase", new StringContent("""{"reason":"request of 12 May"}""", Encoding.UTF8, "application/json"));
        var receipt = JsonElement.Parse(await erased.Content.ReadAsStringAsync());
        Assert.Equal(1, receipt.GetProperty("records").GetInt32());
        Assert.Equal(JsonValueKind.String, receipt.GetProperty("done_at").ValueKind);
        Assert.Equal(3, (await server.Try("customers", "show", who)).Code);
        await Same(["customers", "erasures"], "erasures");

        async Task Same(string[] command, string path, Func<string, string>? settle = null)
        {
            var printed = (await server.Run([.. command, "--json"])).ToList();
            var answered = JsonElement.Parse(await http.GetStringAsync($"{server.Url}/api/v1/{path}"));
            var items = answered.TryGetProperty("items", out var list) ? list.EnumerateArray().Select(i => i.GetRawText()).ToList() : [answered.GetRawText()];
            Assert.Equal(printed.Select(settle ?? (t => t)), items.Select(settle ?? (t => t)));
        }
    }
}
