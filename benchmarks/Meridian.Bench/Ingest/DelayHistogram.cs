using System.Globalization;
using System.Net.Http.Headers;

namespace Meridian.Bench.Ingest;

/// <summary>The server's own measure of how long events took to become labels, from <c>/metrics</c>: requests by upper bound in seconds, cumulated.</summary>
internal sealed record DelayHistogram(IReadOnlyList<(double Bound, double Count)> Buckets)
{
    private const string Name = "meridian_messages_delay_seconds_bucket";

    public static async Task<DelayHistogram> Read(string url, string key)
    {
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        var buckets = new List<(double, double)>();
        foreach (var line in (await http.GetStringAsync(url + "/metrics")).Split('\n').Where(l => l.StartsWith(Name, StringComparison.Ordinal)))
        {
            var bound = line.Split("le=\"")[1].Split('"')[0];
            var count = double.Parse(line.Split("} ")[1].Split(' ')[0], CultureInfo.InvariantCulture);
            buckets.Add((bound == "+Inf" ? double.PositiveInfinity : double.Parse(bound, CultureInfo.InvariantCulture), count));
        }

        return new DelayHistogram([.. buckets.OrderBy(b => b.Item1)]);
    }

    /// <summary>The upper bound of the bucket in which a share of the requests since an earlier reading lies, seconds: never better than it was.</summary>
    public double? Percentile(DelayHistogram before, double p)
    {
        var since = Buckets.Select(b => (b.Bound, Count: b.Count - before.Buckets.FirstOrDefault(e => e.Bound.Equals(b.Bound)).Count)).ToList();
        return since.Count == 0 || since[^1].Count == 0 ? null : since.First(b => b.Count >= since[^1].Count * p).Bound;
    }
}
