using System.Text.Json;
using System.Text.RegularExpressions;
using Meridian.Foundation.Governance;
using NodaTime;
using NodaTime.Testing;

namespace Meridian.WebTests.Api;

/// <summary>
/// One story told to a server over each engine: the same requests in the same order give the same answers, byte by byte but for what is random (keys, and what is made with them: cursors, hashes
/// of the audit). The story calls every endpoint of the document.
/// </summary>
public sealed partial class EngineContractTests
{
    private const string Csv = """
        id,name,email,phone,country,whatsapp,last seen,plan,birth date
        1,Asha Rao,asha@example.in,,IN,+919876543210,2026-11-20,gold,1990-02-03
        2,John Smith,john@example.com,+12025550143,US,,,silver,
        3,José Díaz,jose@example.mx,,MX,+525512345678,2026-11-01,,1985-12-31
        4,王小明,wang@example.cn,+8613912345678,CN,,2026-10-01,gold,
        5,Ångström Özil,,+905321234567,TR,,2026-06-01,,
        ,,no mail,,US,,,,
        6,Nobody,nobody@example.org,,,,,,
        """;

    private const string Second = "id,name,email,country\n9,Asha R.,asha@example.in,IN\n10,john SMITH,JOHN@example.com,US\n11,Zoë,zoe@example.de,DE\n";

    private const string Batch = """
        {"batch":[
        {"type":"identify","userId":"u1","messageId":"m1","timestamp":"2026-11-24T08:00:00Z","traits":{"email":"asha@example.in","plan":"platinum"}},
        {"type":"track","userId":"u1","messageId":"m2","timestamp":"2026-11-24T09:00:00.123456Z","event":"Order Completed","properties":{"total":12.5,"currency":"INR","order_id":"o1","items":[1,"zwei",null]}},
        {"type":"track","userId":"u1","messageId":"m3","timestamp":"2026-11-24T09:00:00.123456Z","event":"Product Viewed","properties":{"price":0.1}},
        {"type":"track","anonymousId":"a1","messageId":"m4","timestamp":"2026-11-23T09:00:00Z","event":"Product Viewed","properties":{}},
        {"type":"track","userId":"u2","messageId":"m5","timestamp":"2026-11-25T09:00:00Z","event":"Order Completed","properties":{"total":"7"},"context":{"traits":{"email":"john@example.com"}}},
        {"type":"track","userId":"u1","messageId":"m2","timestamp":"2026-11-24T09:00:00.123456Z","event":"Order Completed","properties":{"total":12.5,"currency":"INR","order_id":"o1","items":[1,"zwei",null]}},
        {"type":"track","userId":"u1","messageId":"m2","event":"Another with this id"},
        {"type":"track","messageId":"m6","event":"Of nobody"},
        {"type":"track","userId":"u3","messageId":"bad1","event":"Product Viewed"},
        {"type":"track","userId":"u3","messageId":"bad2","event":"Product Viewed"},
        {"type":"no such type","messageId":"m7"}]}
        """;

    [Fact]
    public async Task Every_endpoint_answers_the_same_on_both_engines()
    {
        Assert.SkipWhen(PostgresServer.Missing is not null, PostgresServer.Missing ?? "");
        var (duckDb, postgres) = (await Tell(Engine.DuckDb), await Tell(Engine.Postgres));
        Assert.Equal(duckDb.Answers.Count, postgres.Answers.Count);
        Assert.All(duckDb.Answers.Zip(postgres.Answers), pair => Assert.Equal(pair.First, pair.Second));
        Assert.Equal(duckDb.Documented, duckDb.Called.Order(StringComparer.Ordinal));
        Assert.True(duckDb.Answers.Count > 60);
    }

    private static async Task<Story> Tell(Engine engine)
    {
        var clock = new FakeClock(Instant.FromUtc(2026, 11, 26, 10, 30));
        await using var server = await ApiServer.Start(engine, clock: clock);
        server.Store.Pipeline.InspectMessage = m =>
        {
            if (m.MessageId.StartsWith("bad", StringComparison.Ordinal))
                throw new InvalidOperationException("this one fails");
        };
        var story = new Story(server);
        await story.Run();
        return story;
    }

    private sealed partial class Story(ApiServer server)
    {
        private readonly List<(string Random, string Known)> _random = [];

        /// <summary>What was asked, and the status, the headers that matter and the body of what came.</summary>
        public List<string> Answers { get; } = [];

        /// <summary>"GET /api/v1/customers/{id}" of each answer that was no refusal.</summary>
        public HashSet<string> Called { get; } = new(StringComparer.Ordinal);

        public IEnumerable<string> Documented { get; private set; } = [];

        public async Task Run()
        {
            var document = await server.Get(null, "/openapi/v1.json");
            Documented = [.. document.GetProperty("paths").EnumerateObject().SelectMany(p => p.Value.EnumerateObject().Where(o => o.Value.ValueKind == JsonValueKind.Object)
                .Select(o => $"{o.Name.ToUpperInvariant()} {p.Name}")).Order(StringComparer.Ordinal)];
            foreach (var (who, key) in server.Keys)
                _random.Add((ApiKeys.IdOf(key), $"<key {who}>"));
            await Empty();
            var imports = await Imports();
            var people = await Events();
            await Tags(people);
            await Read(people, imports);
            await Change(people, imports);
            await Read(people, imports);
        }

        private async Task Empty()
        {
            foreach (var path in new[] { "/status", "/customers", "/customers/count", "/labels/matrix", "/labels/tags", "/events", "/events/count", "/changes", "/imports", "/sources", "/erasures", "/suppressions", "/audit/verify" })
                await Ask("GET", path);
        }

        private async Task<List<long>> Imports()
        {
            await Ask("POST", "/imports/rehearse", content: () => ApiServer.Form("crm.csv", Csv, ("source", "crm")));
            var first = await Ask("POST", "/imports", content: () => ApiServer.Form("crm.csv", Csv, ("source", "crm")), headers: ("Idempotency-Key", "crm-1"));
            await server.Applied(first.Location!);
            await Ask("POST", "/imports/rehearse?source=erp&file_name=erp.csv&country=DE", "/imports/rehearse", () => new StringContent(Second, System.Text.Encoding.UTF8, "text/csv"));
            var second = await Ask("POST", "/imports?source=erp&file_name=erp.csv&country=DE", "/imports", () => new StringContent(Second, System.Text.Encoding.UTF8, "text/csv"));
            await server.Applied(second.Location!);
            await Ask("POST", "/imports", content: () => ApiServer.Form("crm.csv", Csv, ("source", "crm")), headers: ("Idempotency-Key", "crm-1"));
            return [.. new[] { first, second }.Select(a => long.Parse(a.Location!.Split('/')[^1], System.Globalization.CultureInfo.InvariantCulture))];
        }

        private async Task<List<Guid>> Events()
        {
            using (var taken = await server.Send("admin", HttpMethod.Post, "/v1/batch", ApiServer.Json(Batch)))
                Assert.True(taken.IsSuccessStatusCode);
            for (var tries = 0; (await server.Get("admin", "/api/v1/status")).GetProperty("waiting").GetInt64() > 0; tries++)
            {
                Assert.True(tries < 400, "The events are not applied.");
                await Task.Delay(25);
            }

            return [server.Profile("asha@example.in"), server.Profile("john@example.com"), server.Profile("zoe@example.de")];
        }

        private async Task Tags(List<Guid> people)
        {
            async Task Post(string path, object body, string? template = null) => await Ask("POST", path, template, () => ApiServer.Json(body));
            await Post("/tags", new { definition = new { key = "loyal", kind = "behaviour", names = new { en = "Loyal" }, rule = "count(\"Order Completed\") >= 1" }, reason = "spring" });
            await Post("/tags", new { definition = new { key = "tier", values = new[] { new { value = "gold", rule = "plan = \"gold\"" }, new { value = "other", rule = "true" } } } });
            await Post("/tags", new { definition = new { key = "vip", origin = "manual" } });
            await Post("/tags", new { definition = new { key = "broken", rule = "cuontry = 3 and (" } });
            await Post("/tags", new { definition = new { key = "round", rule = "tag(\"round\")" } });
            await Ask("GET", "/tags/loyal/preview", "/tags/{name}/preview");
            await Post("/packs/region/install", new { }, "/packs/{name}/install");
            foreach (var key in new[] { "loyal", "tier", "vip" })
                await Post($"/tags/{key}/publish", new { }, "/tags/{name}/publish");
            await Post("/tags/vip/customers", new { action = "give", customers = new[] { "asha@example.in", "+1 202 555 0143", "crm:3", "who@example.net", people[2].ToString() }, until = "2027-01-01", reason = "fair" }, "/tags/{name}/customers");
            await Post("/tags/loyal/customers", new { action = "take", customers = new[] { "john@example.com" } }, "/tags/{name}/customers");
            await Post("/segments", new { definition = new { key = "mobile", rule = "platform(\"whatsapp\")" } });
            await Post("/segments", new { definition = new { key = "golden", rule = "tag(\"tier\") = \"gold\" or tag(\"vip\")" } });
            await Post("/segments", new { definition = new { key = "idle", rule = "segment(\"mobile\") and days_since(last(\"Order Completed\")) > 1" } });
            await Post("/segments/golden/snapshots", new { }, "/segments/{name}/snapshots");
            await Post("/tags/vip/customers", new { action = "release", segment = "mobile" }, "/tags/{name}/customers");
            await Post("/segments/golden/snapshots", new { }, "/segments/{name}/snapshots");
            foreach (var who in new[] { "admin", "viewer of IN" })
            {
                foreach (var path in new[] { "/packs", "/tags", "/tags?language=zh-Hans&built_in=true", "/segments", "/segment-overlap?segments=mobile,golden" })
                    await Ask("GET", path, who: who);
                foreach (var path in new[] { "", "/versions", "/flow", "/flow?from=2026-11-01&to=2026-11-30", "/replay?from=2026-11-24&to=2026-11-26", "/as-of?at=2026-11-27", "/conflicts" })
                    await Ask("GET", $"/tags/loyal{path}", $"/tags/{{name}}{path.Split('?')[0]}", who: who);
                foreach (var path in new[] { "", "/count", "/count?as_of=2026-11-25", "/customers", "/flow" })
                    await Ask("GET", $"/segments/golden{path}", $"/segments/{{name}}{path.Split('?')[0]}", who: who);
                // Who may not take customers out is told so; the admin gets both.
                await Ask("GET", "/segments/golden/audience?purpose=marketing", "/segments/{name}/audience", who: who);
                foreach (var format in new[] { "google", "meta", "fax" })
                    await Ask("GET", $"/segments/golden/audience/file?purpose=marketing&format={format}", "/segments/{name}/audience/file", who: who);
                await Ask("GET", "/packs/value", "/packs/{name}", who: who);
                await Ask("GET", $"/customers/{people[0]}/tags", "/customers/{id}/tags", who: who);
                await Ask("GET", "/exports/customers?segment=golden", who: who);
                await Ask("POST", "/count", content: () => ApiServer.Json(new { rule = "country in (\"IN\", \"US\") and not tag(\"vip\")" }), who: who);
                await Ask("POST", "/count", content: () => ApiServer.Json(new { rule = "age > 30", as_of = "2026-11-26T10:00:00Z" }), who: who);
                await Ask("POST", "/explain", content: () => ApiServer.Json(new { customer = "asha@example.in", tag = "loyal" }), who: who);
                await Ask("POST", "/explain", content: () => ApiServer.Json(new { customer = "john@example.com", rule = "sum(\"Order Completed\".total) > 5 and country = \"US\"" }), who: who);
            }

            foreach (var countries in new[] { new[] { "AE", "Saudi Arabia", "IN" }, ["Atlantis"] })
                await Ask("PUT", "/areas/our_gulf", "/areas/{key}", () => ApiServer.Json(new { names = new { en = "Our Gulf" }, countries }));
            foreach (var path in new[] { "/areas", "/customers/count?area=Our%20Gulf" })
                await Ask("GET", path);
            await Ask("POST", "/count", content: () => ApiServer.Json(new { rule = "area = \"our_gulf\"" }));
            await Ask("DELETE", "/areas/our_gulf", "/areas/{key}");
            foreach (var per in new[] { "EUR", "USD", "Taler" })
                await Ask("POST", "/rates", content: () => ApiServer.Json(new { @base = per, rates = new[] { new { day = "2026-11-01", currency = "USD", rate = 1.1 }, new { day = "2026-11-01", currency = "INR", rate = 95.5 } } }));
            await Ask("GET", "/rates");
            await Ask("POST", "/count", content: () => ApiServer.Json(new { rule = "sum(\"Order Completed\".total, currency: \"USD\") > 5" }));
            await Ask("DELETE", "/segments/mobile", "/segments/{name}");
            await Ask("DELETE", "/segments/idle", "/segments/{name}");
            await Post("/tags/tier/retire", new { }, "/tags/{name}/retire");
            await Post("/tags/loyal/retire", new { reason = "summer" }, "/tags/{name}/retire");
            await Ask("DELETE", "/tags/loyal", "/tags/{name}");
        }

        private async Task Read(List<Guid> people, List<long> imports)
        {
            foreach (var path in new[]
            {
                "/status", "/customers", "/customers?limit=2", "/customers?country=IN&platform=whatsapp", "/customers?country=unknown", "/customers/count", "/customers/count?area=LATAM", "/customers/count?activity=medium",
                "/labels/matrix", "/labels/matrix?area=Middle%20East", "/labels/tags", "/labels/tags?country=US", "/events", "/events?limit=2", $"/events?profile_id={people[0]}", "/events?name=Order%20Completed", "/events/count",
                "/events/count?name=Product%20Viewed", "/events/rejected", "/events/files", "/changes?limit=1000", "/changes?tag=vip", "/dead-letters", "/imports", "/imports?limit=1", "/exports/customers", "/exports/customers?format=jsonl", "/sources", "/erasures", "/suppressions", "/keys",
                "/audit?limit=200", "/audit/verify",
            })
                await Ask("GET", path);
            foreach (var id in people)
            {
                await Ask("GET", $"/customers/{id}", "/customers/{id}");
                await Ask("GET", $"/customers/{id}/export", "/customers/{id}/export");
            }

            foreach (var id in imports)
            {
                await Ask("GET", $"/imports/{id}", "/imports/{id}");
                await Ask("GET", $"/imports/{id}/rejected", "/imports/{id}/rejected");
            }

            await Ask("GET", "/sources/crm", "/sources/{name}");
            foreach (var query in new[] { "+91 98765 43210", "asha", "ÖZIL", "ångSTRÖM", "王小明", "nobody@example.org", "%", people[1].ToString() })
                await Ask("POST", "/customers/search", content: () => ApiServer.Json(new { query }));
            foreach (var who in new[] { "viewer of IN", "admin of IN", "ingest" })
            {
                foreach (var path in new[] { "/customers", "/labels/matrix", "/labels/tags", "/events", "/changes", "/status", $"/customers/{people[1]}" })
                    await Ask("GET", path, who: who);
            }

            // What follows a page, by the cursor that this server gave.
            foreach (var path in new[] { "/customers?limit=3", "/events?limit=3", "/changes?limit=3", "/imports?limit=1" })
            {
                var next = JsonElement.Parse((await Ask("GET", path)).Text).GetProperty("next").GetString()!;
                await Ask("GET", $"{path}&cursor={next}");
            }
        }

        private async Task Change(List<Guid> people, List<long> imports)
        {
            await Ask("POST", "/consents", content: () => ApiServer.Json("""
                [{"identifier":"asha@example.in","channel":"email","purpose":"marketing","state":"granted","source":"desk"},{"identifier":"john@example.com","channel":"email","state":"withdrawn","own":true},{"identifier":"no identifier","channel":"email","state":"granted"}]
                """), headers: ("Idempotency-Key", "c-1"));
            await Ask("POST", "/suppressions", content: () => ApiServer.Json(new { action = "suppress", identifiers = new[] { "nobody@example.com", "john@example.com", "?" }, channel = "email", reason = "bounced" }));
            await Ask("GET", "/suppressions");
            await Ask("POST", "/suppressions", content: () => ApiServer.Json(new { action = "unsuppress", identifiers = new[] { "nobody@example.com", "somebody@example.com" } }));
            foreach (var traits in new object[]
            {
                new { city = "Pune", birth_date = "3 May 1991", plan = (string?)null, name = "Asha Devi Rao" }, new { country = "Nepal", plan = "diamond", shoe_size = 39 }, new { country = (string?)null, city = "" },
                new { citty = "Rome", age = 400 },
            })
                await Ask("PATCH", $"/customers/{people[0]}", "/customers/{id}", () => ApiServer.Json(new { traits, reason = "she wrote", new_traits = traits.GetType().GetProperty("shoe_size") is not null }));
            server.Import("doubt", "id,name,email,birth_date\n1,Kim Lee,kim@example.com,1990-01-02\n2,Kim Lee,kim@example.com,1991-03-04\n");
            var pair = $"/merges/{server.Profile("doubt:1")}/{server.Profile("doubt:2")}";
            await Ask("GET", "/merges");
            await Ask("GET", pair, "/merges/{first}/{second}");
            foreach (var verdict in new[] { "one", "perhaps", "two" })
                await Ask("POST", pair, "/merges/{first}/{second}", () => ApiServer.Json(new { verdict }));
            await Ask("GET", $"/merges/{people[0]}/{people[1]}", "/merges/{first}/{second}");
            await Numbers();
            var dead = (await server.Get("admin", "/api/v1/dead-letters")).GetProperty("items").EnumerateArray().Select(d => $"{d.GetProperty("entry")}:{d.GetProperty("row")}").Order(StringComparer.Ordinal).ToList();
            Assert.Equal(2, dead.Count);
            await Ask("POST", "/dead-letters/drop", content: () => ApiServer.Json(new { which = new[] { dead[0] } }));
            server.Store.Pipeline.InspectMessage = null;
            await Ask("POST", "/dead-letters/retry", content: () => ApiServer.Json(new { which = new[] { "all" } }));
            foreach (var said in new object[] { new { trust = 80 }, new { mapping = new { columns = new { tier = "ignore" } }, event_mapping = new { } }, new { trust = 200 } })
                await Ask("PUT", "/sources/erp", "/sources/{name}", () => ApiServer.Json(said));
            await Ask("PUT", "/sources/erq", "/sources/{name}", () => ApiServer.Json(new { trust = 1 }));
            var made = await Ask("POST", "/keys", content: () => ApiServer.Json(new { role = "viewer", countries = new[] { "IN", "US" } }));
            var id = made.Body.GetProperty("id").GetString()!;
            await Ask("GET", $"/keys/{id}", "/keys/{id}");
            await Ask("DELETE", $"/keys/{id}", "/keys/{id}");
            await Ask("GET", $"/keys/{id}", "/keys/{id}");
            await Ask("POST", $"/imports/{imports[0]}/undo", "/imports/{id}/undo");
            await Ask("POST", $"/imports/{imports[0]}/undo", "/imports/{id}/undo");
            // Twice, and one whose records are another profile's since the undo.
            foreach (var person in new[] { people[2], people[2], people[1] })
                await Ask("POST", $"/customers/{person}/erase", "/customers/{id}/erase", () => ApiServer.Json(new { reason = "request of 12 May" }));
        }

        private async Task Numbers()
        {
            await Ask("POST", "/events/import", content: () => ApiServer.Form("orders.csv", "order id,customer email,order date,total,currency\n1001,asha@example.in,2026-11-01,12.50,EUR\n1002,,2026-11-02,7,EUR\n", ("source", "shop")));
            await Ask("POST", "/events/import", content: () => ApiServer.Form("nothing.csv", "colour\nred\n", ("source", "shop")));
            foreach (var path in new[] { "/numbers/coverage", "/numbers/sample?country=IN&count=3", "/numbers/recipes" })
                await Ask("GET", path);
            await Ask("GET", "/numbers/ranges/IN", "/numbers/ranges/{name}");
            const string List = "phone\n+91 98765 43210\n9876543210\n+1 202 555 0143\nword\n";
            await Ask("POST", "/numbers/screen", content: () => ApiServer.Form("list.csv", List, ("country", "IN"), ("recipe", "fine-screening"), ("facts", "true")));
            await Ask("POST", "/numbers/dedupe", content: () => ApiServer.Form("list.csv", List, ("country", "IN")));
            await Ask("POST", "/numbers/compare", content: () =>
            {
                var form = ApiServer.Form("a.csv", List);
                form.Add(new ByteArrayContent("phone\n+12025550143\n"u8.ToArray()), "file", "b.csv");
                return form;
            });
        }

        /// <param name="template">The address in the document; the path without its parameters where that is the same.</param>
        private async Task<Answer> Ask(string method, string path, string? template = null, Func<HttpContent>? content = null, string who = "admin", params (string Name, string Value)[] headers)
        {
            using var body = content?.Invoke();
            using var answer = await server.Send(who, new HttpMethod(method), "/api/v1" + path, body, headers);
            var text = await answer.Content.ReadAsStringAsync();
            Assert.True((int)answer.StatusCode < 500, $"{method} {path}: {(int)answer.StatusCode} {text}");
            if ((int)answer.StatusCode < 300)
                Called.Add($"{method} /api/v1{template ?? path.Split('?')[0]}");
            var location = answer.Headers.Location?.ToString();
            if (method == "POST" && path == "/keys")
                _random.AddRange([(JsonElement.Parse(text).GetProperty("key").GetString()!, "<new key>"), (JsonElement.Parse(text).GetProperty("id").GetString()!, "<new key's id>")]);
            // Keys of one moment are listed by their random ids.
            if (path == "/keys" && method == "GET")
                text = string.Join('\n', JsonElement.Parse(text).GetProperty("items").EnumerateArray().Select(k => Known(k.GetRawText())).Order(StringComparer.Ordinal));
            Answers.Add($"{method} {Known(path)} as {who}: {(int)answer.StatusCode} {answer.Content.Headers.ContentType} {Known(location ?? "")}\n{Known(text)}");
            return new Answer(text, location);
        }

        /// <summary>The text without what is random, or of this process.</summary>
        private string Known(string text)
        {
            foreach (var (random, known) in _random)
                text = text.Replace(random, known, StringComparison.Ordinal);
            text = text.Replace(server.Folder.Root, "<data>", StringComparison.Ordinal).Replace(server.Url, "<url>", StringComparison.Ordinal);
            return Seconds().Replace(Hash().Replace(Cursor().Replace(text, "<cursor>"), "<hash>"), "1");
        }

        [GeneratedRegex("""(?<="next":"|cursor=)[A-Za-z0-9_-]+""", RegexOptions.None, 1000)]
        private static partial Regex Cursor();

        [GeneratedRegex("""(?<="(?:milli)?seconds":)[0-9.]+""", RegexOptions.None, 1000)]
        private static partial Regex Seconds();

        [GeneratedRegex("[0-9a-f]{64}", RegexOptions.None, 1000)]
        private static partial Regex Hash();
    }

    private sealed record Answer(string Text, string? Location)
    {
        public JsonElement Body => JsonElement.Parse(Text);
    }
}
