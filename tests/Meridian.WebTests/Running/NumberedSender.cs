using System.Collections.Concurrent;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text;

namespace Meridian.WebTests.Running;

/// <summary>
/// Several clients that number their messages, so that afterwards each can be looked for. A batch that is not acknowledged is sent again, the same, until it is; a client has one
/// request on its way at a time. What message n says depends on n alone.
/// </summary>
/// <param name="urls">Servers; a client that gets no answer from one goes on to the next.</param>
internal sealed class NumberedSender(IReadOnlyList<string> urls, int clients, int batch) : IDisposable
{
    private static readonly DateTime First = new(2024, 3, 1, 0, 0, 0, DateTimeKind.Utc);
    private static readonly AuthenticationHeaderValue Key = new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(ServerProcess.AdminKey + ":")));

    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false }) { Timeout = TimeSpan.FromSeconds(30) };
    private readonly ConcurrentDictionary<int, int> _refusals = new();
    private long _acknowledged;
    private long _taken;
    private long _unanswered;

    public NumberedSender(string url, int clients, int batch)
        : this([url], clients, batch)
    {
    }

    /// <summary>Messages that the server said 200 of.</summary>
    public long Acknowledged => Interlocked.Read(ref _acknowledged);

    /// <summary>Requests that ended without an answer.</summary>
    public long Unanswered => Interlocked.Read(ref _unanswered);

    /// <summary>Answers other than 200, by status; one without Retry-After where it belongs counts as its negative.</summary>
    public IReadOnlyDictionary<int, int> Refusals => _refusals;

    public static string IdOf(long n) => string.Create(CultureInfo.InvariantCulture, $"message-{n:D8}");

    /// <summary>Every tenth message says who somebody is, the others what they did.</summary>
    public static string Text(long n)
    {
        var user = n / 10 % 5_000;
        var at = First.AddSeconds(n).ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
        return n % 10 == 0
            ? $$$"""{"type":"identify","messageId":"{{{IdOf(n)}}}","timestamp":"{{{at}}}","userId":"user-{{{user}}}","traits":{"email":"user{{{user}}}@example.com","name":"Person {{{user}}}"}}"""
            : $$$"""{"type":"track","messageId":"{{{IdOf(n)}}}","timestamp":"{{{at}}}","userId":"user-{{{user}}}","event":"Step {{{n % 7}}}","properties":{"n":{{{n}}}}}""";
    }

    /// <summary>Sends the next messages, at first from 0 on.</summary>
    /// <param name="until">The number behind the last message.</param>
    public Task Send(long until, CancellationToken stop = default) => Task.WhenAll(Enumerable.Range(0, clients).Select(i => Task.Run(() => SendBatches(i, until, stop), stop)));

    public void Dispose() => _http.Dispose();

    private async Task SendBatches(int server, long until, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            var (first, last) = Take(until);
            if (first == last)
                return;

            var body = Encoding.UTF8.GetBytes($"{{\"batch\":[{string.Join(',', Range(first, last).Select(Text))}]}}");
            // What was begun is sent to its end, so that every number below the last is somewhere.
            while (!await Post(urls[server % urls.Count], body))
            {
                server++;
                await Task.Delay(20, CancellationToken.None);
            }

            Interlocked.Add(ref _acknowledged, last - first);
        }
    }

    private (long First, long Last) Take(long until)
    {
        while (true)
        {
            var first = Interlocked.Read(ref _taken);
            var last = Math.Max(first, Math.Min(first + batch, until));
            if (Interlocked.CompareExchange(ref _taken, last, first) == first)
                return (first, last);
        }
    }

    private async Task<bool> Post(string url, byte[] body)
    {
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, $"{url}/v1/batch") { Content = new ByteArrayContent(body) };
            request.Headers.Authorization = Key;
            using var answer = await _http.SendAsync(request);
            if (answer.IsSuccessStatusCode)
                return true;
            var status = (int)answer.StatusCode;
            _refusals.AddOrUpdate(status is 429 or 503 && answer.Headers.RetryAfter is null ? -status : status, 1, (_, n) => n + 1);
        }
        catch (Exception e) when (e is HttpRequestException or IOException or TaskCanceledException)
        {
            Interlocked.Increment(ref _unanswered);
        }

        return false;
    }

    private static IEnumerable<long> Range(long first, long last)
    {
        for (var n = first; n < last; n++)
            yield return n;
    }
}
