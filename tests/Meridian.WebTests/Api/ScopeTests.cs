using System.Text.Json;
using Meridian.Foundation.Governance;

namespace Meridian.WebTests.Api;

/// <summary>Somebody who may see only India sees only India: in lists, counts, searches, exports, imports and errors.</summary>
public sealed class ScopeTests
{
    private const string Header = "id,name,email,phone,country,whatsapp\n";

    /// <summary>Stands in everything of the customers whom a key of India may not see.</summary>
    private const string Hidden = "wombat7391";

    private static readonly string[] Limited = ["viewer of IN", "operator of IN", "analyst of IN", "admin of IN"];

    private sealed record World(ApiServer Server, long Import, Guid Indian, Guid American, Guid Unknown) : IAsyncDisposable
    {
        public ValueTask DisposeAsync() => Server.DisposeAsync();
    }

    private static async Task<World> Make(Engine engine = Engine.DuckDb)
    {
        var server = await ApiServer.Start(engine);
        var import = server.Import(Hidden, Header + $"1,Asha Rao,asha@example.in,,IN,+919876543210\n2,{Hidden} Smith,{Hidden}@example.com,,US,+12025550143\n3,{Hidden} Nobody,{Hidden}@example.org,,,\n");
        using (var event1 = await server.Send("admin", HttpMethod.Post, "/v1/batch", ApiServer.Json(
            $$"""{"batch":[{"type":"track","userId":"u1","event":"Order Completed","messageId":"m1","context":{"traits":{"email":"asha@example.in"} } },{"type":"identify","userId":"u1","messageId":"m0","traits":{"email":"asha@example.in"} },{"type":"identify","userId":"{{Hidden}}","messageId":"m2","traits":{"email":"{{Hidden}}@example.com"} },{"type":"track","userId":"{{Hidden}}","event":"{{Hidden}}","messageId":"{{Hidden}}3"},{"type":"{{Hidden}}"}]}""")))
            Assert.True(event1.IsSuccessStatusCode);
        for (var tries = 0; (await server.Get("admin", "/api/v1/status")).GetProperty("waiting").GetInt64() > 0; tries++)
        {
            Assert.True(tries < 400, "The events are not applied.");
            await Task.Delay(50);
        }

        return new World(server, import, server.Profile("asha@example.in"), server.Profile($"{Hidden}@example.com"), server.Profile($"{Hidden}@example.org"));
    }

    [Theory, OnEngines]
    public async Task F40_no_answer_to_a_limited_key_holds_anything_of_another_country(Engine engine)
    {
        await using var world = await Make(engine);
        var server = world.Server;
        foreach (var who in Limited)
        {
            foreach (var path in new[]
            {
                "/status", "/customers", "/customers/count", "/customers?country=US", "/customers/count?country=US", "/customers?country=unknown", $"/customers/{world.Indian}", $"/customers/{world.American}",
                $"/customers/{world.Unknown}", $"/customers/{world.American}/export", $"/customers/{world.Unknown}/export", "/labels/matrix", "/labels/tags", "/labels/tags?country=US", "/exports/customers",
                "/exports/customers?format=jsonl&country=US", "/events", "/events/count", $"/events?profile_id={world.American}", $"/events/count?name={Hidden}", "/events/rejected", "/changes", "/changes?tag=country", "/dead-letters", "/imports",
                $"/imports/{world.Import}", $"/imports/{world.Import}/rejected", "/sources", $"/sources/{Hidden}", "/erasures", "/keys",
            })
            {
                using var answer = await server.Send(who, HttpMethod.Get, "/api/v1" + path);
                var text = await answer.Content.ReadAsStringAsync();
                // The source's own name is in the lineage of the Indian customer, who is of the same file.
                text = text.Replace($"\"source\":\"{Hidden}\"", "", StringComparison.Ordinal).Replace($"\"file\":\"{Hidden}.csv\"", "", StringComparison.Ordinal)
                    .Replace($"{Hidden}:1", "", StringComparison.Ordinal);
                Assert.False(text.Contains(Hidden, StringComparison.OrdinalIgnoreCase), $"{path} as {who}: {text}");
                Assert.False(text.Contains(world.American.ToString(), StringComparison.Ordinal) || text.Contains(world.Unknown.ToString(), StringComparison.Ordinal), $"{path} as {who}: {text}");
                Assert.False(text.Contains("\"US\"", StringComparison.Ordinal), $"{path} as {who}: {text}");
            }

            foreach (var query in new[] { $"{Hidden}@example.com", "+12025550143", Hidden, "Smith", world.American.ToString(), world.American.ToString()[..8], "u%", "_" })
            {
                var found = await server.Ask(who, HttpMethod.Post, "/api/v1/customers/search", 200, new { query });
                Assert.True(found.GetProperty("items").GetArrayLength() == 0, $"{query} as {who}: {found}");
            }
        }
    }

    [Theory, OnEngines]
    public async Task F40_tags_and_segments_count_the_customers_of_the_key_s_countries_and_change_nothing(Engine engine)
    {
        await using var world = await Make(engine);
        var server = world.Server;
        await server.Ask("admin", HttpMethod.Post, "/api/v1/tags", 201, new { definition = new { key = "all", rule = "name is not missing" } });
        await server.Ask("admin", HttpMethod.Post, "/api/v1/tags/all/publish", 200, new { });
        await server.Ask("admin", HttpMethod.Post, "/api/v1/segments", 201, new { definition = new { key = "everybody", rule = "tag(\"all\")" } });
        await server.Ask("admin", HttpMethod.Post, "/api/v1/segments/everybody/snapshots", 201, new { });
        Assert.Equal(3, (await server.Get("admin", "/api/v1/segments/everybody/count")).GetProperty("customers").GetInt64());
        foreach (var who in Limited)
        {
            Assert.Equal(1, (await server.Get(who, "/api/v1/tags")).GetProperty("items")[0].GetProperty("customers").GetInt64());
            var tag = await server.Get(who, "/api/v1/tags/all");
            Assert.Equal(("1", "[{\"country\":\"IN\",\"customers\":1}]"), (tag.GetProperty("customers").GetRawText(), tag.GetProperty("countries").GetRawText()));
            Assert.Equal(1, (await server.Get(who, "/api/v1/tags/all/flow")).GetProperty("items")[0].GetProperty("entered").GetInt64());
            Assert.Equal(1, (await server.Get(who, "/api/v1/segments/everybody/count")).GetProperty("customers").GetInt64());
            Assert.Equal(1, (await server.Get(who, "/api/v1/segments/everybody")).GetProperty("customers").GetInt64());
            Assert.Equal(1, (await server.Get(who, "/api/v1/segments/everybody/customers")).GetProperty("items").GetArrayLength());
            Assert.Equal(1, (await server.Get(who, "/api/v1/segments/everybody/flow")).GetProperty("items")[0].GetProperty("customers").GetInt64());
            Assert.Equal(1, (await server.Ask(who, HttpMethod.Post, "/api/v1/count", 200, new { rule = "name is not missing" })).GetProperty("customers").GetInt64());
            await server.Ask(who, HttpMethod.Post, "/api/v1/explain", 404, new { customer = $"{Hidden}@example.com", tag = "all" });
            await server.Ask(who, HttpMethod.Post, "/api/v1/tags/all/customers", 403, new { action = "take", customers = new[] { "asha@example.in" } });
            await server.Ask(who, HttpMethod.Post, "/api/v1/tags", 403, new { definition = new { key = "mine", rule = "age > 3" } });
        }
    }

    [Theory, OnEngines]
    public async Task Counts_lists_and_files_of_a_limited_key_are_those_of_its_countries(Engine engine)
    {
        await using var world = await Make(engine);
        var server = world.Server;
        Assert.Equal(3, (await server.Get("admin", "/api/v1/customers/count")).GetProperty("customers").GetInt64());
        Assert.Equal(2, (await server.Get("admin", "/api/v1/events/count")).GetProperty("events").GetInt64());
        Assert.Equal(5, (await server.Get("admin", "/api/v1/status")).GetProperty("received").GetInt64());
        foreach (var who in Limited)
        {
            Assert.Equal(1, (await server.Get(who, "/api/v1/customers/count")).GetProperty("customers").GetInt64());
            Assert.Equal(0, (await server.Get(who, "/api/v1/customers/count?country=US")).GetProperty("customers").GetInt64());
            Assert.Equal(0, (await server.Get(who, "/api/v1/customers/count?country=unknown")).GetProperty("customers").GetInt64());
            Assert.Equal([world.Indian], (await server.Get(who, "/api/v1/customers")).GetProperty("items").EnumerateArray().Select(c => c.GetProperty("profile_id").GetGuid()));
            Assert.Equal(1, (await server.Get(who, "/api/v1/events/count")).GetProperty("events").GetInt64());
            Assert.Equal(["IN"], (await server.Get(who, "/api/v1/labels/matrix")).GetProperty("items").EnumerateArray().Select(c => c.GetProperty("country").GetString()));
            var status = await server.Get(who, "/api/v1/status");
            Assert.Equal((1, 1), (status.GetProperty("customers").GetInt64(), status.GetProperty("events").GetInt64()));
            Assert.Equal(JsonValueKind.Null, status.GetProperty("received").ValueKind);
            Assert.Equal(0, (await server.Get(who, "/api/v1/imports")).GetProperty("items").GetArrayLength());
            await server.Get(who, $"/api/v1/imports/{world.Import}", 404);
        }

        using var file = await server.Send("analyst of IN", HttpMethod.Get, "/api/v1/exports/customers");
        Assert.Equal(2, (await file.Content.ReadAsStringAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        using var figures = await server.Send("admin of IN", HttpMethod.Get, "/status");
        Assert.Equal(401, (int)figures.StatusCode);
    }

    [Theory, OnEngines]
    public async Task F40_what_is_out_of_scope_and_what_is_not_there_are_one_answer_and_neither_can_be_changed(Engine engine)
    {
        await using var world = await Make(engine);
        var server = world.Server;
        var nobody = Guid.Parse("5f0f3a52-0000-4000-8000-00000000beef");
        foreach (var action in new[] { "", "/export" })
        {
            var absent = await server.Get("admin of IN", $"/api/v1/customers/{nobody}{action}", 404);
            foreach (var hidden in new[] { world.American, world.Unknown })
                Assert.Equal(absent.GetRawText(), (await server.Get("admin of IN", $"/api/v1/customers/{hidden}{action}", 404)).GetRawText());
        }

        foreach (var id in new[] { world.American, world.Unknown, nobody })
            await server.Ask("admin of IN", HttpMethod.Post, $"/api/v1/customers/{id}/erase", 404, new { reason = "a try" });
        await server.Ask("operator of IN", HttpMethod.Post, $"/api/v1/imports/{world.Import}/undo", 403, "{}");
        await server.Ask("admin of IN", HttpMethod.Post, $"/api/v1/imports/{world.Import}/undo", 403, "{}");
        await server.Ask("admin of IN", HttpMethod.Post, "/api/v1/keys", 403, new { role = "admin" });
        Assert.Equal(3, (await server.Get("admin", "/api/v1/customers/count")).GetProperty("customers").GetInt64());
        Assert.True(server.Told.Count(t => t is { Outcome: Outcome.Denied, Code: "not_found", Key: not null }) >= 9);

        await server.Ask("admin of IN", HttpMethod.Post, $"/api/v1/customers/{world.Indian}/erase", 200, new { reason = "request of 12 May" });
        Assert.Equal(2, (await server.Get("admin", "/api/v1/customers/count")).GetProperty("customers").GetInt64());
    }

    [Fact]
    public async Task F40_ten_thousand_made_up_ids_find_nothing()
    {
        await using var world = await Make();
        var (server, random) = (world.Server, new Random(7391));
        var hidden = new[] { world.American.ToByteArray(), world.Unknown.ToByteArray() };
        var paths = new List<string>();
        for (var i = 0; i < 10_000; i++)
        {
            var bytes = hidden[i % 2].ToArray();
            // The hidden ids themselves, their neighbours by a bit, and others.
            if (i % 5 == 1)
                bytes[random.Next(16)] ^= (byte)(1 << random.Next(8));
            else if (i % 5 > 1)
                random.NextBytes(bytes);
            var id = new Guid(bytes);
            paths.Add((i % 7) switch
            {
                0 => $"/customers/{id}/export?x=",
                1 => $"/events?profile_id={id}",
                2 => $"/imports/{random.NextInt64(-5, 40)}",
                3 => $"/customers/{id:N}",
                4 => $"/customers/{Uri.EscapeDataString(Text(random))}",
                5 => $"/imports/{Uri.EscapeDataString(Text(random))}/rejected",
                _ => $"/customers/{id}",
            });
        }

        var bad = new System.Collections.Concurrent.ConcurrentQueue<string>();
        await Parallel.ForEachAsync(paths, new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (path, _) =>
        {
            using var answer = await server.Send("viewer of IN", HttpMethod.Get, "/api/v1" + path);
            var text = await answer.Content.ReadAsStringAsync(CancellationToken.None);
            var empty = path.StartsWith("/events", StringComparison.Ordinal) && (int)answer.StatusCode == 200 && JsonElement.Parse(text).GetProperty("items").GetArrayLength() == 0;
            if (!empty && (int)answer.StatusCode is not (400 or 403 or 404))
                bad.Enqueue($"{path}: {(int)answer.StatusCode} {text}");
        });
        Assert.Empty(bad.Take(5));
    }

    private static string Text(Random random) => random.Next(6) switch
    {
        0 => "' or 1=1 --",
        1 => "../../keys",
        2 => "%00",
        3 => new string('9', random.Next(1, 60)),
        4 => "\u202e" + random.Next(),
        _ => "null",
    };

    [Fact]
    public async Task F40_who_sees_some_countries_brings_no_file_in_because_a_row_could_bring_others_into_sight()
    {
        await using var world = await Make();
        var server = world.Server;
        // The phone or e-mail of a customer in another country, with a country of one's own: their records would join.
        var csv = Header + $"8,Somebody,{Hidden}@example.com,,IN,\n";
        foreach (var address in new[] { "/api/v1/imports", "/api/v1/imports/rehearse" })
        {
            using var form = ApiServer.Form("mine.csv", csv, ("source", "mine"));
            Assert.Equal("limited_key", (await server.Ask("operator of IN", HttpMethod.Post, address, 403, form)).GetProperty("code").GetString());
        }

        await server.Ask("operator of IN", HttpMethod.Post, "/api/v1/consents", 403, new { identifier = $"{Hidden}@example.com", channel = "email", state = "granted" });
        Assert.Equal(0, (await server.Get("operator of IN", "/api/v1/imports")).GetProperty("items").GetArrayLength());
        Assert.Equal(1, (await server.Get("operator", "/api/v1/imports")).GetProperty("items").GetArrayLength());
        Assert.Equal(1, (await server.Get("operator of IN", "/api/v1/customers/count")).GetProperty("customers").GetInt64());
    }
}
