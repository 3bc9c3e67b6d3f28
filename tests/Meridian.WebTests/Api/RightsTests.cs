using System.Text.Json;
using Meridian.Foundation.Governance;
using Meridian.Web.Api;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Meridian.WebTests.Api;

/// <summary>F40: who may do what, endpoint by endpoint. The endpoints are those of the document that the server gives; what is expected of each stands in one table.</summary>
public sealed class RightsTests
{
    /// <summary>Who gets past the gate: a letter for each of viewer, operator, analyst, admin; capital where also with a limit to countries.</summary>
    private static readonly Dictionary<string, string> Expected = new(StringComparer.Ordinal)
    {
        ["GET /api/v1/status"] = "V O A D",
        ["GET /api/v1/customers"] = "V O A D",
        ["GET /api/v1/customers/count"] = "V O A D",
        ["POST /api/v1/customers/search"] = "V O A D",
        ["GET /api/v1/customers/{id}"] = "V O A D",
        ["PATCH /api/v1/customers/{id}"] = "O D",
        ["GET /api/v1/merges"] = "V O A D",
        ["GET /api/v1/merges/{first}/{second}"] = "V O A D",
        ["POST /api/v1/merges/{first}/{second}"] = "O D",
        ["GET /api/v1/customers/{id}/export"] = "D",
        ["POST /api/v1/customers/{id}/erase"] = "D",
        ["GET /api/v1/labels/matrix"] = "V O A D",
        ["GET /api/v1/labels/tags"] = "V O A D",
        ["GET /api/v1/areas"] = "V O A D",
        ["PUT /api/v1/areas/{key}"] = "a d",
        ["DELETE /api/v1/areas/{key}"] = "a d",
        ["GET /api/v1/rates"] = "V O A D",
        ["POST /api/v1/rates"] = "a d",
        ["GET /api/v1/packs"] = "V O A D",
        ["GET /api/v1/packs/{name}"] = "V O A D",
        ["POST /api/v1/packs/{name}/install"] = "a d",
        ["GET /api/v1/tags"] = "V O A D",
        ["POST /api/v1/tags"] = "a d",
        ["GET /api/v1/tags/{name}"] = "V O A D",
        ["DELETE /api/v1/tags/{name}"] = "a d",
        ["GET /api/v1/tags/{name}/versions"] = "V O A D",
        ["GET /api/v1/tags/{name}/preview"] = "a d",
        ["POST /api/v1/tags/{name}/publish"] = "a d",
        ["POST /api/v1/tags/{name}/retire"] = "a d",
        ["POST /api/v1/tags/{name}/customers"] = "o a d",
        ["GET /api/v1/tags/{name}/flow"] = "V O A D",
        ["GET /api/v1/tags/{name}/replay"] = "a d",
        ["GET /api/v1/tags/{name}/as-of"] = "V O A D",
        ["GET /api/v1/tags/{name}/conflicts"] = "V O A D",
        ["GET /api/v1/customers/{id}/tags"] = "V O A D",
        ["GET /api/v1/segments"] = "V O A D",
        ["POST /api/v1/segments"] = "a d",
        ["GET /api/v1/segments/{name}"] = "V O A D",
        ["DELETE /api/v1/segments/{name}"] = "a d",
        ["GET /api/v1/segments/{name}/count"] = "V O A D",
        ["GET /api/v1/segments/{name}/customers"] = "V O A D",
        ["GET /api/v1/segments/{name}/flow"] = "V O A D",
        ["POST /api/v1/segments/{name}/snapshots"] = "a d",
        ["GET /api/v1/segments/{name}/audience"] = "A D",
        ["GET /api/v1/segments/{name}/audience/file"] = "A D",
        ["GET /api/v1/segment-overlap"] = "V O A D",
        ["POST /api/v1/count"] = "V O A D",
        ["POST /api/v1/explain"] = "V O A D",
        ["GET /api/v1/exports/customers"] = "A D",
        ["GET /api/v1/changes"] = "V O A D",
        ["GET /api/v1/events"] = "V O A D",
        ["GET /api/v1/events/count"] = "V O A D",
        ["POST /api/v1/events/import"] = "o d",
        ["GET /api/v1/events/files"] = "V O A D",
        ["GET /api/v1/numbers/coverage"] = "V O A D",
        ["GET /api/v1/numbers/ranges/{name}"] = "V O A D",
        ["GET /api/v1/numbers/sample"] = "V O A D",
        ["GET /api/v1/numbers/recipes"] = "V O A D",
        ["POST /api/v1/numbers/screen"] = "o a d",
        ["POST /api/v1/numbers/dedupe"] = "O A D",
        ["POST /api/v1/numbers/compare"] = "O A D",
        ["GET /api/v1/events/rejected"] = "o d",
        ["GET /api/v1/dead-letters"] = "o d",
        ["POST /api/v1/dead-letters/retry"] = "o d",
        ["POST /api/v1/dead-letters/drop"] = "o d",
        ["GET /api/v1/imports"] = "V O A D",
        ["POST /api/v1/imports"] = "o d",
        ["POST /api/v1/imports/rehearse"] = "o d",
        ["GET /api/v1/imports/{id}"] = "V O A D",
        ["GET /api/v1/imports/{id}/rejected"] = "V O A D",
        ["POST /api/v1/imports/{id}/undo"] = "o d",
        ["POST /api/v1/consents"] = "o d",
        ["GET /api/v1/suppressions"] = "o d",
        ["POST /api/v1/suppressions"] = "o d",
        ["GET /api/v1/audit"] = "d",
        ["GET /api/v1/audit/verify"] = "d",
        ["GET /api/v1/sources"] = "v o a d",
        ["GET /api/v1/sources/{name}"] = "v o a d",
        ["PUT /api/v1/sources/{name}"] = "o d",
        ["GET /api/v1/erasures"] = "d",
        ["GET /api/v1/keys"] = "d",
        ["GET /api/v1/keys/{id}"] = "d",
        ["POST /api/v1/keys"] = "d",
        ["DELETE /api/v1/keys/{id}"] = "d",
    };

    private static readonly (string Role, char Letter)[] Readers = [(Roles.Viewer, 'v'), (Roles.Operator, 'o'), (Roles.Analyst, 'a'), (Roles.Admin, 'd')];

    [Theory, OnEngines]
    public async Task F40_every_role_gets_at_every_endpoint_what_the_table_says(Engine engine)
    {
        await using var server = await ApiServer.Start(engine);
        var endpoints = await Endpoints(server);
        Assert.Equal(Expected.Keys.Order(StringComparer.Ordinal), endpoints.Select(e => e.Name).Order(StringComparer.Ordinal));
        var cells = 0;
        foreach (var (name, method, path) in endpoints)
        {
            await Cell(null, 401, Problems.NoKey);
            await Cell("unknown", 401, Problems.NoKey);
            await Cell("revoked", 401, Problems.NoKey);
            await Cell(Roles.Ingest, 403, Problems.Forbidden);
            await Cell("local", null, null);
            foreach (var (role, letter) in Readers)
            {
                var (free, limited) = (Expected[name].Contains(letter, StringComparison.OrdinalIgnoreCase), Expected[name].Contains(char.ToUpperInvariant(letter), StringComparison.Ordinal));
                await Cell(role, free ? null : 403, free ? null : Problems.Forbidden);
                await Cell(role + " of IN", limited ? null : 403, limited ? null : free ? Problems.LimitedKey : Problems.Forbidden);
            }

            async Task Cell(string? who, int? status, ProblemKind? kind)
            {
                cells++;
                using var answer = await server.Send(who, method, path, method == HttpMethod.Post || method == HttpMethod.Put ? ApiServer.Json("{}") : null);
                var text = await answer.Content.ReadAsStringAsync();
                // Past the gate there is something wrong with these requests (nobody has this id, the body says nothing), or nothing is.
                Assert.True(status is null ? (int)answer.StatusCode is not (401 or 403) and < 500 : (int)answer.StatusCode == status, $"{name} as {who ?? "nobody"}: {(int)answer.StatusCode} {text}");
                if (kind is not null)
                    Assert.Equal(kind.Code, JsonElement.Parse(text).GetProperty("code").GetString());
                if (!answer.IsSuccessStatusCode && (int)answer.StatusCode != 304)
                    Assert.Equal(Problems.ContentType, answer.Content.Headers.ContentType?.MediaType);
            }
        }

        Assert.Equal(Expected.Count * 13, cells);
        // Each denial is told, and none of them holds what was sent.
        Assert.True(server.Told.Count(t => t.Outcome == Outcome.Denied) > Expected.Count * 4);
        Assert.All(server.Told.Where(t => t.Outcome == Outcome.Denied), t => Assert.NotNull(t.Code));
        Assert.Contains(server.Told, t => t is { Outcome: Outcome.Denied, Code: "forbidden", Role: Roles.Ingest, Right: Right.ManageKeys });
    }

    [Fact]
    public async Task The_document_names_the_right_that_each_endpoint_needs()
    {
        await using var server = await ApiServer.Start();
        var document = await server.Get(null, "/openapi/v1.json");
        Assert.StartsWith("3.1", document.GetProperty("openapi").GetString(), StringComparison.Ordinal);
        foreach (var path in document.GetProperty("paths").EnumerateObject())
        {
            foreach (var operation in path.Value.EnumerateObject().Where(o => o.Value.ValueKind == JsonValueKind.Object))
            {
                Assert.True(Enum.TryParse<Right>(operation.Value.GetProperty(ApiDocument.RightExtension).GetString(), out _), path.Name);
                Assert.NotEmpty(operation.Value.GetProperty("summary").GetString()!);
            }
        }
    }

    [Fact]
    public async Task An_endpoint_that_says_nothing_of_who_may_use_it_keeps_the_server_from_starting()
    {
        await using var app = WebApplication.CreateSlimBuilder().Build();
        app.MapGet("/healthz", () => "ok");
        app.MapGet("/api/v1/told", () => "ok").Needs(Right.ReadStatus);
        ((IEndpointRouteBuilder)app).InsistOnPolicies();
        app.MapGet("/api/v1/forgotten", () => "ok");
        var error = Assert.Throws<InvalidOperationException>(((IEndpointRouteBuilder)app).InsistOnPolicies);
        Assert.Contains("forgotten", error.Message, StringComparison.Ordinal);
    }

    private static async Task<List<(string Name, HttpMethod Method, string Path)>> Endpoints(ApiServer server)
    {
        var document = await server.Get(null, "/openapi/v1.json");
        return [.. document.GetProperty("paths").EnumerateObject().SelectMany(p => p.Value.EnumerateObject().Where(o => o.Value.ValueKind == JsonValueKind.Object).Select(o =>
            ($"{o.Name.ToUpperInvariant()} {p.Name}", new HttpMethod(o.Name.ToUpperInvariant()),
                p.Name.Replace("{id}", p.Name.Contains("customers", StringComparison.Ordinal) ? "00000000-0000-0000-0000-00000000000a" : "987654321", StringComparison.Ordinal).Replace("{name}", "nothing", StringComparison.Ordinal)
                    .Replace("{first}", "00000000-0000-0000-0000-00000000000a", StringComparison.Ordinal).Replace("{second}", "00000000-0000-0000-0000-00000000000b", StringComparison.Ordinal))))];
    }
}
