using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Text;
using Meridian.WebTests.Running;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Meridian.WebTests.Privacy;

public sealed class SpokenDataTests
{
    /// <summary>Stands in every identifier that is sent, and in nothing that the server says of itself.</summary>
    private const string Canary = "quokka7391";

    [Fact]
    public async Task What_customers_send_is_in_no_line_metric_status_or_trace()
    {
        var traces = new ConcurrentQueue<string>();
        await using var collector = Loopback.Make();
        collector.Run(async http =>
        {
            using var body = new MemoryStream();
            await http.Request.Body.CopyToAsync(body);
            traces.Enqueue(Encoding.Latin1.GetString(body.ToArray()));
        });
        await collector.StartAsync();
        await using var server = await ServerProcess.Start(
            null, ("OTEL_EXPORTER_OTLP_ENDPOINT", collector.Urls.First()), ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"), ("OTEL_BSP_SCHEDULE_DELAY", "100"));
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        var message = $$$"""{"type":"identify","userId":"{{{Canary}}}","messageId":"m-{{{Canary}}}","traits":{"email":"{{{Canary}}}@example.com","name":"{{{Canary}}}"}}""";
        string[] bodies =
        [
            $$"""{"batch":[{{message}},{"type":"{{Canary}}"},{"type":"track","event":"{{Canary}}\u0000","userId":"{{Canary}}","timestamp":"{{Canary}}"}]}""",
            $$"""{"batch":["{{Canary}}"]}""", $"{{\"{Canary}", $"{Canary}", $$"""{"writeKey":"{{Canary}}","batch":[{{message}}]}""",
        ];
        foreach (var key in new[] { ServerProcess.AdminKey, Canary })
        {
            foreach (var body in bodies)
            {
                foreach (var path in new[] { "/v1/batch", $"/v1/batch?email={Canary}@example.com", $"/v1/{Canary}", $"/{Canary}/..%2f{Canary}", "/local/command", "/status" })
                {
                    using var request = new HttpRequestMessage(HttpMethod.Post, server.Url + path) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
                    request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{key}:{Canary}")));
                    request.Headers.TryAddWithoutValidation("User-Agent", Canary);
                    request.Headers.TryAddWithoutValidation("X-Forwarded-For", Canary);
                    request.Headers.TryAddWithoutValidation("traceparent", Canary);
                    using var answer = await http.SendAsync(request);
                }
            }
        }

        using (var packed = new HttpRequestMessage(HttpMethod.Post, $"{server.Url}/v1/batch") { Content = new StringContent(Canary) })
        {
            packed.Content.Headers.ContentEncoding.Add("gzip");
            using var answer = await http.SendAsync(packed);
            Assert.Equal(400, (int)answer.StatusCode);
        }

        // Commands that fail, through the server.
        await server.Try("customers", "show", $"{Canary}@example.org");
        await server.Try("import", $"/nowhere/{Canary}.csv", "--source", Canary);
        await server.Try("events", "count", "--customer", $"{Canary}-unknown");
        Assert.True((await server.Counts()).Applied > 0);

        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", ServerProcess.AdminKey);
        Assert.DoesNotContain(Canary, await http.GetStringAsync($"{server.Url}/metrics"), StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(Canary, await http.GetStringAsync($"{server.Url}/status"), StringComparison.OrdinalIgnoreCase);
        for (var patience = 0; patience < 200 && !(Traced("meridian.append") && Traced("meridian.batch") && Traced("meridian.commit")); patience++)
            await Task.Delay(50);
        Assert.True(Traced("meridian.append") && Traced("meridian.batch") && Traced("meridian.commit"), string.Join('\n', traces));
        Assert.False(Traced(Canary));
        Assert.DoesNotContain(Canary, server.Printed, StringComparison.OrdinalIgnoreCase);

        bool Traced(string text) => traces.Any(t => t.Contains(text, StringComparison.OrdinalIgnoreCase));
    }
}
