using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace Meridian.Bench.Ingest;

/// <summary>What a load found: messages that were acknowledged, how long each request took, and how often the server asked to come back.</summary>
internal sealed record LoadResult(long Acknowledged, double Seconds, IReadOnlyList<double> Milliseconds, long PutOff)
{
    public double PerSecond => Acknowledged / Seconds;

    public double Percentile(double p) => Milliseconds.Count == 0 ? 0 : Milliseconds.Order().ElementAt((int)Math.Min(Milliseconds.Count - 1, Milliseconds.Count * p));
}

/// <summary>Several connections that send batches of messages as fast as they are answered, or at a pace; 429 and 503 are heeded as clients do.</summary>
internal sealed class LoadGenerator(string url, string key, int connections, int batch, int people)
{
    /// <summary>Messages that were acknowledged in all runs.</summary>
    public long Acknowledged { get; private set; }

    private long _next = Stopwatch.GetTimestamp() % 1_000_000_000;

    /// <param name="perSecond">Messages a second; null for as fast as they are answered.</param>
    public async Task<LoadResult> Run(TimeSpan length, double? perSecond = null)
    {
        using var http = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = connections, UseProxy = false });
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.ASCII.GetBytes(key + ":")));
        var times = new ConcurrentBag<double>();
        var (acknowledged, putOff) = (0L, 0L);
        var watch = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, connections).Select(c => Task.Run(async () =>
        {
            var events = new EventBatch(batch, people, c);
            var pace = perSecond is { } rate ? TimeSpan.FromSeconds(batch * connections / rate) : TimeSpan.Zero;
            // The connections take turns within the pace.
            var due = pace * c / connections;
            while (watch.Elapsed < length)
            {
                if (due > watch.Elapsed)
                    await Task.Delay(due - watch.Elapsed);
                due += pace;
                events.Next(Interlocked.Add(ref _next, batch));
                while (watch.Elapsed < length)
                {
                    var sent = Stopwatch.GetTimestamp();
                    using var content = new ByteArrayContent(events.Bytes);
                    content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
                    using var answer = await http.PostAsync(url + "/v1/batch", content);
                    if (answer.StatusCode == HttpStatusCode.OK)
                    {
                        times.Add(Stopwatch.GetElapsedTime(sent).TotalMilliseconds);
                        Interlocked.Add(ref acknowledged, batch);
                        break;
                    }

                    if (answer.StatusCode is not (HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable))
                        throw new InvalidOperationException($"The server answered {(int)answer.StatusCode}.");
                    Interlocked.Increment(ref putOff);
                    await Task.Delay(answer.Headers.RetryAfter?.Delta ?? TimeSpan.FromSeconds(1));
                }
            }
        })));
        Acknowledged += acknowledged;
        return new LoadResult(acknowledged, watch.Elapsed.TotalSeconds, [.. times], putOff);
    }
}
