using System.Net.Http.Headers;
using System.Text.Json;
using Meridian.WebTests.Running;

namespace Meridian.WebTests.Api;

/// <summary>What is asked of a server stands in its audit: what was read, what was changed and by which key, and what was denied.</summary>
public sealed class AuditOfAccessTests
{
    [Fact]
    public async Task Reads_changes_and_denials_are_in_the_audit_and_it_can_be_verified()
    {
        await using var server = await ServerProcess.Start();
        using var http = new HttpClient { BaseAddress = new Uri(server.Url) };
        Assert.Equal(401, await Ask("no-key-that-anybody-has", HttpMethod.Get, "/api/v1/customers"));
        Assert.Equal(200, await Ask(ServerProcess.AdminKey, HttpMethod.Post, "/api/v1/consents", """{"identifier":"ana@example.com","channel":"email","purpose":"marketing","state":"withdrawn"}"""));
        Assert.Equal(404, await Ask(ServerProcess.AdminKey, HttpMethod.Get, $"/api/v1/customers/{Guid.Empty}/export"));
        Assert.Equal(200, await Ask(ServerProcess.AdminKey, HttpMethod.Post, "/v1/identify", """{"userId":"u1","traits":{"email":"eve@example.com"}}"""));
        await server.Counts();
        var eve = JsonElement.Parse((await server.Run("customers", "show", "eve@example.com", "--json"))[0]).GetProperty("profile_id").GetString();
        Assert.Equal(200, await Ask(ServerProcess.AdminKey, HttpMethod.Post, $"/api/v1/customers/{eve}/erase", """{"reason":"request of 12 May"}"""));
        // Stopped, it writes what it has heard; the next command applies it.
        await server.Stop();
        var rows = (await server.Run("audit", "list", "--json")).Select(l => JsonElement.Parse(l)).ToList();
        var text = string.Join('\n', rows.Select(r => r.GetRawText()));
        Assert.Contains("GET /api/v1/customers", text, StringComparison.Ordinal);
        Assert.Contains("stranger", text, StringComparison.Ordinal);
        Assert.Contains("consent", text, StringComparison.Ordinal);
        // What the key did bears its name, in the log too.
        Assert.Contains(rows, r => Text(r, "action") == "customer.erase" && Text(r, "actor")!.StartsWith("given-", StringComparison.Ordinal));
        Assert.Contains(rows, r => Text(r, "action") == "consents.add" && Text(r, "actor")!.StartsWith("given-", StringComparison.Ordinal));
        Assert.DoesNotContain("ana@example.com", text, StringComparison.Ordinal);
        Assert.DoesNotContain("no-key-that-anybody-has", text, StringComparison.Ordinal);
        await server.Run("audit", "verify");

        static string? Text(JsonElement row, string name) => row.GetProperty(name).GetString();

        async Task<int> Ask(string key, HttpMethod method, string path, string? body = null)
        {
            using var request = new HttpRequestMessage(method, path);
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
            if (body is not null)
                request.Content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
            using var answer = await http.SendAsync(request);
            return (int)answer.StatusCode;
        }
    }
}
