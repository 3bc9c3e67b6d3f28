using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Meridian.WebTests.Running;

/// <summary>A request as it went by.</summary>
/// <param name="Asks">What a browser's preflight asks to be allowed to send.</param>
internal sealed record Passed(string Method, string Path, string ContentType, string ContentEncoding, string RetryCount, string Asks, int Status);

/// <summary>An answer that the relay gives itself.</summary>
/// <param name="Ask">Whether the server is asked all the same, and its answer is lost.</param>
/// <param name="Open">Whether a page of another origin may read it, as it may read the server's.</param>
internal sealed record OwnAnswer(int Status, int? RetryAfter = null, bool Ask = false, bool Open = false);

/// <summary>Stands between a client and the server: hands every request on as it is, remembers what it was, and first gives the answers it was told to give.</summary>
internal sealed class Relay : IAsyncDisposable
{
    private static readonly string[] OfTheConnection = ["Connection", "Transfer-Encoding", "Keep-Alive", "Host", "Content-Length"];

    private readonly WebApplication _app;
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false });
    private readonly ConcurrentQueue<OwnAnswer> _own;
    private readonly ConcurrentQueue<Passed> _passed = new();

    private Relay(string target, IEnumerable<OwnAnswer> own)
    {
        _own = new ConcurrentQueue<OwnAnswer>(own);
        _app = Loopback.Make();
        _app.Run(http => Hand(http, target));
    }

    public string Url => _app.Urls.First();

    public string HostAndPort => new Uri(Url).Authority;

    public IReadOnlyList<Passed> Requests => [.. _passed];

    public static async Task<Relay> Start(string target, params OwnAnswer[] own)
    {
        var relay = new Relay(target, own);
        await relay._app.StartAsync();
        return relay;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _http.Dispose();
    }

    private async Task Hand(HttpContext http, string target)
    {
        if (http.Request.Method == "POST" && _own.TryDequeue(out var own))
        {
            using var answer = own.Ask ? await Ask(http, target) : null;
            http.Response.StatusCode = own.Status;
            if (own.Open)
                http.Response.Headers.AccessControlAllowOrigin = "*";
            if (own.RetryAfter is { } seconds)
                http.Response.Headers.RetryAfter = $"{seconds}";
        }
        else
        {
            using var answer = await Ask(http, target);
            await Give(http, answer);
        }

        var headers = http.Request.Headers;
        _passed.Enqueue(new Passed(
            http.Request.Method, http.Request.Path, $"{headers.ContentType}", $"{headers.ContentEncoding}", $"{headers["X-Retry-Count"]}", $"{headers.AccessControlRequestHeaders}", http.Response.StatusCode));
    }

    private async Task<HttpResponseMessage> Ask(HttpContext http, string target)
    {
        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body);
        using var request = new HttpRequestMessage(new HttpMethod(http.Request.Method), $"{target}{http.Request.Path}{http.Request.QueryString}") { Content = new ByteArrayContent(body.ToArray()) };
        foreach (var (name, values) in http.Request.Headers.Where(h => !OfTheConnection.Contains(h.Key, StringComparer.OrdinalIgnoreCase)))
        {
            if (!request.Headers.TryAddWithoutValidation(name, values.ToArray()))
                request.Content.Headers.TryAddWithoutValidation(name, values.ToArray());
        }

        return await _http.SendAsync(request);
    }

    private static async Task Give(HttpContext http, HttpResponseMessage answer)
    {
        http.Response.StatusCode = (int)answer.StatusCode;
        foreach (var (name, values) in answer.Headers.Concat(answer.Content.Headers).Where(h => !OfTheConnection.Contains(h.Key, StringComparer.OrdinalIgnoreCase)))
            http.Response.Headers[name] = values.ToArray();
        if (http.Response.StatusCode != StatusCodes.Status204NoContent)
            await http.Response.Body.WriteAsync(await answer.Content.ReadAsByteArrayAsync());
    }
}

/// <summary>Small servers of the tests themselves.</summary>
internal static class Loopback
{
    /// <summary>On 127.0.0.1 and a port that is free.</summary>
    public static WebApplication Make()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        return builder.Build();
    }
}
