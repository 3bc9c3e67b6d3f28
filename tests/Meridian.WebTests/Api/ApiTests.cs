using System.Text;
using System.Text.Json;
using Meridian.Foundation.Governance;
using Meridian.Web.Api;

namespace Meridian.WebTests.Api;

/// <summary>What holds for all endpoints: pages, problems, ETags, repeated requests, limits.</summary>
public sealed class ApiTests
{
    private const string Header = "id,name,email,country,last seen\n";

    [Theory, OnEngines]
    public async Task Pages_together_are_the_whole_list_once_each_in_its_order_also_when_somebody_comes_in_between(Engine engine)
    {
        await using var server = await ApiServer.Start(engine);
        server.Import("crm", Header + string.Concat(Enumerable.Range(1, 57).Select(i =>
            $"{i},Person {i},p{i}@example.com,{(i % 2 == 0 ? "US" : "IN")},{(i % 3 == 0 ? "" : $"2026-11-{1 + (i % 20):00}")}\n")));
        var whole = Ids(await server.Get("admin", "/api/v1/customers?limit=1000"));
        Assert.Equal(57, whole.Distinct().Count());
        foreach (var limit in new[] { 1, 7, 56, 57, 1000 })
            Assert.Equal(whole, await Walk("admin", "/api/v1/customers", limit));
        var indian = await Walk("viewer of IN", "/api/v1/customers", 5);
        Assert.Equal(whole.Where(indian.Contains), indian);
        Assert.Equal(29, indian.Count);

        var first = await server.Get("admin", "/api/v1/customers?limit=10");
        server.Import("more", Header + "1,Late,late@example.com,US,2026-11-25\n");
        var rest = new List<Guid>();
        for (var next = first.GetProperty("next").GetString(); next is not null;)
        {
            var page = await server.Get("admin", $"/api/v1/customers?limit=10&cursor={next}");
            rest.AddRange(Ids(page));
            next = page.GetProperty("next").GetString();
        }

        Assert.Equal(whole, Ids(first).Concat(rest));
        Assert.Equal(2, (await Walk("admin", "/api/v1/imports", 1, "import_id")).Count);

        async Task<List<Guid>> Walk(string who, string path, int limit, string id = "profile_id")
        {
            var (found, next) = (new List<Guid>(), (string?)"");
            while (next is not null)
            {
                var page = await server.Get(who, $"{path}?limit={limit}{(next.Length == 0 ? "" : "&cursor=" + next)}");
                found.AddRange(page.GetProperty("items").EnumerateArray().Select(i => id == "profile_id" ? i.GetProperty(id).GetGuid() : new Guid((int)i.GetProperty(id).GetInt64(), 0, 0, new byte[8])));
                next = page.GetProperty("next").GetString();
            }

            return found;
        }
    }

    [Fact]
    public async Task A_cursor_serves_the_key_the_list_and_the_filters_that_it_was_made_for_and_nothing_else()
    {
        await using var server = await ApiServer.Start();
        server.Import("crm", Header + "1,A,a@example.com,US,\n2,B,b@example.com,US,\n3,C,c@example.com,IN,\n");
        var cursor = (await server.Get("admin", "/api/v1/customers?limit=1&country=US")).GetProperty("next").GetString()!;
        await server.Get("admin", $"/api/v1/customers?limit=5&country=US&cursor={cursor}");
        foreach (var (who, path) in new[]
        {
            ("viewer", $"/customers?limit=1&country=US&cursor={cursor}"), ("admin", $"/customers?limit=1&cursor={cursor}"), ("admin", $"/customers?limit=1&country=IN&cursor={cursor}"),
            ("admin", $"/imports?limit=1&cursor={cursor}"), ("admin", "/customers?country=US&cursor=AAAA"), ("admin", "/customers?country=US&cursor=%00"), ("admin", $"/customers?country=US&cursor={cursor}A"),
        })
            Assert.Equal("bad_cursor", (await server.Get(who, "/api/v1" + path, 400)).GetProperty("code").GetString());
        for (var i = 0; i < cursor.Length; i++)
        {
            var changed = cursor[..i] + (cursor[i] == 'A' ? 'B' : 'A') + cursor[(i + 1)..];
            using var answer = await server.Send("admin", HttpMethod.Get, $"/api/v1/customers?limit=1&country=US&cursor={changed}");
            // The last letter's last bits may stand for nothing.
            Assert.True((int)answer.StatusCode == 400 || i == cursor.Length - 1, $"{i}");
        }
    }

    [Theory, OnEngines]
    public async Task What_has_not_changed_is_not_sent_again(Engine engine)
    {
        await using var server = await ApiServer.Start(engine);
        var import = server.Import("crm", Header + "1,A,a@example.com,US,\n");
        var id = server.Profile("a@example.com");
        foreach (var path in new[] { $"/api/v1/customers/{id}", $"/api/v1/imports/{import}", "/api/v1/sources/crm" })
        {
            using var first = await server.Send("admin", HttpMethod.Get, path);
            var tag = first.Headers.ETag!.ToString();
            using var second = await server.Send("admin", HttpMethod.Get, path, null, ("If-None-Match", $"\"other\", {tag}"));
            Assert.Equal((304, 0), ((int)second.StatusCode, (await second.Content.ReadAsByteArrayAsync()).Length));
            Assert.Equal(tag, second.Headers.ETag!.ToString());
            using var third = await server.Send("admin", HttpMethod.Get, path, null, ("If-None-Match", "\"other\""));
            Assert.Equal(200, (int)third.StatusCode);
        }

        using var before = await server.Send("admin", HttpMethod.Get, $"/api/v1/customers/{id}");
        server.Import("erp", Header + "9,Anna,a@example.com,US,\n");
        using var after = await server.Send("admin", HttpMethod.Get, $"/api/v1/customers/{id}", null, ("If-None-Match", before.Headers.ETag!.ToString()));
        Assert.Equal(200, (int)after.StatusCode);
        Assert.NotEqual(before.Headers.ETag, after.Headers.ETag);
    }

    [Fact]
    public async Task Whatever_is_wrong_is_a_problem_with_a_code()
    {
        await using var server = await ApiServer.Start();
        var large = new string('x', (int)ApiGate.MostBodyBytes);
        foreach (var (method, path, body, type, status, code) in new (string, string, string?, string, int, string)[]
        {
            ("GET", "/nowhere", null, "", 404, "not_found"), ("GET", "/customers/no-id", null, "", 404, "not_found"), ("GET", "/imports/99", null, "", 404, "not_found"), ("GET", "/imports/-1", null, "", 404, "not_found"),
            ("GET", "/imports/99999999999999999999", null, "", 404, "not_found"), ("PUT", "/customers", "{}", "application/json", 405, "wrong_method"), ("POST", "/customers/search", "{}", "text/plain", 415, "wrong_content_type"),
            ("POST", "/customers/search", "{", "application/json", 400, "bad_body"), ("POST", "/customers/search", "null", "application/json", 400, "bad_body"), ("POST", "/customers/search", "", "application/json", 400, "bad_body"),
            ("POST", "/customers/search", "{}", "application/json", 400, "bad_body"), ("POST", "/customers/search", "{\"query\":null}", "application/json", 400, "bad_body"),
            ("POST", "/customers/search", "{\"query\":\"\"}", "application/json", 400, "bad_parameter"), ("POST", "/customers/search", "{\"query\":\"a\",\"query\":\"b\"}", "application/json", 400, "bad_body"),
            ("POST", "/customers/search", "{\"query\":\"a\",\"countries\":null}", "application/json", 400, "bad_body"), ("POST", "/customers/search", $"{{\"query\":\"{large}\"}}", "application/json", 413, "too_large"),
            ("POST", "/keys", "{\"role\":\"root\"}", "application/json", 400, "bad_parameter"), ("POST", "/keys", "{\"role\":\"viewer\",\"countries\":[\"XX\"]}", "application/json", 400, "bad_parameter"),
            ("POST", "/keys", "{\"role\":\"viewer\",\"countries\":[]}", "application/json", 400, "bad_parameter"), ("POST", "/keys", "{\"role\":\"ingest\",\"countries\":[\"US\"]}", "application/json", 400, "bad_parameter"),
            ("POST", "/keys", "{\"role\":\"viewer\",\"hash\":\"0\",\"id\":\"mine\"}", "application/json", 400, "bad_body"), ("POST", "/keys", "{\"role\":1}", "application/json", 400, "bad_body"),
            ("GET", "/customers?limit=0", null, "", 400, "bad_parameter"), ("GET", "/customers?limit=1001", null, "", 400, "bad_parameter"), ("GET", "/customers?limit=x", null, "", 400, "bad_parameter"),
            ("GET", "/customers?contry=US", null, "", 400, "bad_parameter"), ("GET", "/customers?country=US&country=IN", null, "", 400, "bad_parameter"), ("GET", "/customers?country=Atlantis", null, "", 400, "bad_parameter"),
            ("GET", "/customers?activity=often", null, "", 400, "bad_parameter"), ("GET", "/exports/customers?format=exe", null, "", 400, "bad_parameter"), ("GET", "/events?profile_id=x", null, "", 400, "bad_parameter"),
            ("POST", "/dead-letters/retry", "{\"which\":[\"1:1\"]}", "application/json", 404, "not_found"), ("POST", "/dead-letters/drop", "{\"which\":[\"one\"]}", "application/json", 400, "bad_parameter"),
            ("POST", "/dead-letters/drop", "{\"which\":[]}", "application/json", 400, "bad_parameter"), ("DELETE", "/keys/sk_unknown", null, "", 404, "not_found"),
            ("POST", "/imports", "", "multipart/form-data; boundary=x", 400, "bad_body"), ("POST", "/imports", "a,b\n", "text/csv", 400, "bad_parameter"), ("POST", "/imports?file_name=a.csv", "name,email\nA,a@b.de\n", "text/csv", 400, "bad_parameter"),
            ("POST", "/imports?file_name=a.xlsx&source=crm", "PK\u0003\u0004 no workbook", "application/octet-stream", 422, "unreadable_file"), ("POST", "/imports?file_name=a.csv&source=crm&map=%7B%22columns%22:%7B%22a%22:%22nothing%22%7D%7D", "a,b\n1,2\n", "text/csv", 422, "bad_mapping"),
            ("POST", "/imports?file_name=a.csv&source=crm&country=Atlantis", "name,email\nA,a@b.de\n", "text/csv", 400, "bad_parameter"),
        })
        {
            using var content = body is null ? null : new ByteArrayContent(Encoding.UTF8.GetBytes(body));
            content?.Headers.TryAddWithoutValidation("Content-Type", type);
            using var answer = await server.Send("admin", new HttpMethod(method), "/api/v1" + path, content);
            var text = await answer.Content.ReadAsStringAsync();
            Assert.True((int)answer.StatusCode == status, $"{method} {path} {(body?.Length > 200 ? "..." : body)}: {(int)answer.StatusCode} {text}");
            Assert.Equal(Problems.ContentType, answer.Content.Headers.ContentType?.MediaType);
            var problem = JsonElement.Parse(text);
            Assert.Equal((code, status, $"urn:meridian:problem:{code}"), (problem.GetProperty("code").GetString(), problem.GetProperty("status").GetInt32(), problem.GetProperty("type").GetString()));
            Assert.Contains(Problems.All, p => p.Code == code && p.Status == status && p.Title == problem.GetProperty("title").GetString());
        }

        Assert.Empty(Directory.Exists(Path.Combine(server.Folder.Root, "imports")) ? Directory.GetDirectories(Path.Combine(server.Folder.Root, "imports")) : []);
        using var nobody = await server.Send(null, HttpMethod.Get, "/api/v1/nowhere");
        Assert.Equal((401, "Bearer"), ((int)nobody.StatusCode, nobody.Headers.WwwAuthenticate.Single().Scheme));
    }

    [Theory, OnEngines]
    public async Task A_repeated_request_is_done_once_and_answered_the_same(Engine engine)
    {
        await using var server = await ApiServer.Start(engine);
        var (key, other) = (("Idempotency-Key", "a-1"), ("Idempotency-Key", "a-2"));
        var made = await server.Ask("admin", HttpMethod.Post, "/api/v1/keys", 201, new { role = "viewer" }, key);
        var keys = (await server.Get("admin", "/api/v1/keys")).GetProperty("items").GetArrayLength();
        using var again = await server.Send("admin", HttpMethod.Post, "/api/v1/keys", ApiServer.Json(new { role = "viewer" }), key);
        Assert.Equal(made.GetRawText(), await again.Content.ReadAsStringAsync());
        Assert.Equal((201, "true"), ((int)again.StatusCode, again.Headers.GetValues("Idempotency-Replayed").Single()));
        Assert.NotNull(again.Headers.Location);
        Assert.Equal(keys, (await server.Get("admin", "/api/v1/keys")).GetProperty("items").GetArrayLength());

        Assert.Equal("idempotency_key_reused", (await server.Ask("admin", HttpMethod.Post, "/api/v1/keys", 422, new { role = "admin" }, key)).GetProperty("code").GetString());
        Assert.Equal("bad_idempotency_key", (await server.Ask("admin", HttpMethod.Post, "/api/v1/keys", 400, new { role = "admin" }, ("Idempotency-Key", new string('x', 256)))).GetProperty("code").GetString());
        // Another caller's key is another key; what failed may be tried again.
        var others = await server.Ask("local", HttpMethod.Post, "/api/v1/keys", 201, new { role = "viewer" }, key);
        Assert.NotEqual(made.GetProperty("key").GetString(), others.GetProperty("key").GetString());
        await server.Ask("admin", HttpMethod.Post, "/api/v1/keys", 400, new { role = "root" }, other);
        await server.Ask("admin", HttpMethod.Post, "/api/v1/keys", 201, new { role = "viewer" }, other);

        // Many at once: one is done, the others are told to wait or get its answer.
        var count = (await server.Get("admin", "/api/v1/keys")).GetProperty("items").GetArrayLength();
        var answers = await Task.WhenAll(Enumerable.Range(0, 16).Select(async _ =>
        {
            using var answer = await server.Send("admin", HttpMethod.Post, "/api/v1/keys", ApiServer.Json(new { role = "analyst" }), ("Idempotency-Key", "a-3"));
            return (int)answer.StatusCode;
        }));
        Assert.All(answers, a => Assert.True(a is 201 or 409));
        Assert.Equal(count + 1, (await server.Get("admin", "/api/v1/keys")).GetProperty("items").GetArrayLength());
    }

    [Fact]
    public async Task A_key_that_asks_too_often_is_told_when_to_come_back_and_others_are_not_held_up()
    {
        await using var server = await ApiServer.Start(settle: h => h with { RequestsPerSecond = 10, Burst = 5 });
        var codes = new List<int>();
        for (var i = 0; i < 40; i++)
        {
            using var answer = await server.Send("viewer", HttpMethod.Get, "/api/v1/customers/count");
            codes.Add((int)answer.StatusCode);
            if ((int)answer.StatusCode != 429)
                continue;
            Assert.True(answer.Headers.RetryAfter?.Delta > TimeSpan.Zero);
            Assert.Equal("too_fast", JsonElement.Parse(await answer.Content.ReadAsStringAsync()).GetProperty("code").GetString());
            await server.Get("analyst", "/api/v1/status");
            break;
        }

        Assert.Contains(429, codes);
        Assert.Equal([200, 200, 200, 200, 200], codes.Take(5));
        for (var i = 0; i < 20 && codes[^1] == 429; i++)
        {
            await Task.Delay(200);
            using var answer = await server.Send("viewer", HttpMethod.Get, "/api/v1/customers/count");
            codes.Add((int)answer.StatusCode);
        }

        Assert.Equal(200, codes[^1]);
        // Guessing is slowed too.
        for (var i = 0; i < 40; i++)
        {
            using var answer = await server.Send("unknown", HttpMethod.Get, "/api/v1/status");
            if ((int)answer.StatusCode == 429)
                return;
        }

        Assert.Fail("Who has no key may ask as often as they like.");
    }

    [Theory, OnEngines]
    public async Task What_is_read_and_changed_is_told_for_the_audit_without_personal_data(Engine engine)
    {
        await using var server = await ApiServer.Start(engine);
        server.Import("crm", Header + "1,Quokka,quokka7391@example.com,US,\n");
        var id = server.Profile("quokka7391@example.com");
        await server.Get("viewer", "/api/v1/customers");
        await server.Get("viewer", $"/api/v1/customers/{id}");
        await server.Ask("viewer", HttpMethod.Post, "/api/v1/customers/search", 200, new { query = "quokka7391@example.com" });
        await server.Get("viewer", "/api/v1/customers/quokka7391@example.com", 404);
        await server.Get("ingest", "/api/v1/customers?country=quokka7391", 403);
        using var file = await server.Send("analyst", HttpMethod.Get, "/api/v1/exports/customers");
        await server.Get("admin", $"/api/v1/customers/{id}/export");
        await server.Ask("admin", HttpMethod.Post, $"/api/v1/customers/{id}/erase", 200, new { reason = "request" });
        await server.Get("viewer", "/api/v1/customers/count");
        var told = server.Told;
        Assert.Equal(
            [
                "Allowed GET /api/v1/customers  1", $"Allowed GET /api/v1/customers/{{id:guid}} {id} 1", "Allowed POST /api/v1/customers/search  1", "Denied GET /api/v1/customers  ",
                "Allowed GET /api/v1/exports/customers  1", $"Allowed GET /api/v1/customers/{{id:guid}}/export {id} 1", $"Allowed POST /api/v1/customers/{{id:guid}}/erase {id} 1",
            ],
            told.Select(t => $"{t.Outcome} {t.Action} {t.Subject} {t.People}"));
        Assert.All(told, t => Assert.True(t.Key is not null && t.Role is not null && t.Right is not null));
        Assert.DoesNotContain("quokka", JsonSerializer.Serialize(told), StringComparison.OrdinalIgnoreCase);
    }

    private static List<Guid> Ids(JsonElement page) => [.. page.GetProperty("items").EnumerateArray().Select(c => c.GetProperty("profile_id").GetGuid())];
}
