using System.IO.Compression;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Meridian.WebTests.Running;

namespace Meridian.WebTests.Faults;

/// <summary>F10 over HTTP: what is wrong with a request as a whole. What is wrong with one message of a batch is asked of the pipeline.</summary>
public sealed class HostileRequestTests
{
    private const int Good = 499;

    /// <summary>100 MB in 100 KB.</summary>
    private static readonly byte[] Bomb = Gzip(new byte[100 << 20]);

    /// <summary>A client drops a batch for good on 400, so that is said only of what is no batch.</summary>
    private static readonly (string What, byte[] Body, string? Encoding, int Status)[] Cases =
    [
        ("no JSON", Bytes("hello"), null, 400),
        ("half of it", Bytes("{\"batch\":[{\"type\":\"track\""), null, 400),
        ("NaN", Bytes("""{"batch":[{"type":"track","userId":"u","event":"A","properties":{"total":NaN}}]}"""), null, 400),
        ("no bytes", [], null, 400),
        ("a batch that is no list", Bytes("{\"batch\":7}"), null, 400),
        ("an empty batch", Bytes("{\"batch\":[]}"), null, 200),
        ("500 KB", Bytes($"{{\"batch\":[],\"x\":\"{new string('x', (500 << 10) - 19)}\"}}"), null, 200),
        ("500 KB and a byte", Bytes($"{{\"batch\":[],\"x\":\"{new string('x', (500 << 10) - 18)}\"}}"), null, 413),
        ("a bomb of gzip", Bomb, "gzip", 413),
        ("a bomb that does not say so", Bomb, null, 413),
        ("a gzip that is cut", Gzip(Bytes("{\"batch\":[]}"))[..12], "gzip", 400),
        ("what is no gzip", Bytes("{\"batch\":[]}"), "gzip", 400),
        ("an encoding that nobody knows", Bytes("{\"batch\":[]}"), "rot13", 415),
    ];

    [Fact]
    public async Task F10_a_hostile_request_gets_its_answer_never_5xx_and_takes_no_memory()
    {
        await using var server = await ServerProcess.Start();
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { Timeout = TimeSpan.FromMinutes(2) };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.ASCII.GetBytes(ServerProcess.AdminKey + ":")));
        // As large as requests come, so that the server has the memory that it needs for good ones.
        for (var i = 0; i < 20; i++)
            Assert.Equal(200, (await Send(Cases.Single(c => c.What == "500 KB").Body, null)).Status);
        var before = Peak(server);

        foreach (var (what, body, encoding, expected) in Cases)
        {
            var (status, text) = await Send(body, encoding);
            Assert.True(status == expected, $"{what}: {status} {text}");
            using var answer = JsonDocument.Parse(text);
            Assert.True(status == 200 || (answer.RootElement.GetProperty("code").GetString()!.Length > 3 && answer.RootElement.GetProperty("message").GetString()!.Length > 10), $"{what}: {text}");
        }

        await CutShort(new Uri(server.Url));
        Assert.InRange(Peak(server) - before, 0, 64);

        var batch = $"{{\"batch\":[{string.Join(',', Enumerable.Range(0, Good).Select(i => NumberedSender.Text(i)))},{{\"type\":\"track\",\"userId\":\"u\",\"event\":\"A\\ud800\"}}]}}";
        Assert.Equal(200, (await Send(Bytes(batch), null)).Status);
        Assert.Equal(new MessageCounts(Good + 1, Good, 0, 1), await server.Counts());

        async Task<(int Status, string Text)> Send(byte[] body, string? encoding)
        {
            using var content = new ByteArrayContent(body);
            if (encoding is not null)
                content.Headers.ContentEncoding.Add(encoding);
            using var answer = await http.PostAsync($"{server.Url}/v1/batch", content);
            return ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync());
        }
    }

    /// <summary>A request that says it is longer than it is, and ends.</summary>
    private static async Task CutShort(Uri server)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(server.Host, server.Port);
        var stream = client.GetStream();
        await stream.WriteAsync(Bytes($"POST /v1/batch HTTP/1.1\r\nHost: {server.Authority}\r\nContent-Length: 400000\r\n\r\n{{\"batch\":["));
        client.Client.Shutdown(SocketShutdown.Send);
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        using var reader = new StreamReader(stream);
        string answer;
        try
        {
            answer = await reader.ReadToEndAsync(limit.Token);
        }
        catch (IOException e) when (e.InnerException is SocketException { SocketErrorCode: SocketError.ConnectionReset })
        {
            // Hung up on, which is an answer too.
            return;
        }

        Assert.False(answer.StartsWith("HTTP/1.1 5", StringComparison.Ordinal) || answer.StartsWith("HTTP/1.1 2", StringComparison.Ordinal), answer);
    }

    /// <summary>The most memory that the server has had, in MiB.</summary>
    private static long Peak(ServerProcess server) =>
        File.ReadLines($"/proc/{server.Id}/status").Where(l => l.StartsWith("VmHWM:", StringComparison.Ordinal)).Select(l => long.Parse(l.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1]) / 1024).First();

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    private static byte[] Gzip(byte[] bytes)
    {
        using var stream = new MemoryStream();
        using (var gzip = new GZipStream(stream, CompressionLevel.Optimal))
            gzip.Write(bytes);
        return stream.ToArray();
    }
}
