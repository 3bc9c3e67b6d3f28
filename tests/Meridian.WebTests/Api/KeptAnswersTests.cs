using System.Text;
using Meridian.Foundation.Governance;
using Meridian.Web;
using Meridian.Web.Api;
using Microsoft.AspNetCore.Http;
using NodaTime;
using NodaTime.Testing;

namespace Meridian.WebTests.Api;

/// <summary>Answers to requests with an Idempotency-Key outlive the server, for their time and for who asked alone.</summary>
public sealed class KeptAnswersTests
{
    private static readonly Repeatable Day = new(TimeSpan.FromHours(24));

    [Fact]
    public async Task A_restart_keeps_answers_for_their_time_sealed_for_who_asked()
    {
        var clock = new FakeClock(Instant.FromUtc(2026, 11, 26, 10, 30));
        await using var server = await ApiServer.Start(clock: clock);
        var done = 0;
        Assert.Equal("secret 1", await Ask(new IdempotencyBook(clock, server.Store), "k-1", "a"));
        var path = server.Folder.Answers;
        Assert.DoesNotContain("secret", await File.ReadAllTextAsync(path), StringComparison.Ordinal);
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));

        // A server that was killed while it wrote left half of a line.
        await File.AppendAllTextAsync(path, "{\"Name\":\"cut o");
        Assert.Equal("secret 1", await Ask(new IdempotencyBook(clock, server.Store), "k-1", "a"));
        Assert.Equal("secret 2", await Ask(new IdempotencyBook(clock, server.Store), "k-2", "a"));
        Assert.Equal("secret 2", await Ask(new IdempotencyBook(clock, server.Store), "k-2", "a"));
        await Assert.ThrowsAsync<ProblemException>(() => Ask(new IdempotencyBook(clock, server.Store), "k-2", "a", "another body"));
        // Somebody else's request of that name is another.
        Assert.Equal("secret 3", await Ask(new IdempotencyBook(clock, server.Store), "k-1", "b"));
        clock.Advance(Duration.FromHours(25));
        Assert.Equal("secret 4", await Ask(new IdempotencyBook(clock, server.Store), "k-1", "a"));
        Assert.Single(await File.ReadAllLinesAsync(path));

        async Task<string> Ask(IdempotencyBook book, string key, string caller, string body = "body")
        {
            var http = new DefaultHttpContext();
            http.Features.Set(new Caller(new Scope(Roles.Admin, null, "sk_" + caller), Encoding.UTF8.GetBytes(caller)) { Seal = new byte[32].Select((_, i) => (byte)(i + caller[0])).ToArray() });
            http.Request.Method = "POST";
            http.Request.Headers[IdempotencyBook.Header] = key;
            http.Request.Body = new MemoryStream(Encoding.UTF8.GetBytes(body));
            using var answer = new MemoryStream();
            http.Response.Body = answer;
            await book.Answer(http, Day, h => h.Response.WriteAsync($"secret {++done}"));
            return Encoding.UTF8.GetString(answer.ToArray());
        }
    }

    [Fact]
    public async Task An_erasure_ends_all_answers_but_its_own()
    {
        await using var server = await ApiServer.Start();
        server.Import("crm", "id,name,email,city\n1,Ana López,ana@example.com,Lima\n2,Bo,bo@example.com,\n");
        var (ana, bo) = (server.Profile("ana@example.com"), server.Profile("bo@example.com"));
        async Task<bool> Again(HttpMethod method, string path, object body, string key)
        {
            using var answer = await server.Send("admin", method, path, ApiServer.Json(body), ("Idempotency-Key", key));
            Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
            return answer.Headers.Contains("Idempotency-Replayed");
        }

        var edit = new { traits = new { city = "Cusco" } };
        Assert.False(await Again(HttpMethod.Patch, $"/api/v1/customers/{ana}", edit, "e-1"));
        Assert.True(await Again(HttpMethod.Patch, $"/api/v1/customers/{ana}", edit, "e-1"));
        Assert.False(await Again(HttpMethod.Patch, $"/api/v1/customers/{bo}", edit, "e-2"));
        Assert.True(await Again(HttpMethod.Patch, $"/api/v1/customers/{bo}", edit, "e-2"));
        Assert.False(await Again(HttpMethod.Post, $"/api/v1/customers/{ana}/erase", new { reason = "asked" }, "e-3"));
        Assert.True(await Again(HttpMethod.Post, $"/api/v1/customers/{ana}/erase", new { reason = "asked" }, "e-3"));
        Assert.False(await Again(HttpMethod.Patch, $"/api/v1/customers/{bo}", edit, "e-2"));
        Assert.Single(Directory.GetFiles(server.Folder.Root, "answers.jsonl"));
    }
}
