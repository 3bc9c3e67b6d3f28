using System.Net.Http.Headers;
using System.Text;
using Meridian.WebTests.Running;

namespace Meridian.WebTests.Privacy;

/// <summary>A person is erased while a server runs and events come in: the server goes on, refuses what still comes of them, and keeps nothing of it.</summary>
public sealed class EraseBesideServerTests
{
    private const string Canary = "quokka7391";

    [Fact]
    public async Task A_person_is_erased_while_the_server_takes_events()
    {
        await using var server = await ServerProcess.Start();
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(ServerProcess.AdminKey + ":")));
        await Send(0);
        await server.Counts();

        using var stop = new CancellationTokenSource();
        var sending = Task.Run(async () =>
        {
            var sent = 1;
            for (; !stop.IsCancellationRequested; sent++)
                await Send(sent);
            return sent;
        });
        var erased = Parse(await server.Run("customers", "erase", $"{Canary}@example.com", "--reason", "asked for it", "--json"));
        Assert.Equal(1, erased.GetProperty("records").GetInt32());
        stop.Cancel();
        var messages = await sending;

        var counts = await server.Counts();
        Assert.Equal(counts.Received, counts.Applied + counts.Duplicate + counts.Rejected);
        Assert.Equal(3, (await server.Try("customers", "show", $"{Canary}@example.com")).Code);
        Assert.Equal(messages, await server.CountEvents("Neighbour Came"));
        // What came after it is in no table and in no answer; the log's part of it goes at the next start, or within the hour.
        Assert.DoesNotContain(Canary, string.Join('\n', await server.Run("events", "rejected", "--limit", "1000", "--json")), StringComparison.Ordinal);
        await server.Kill();
        await server.Run("check");
        await server.Run("customers", "count");
        foreach (var path in Directory.EnumerateFiles(server.Data, "*", SearchOption.AllDirectories))
            Assert.False(Encoding.Latin1.GetString(await File.ReadAllBytesAsync(path)).Contains(Canary, StringComparison.Ordinal), path);

        async Task Send(int number)
        {
            var body = $$$"""
                {"batch":[{"type":"identify","userId":"{{{Canary}}}","messageId":"a{{{number}}}","traits":{"email":"{{{Canary}}}@example.com"}},
                {"type":"track","userId":"neighbour","event":"Neighbour Came","messageId":"b{{{number}}}"}]}
                """;
            using var answer = await http.PostAsync($"{server.Url}/v1/batch", new StringContent(body, Encoding.UTF8, "application/json"));
            Assert.True(answer.IsSuccessStatusCode, $"{answer.StatusCode}");
        }
    }

    private static System.Text.Json.JsonElement Parse(string[] lines)
    {
        using var json = System.Text.Json.JsonDocument.Parse(lines[^1]);
        return json.RootElement.Clone();
    }
}
