using System.Globalization;
using System.Text;
using NodaTime;

namespace Meridian.Bench.Ingest;

/// <summary>
/// A batch of messages as a shop's server sends them, whose ids, users and times are written into the same bytes again and again, so that the sender costs next to nothing.
/// One message in twenty identifies its user, one in ten is an order, the rest are pages and products that were looked at.
/// </summary>
internal sealed class EventBatch
{
    private const int Digits = 12;
    private const string Time = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";

    private readonly List<int> _ids = [];
    private readonly List<int> _users = [];
    private readonly List<int> _visitors = [];
    private readonly List<int> _times = [];
    private readonly Random _random;
    private readonly int _people;

    /// <param name="people">Users who are drawn from.</param>
    /// <param name="browser">Whether they are as a shop's pages send them: each names the visitor's anonymous id too.</param>
    public EventBatch(int messages, int people, int seed, bool browser = false)
    {
        (_people, _random) = (people, new Random(seed));
        var text = new StringBuilder("{\"batch\":[");
        for (var i = 0; i < messages; i++)
        {
            text.Append(i == 0 ? "" : ",").Append("{\"messageId\":\"node-next-");
            _ids.Add(text.Length);
            text.Append('0', Digits).Append("\",\"userId\":\"user-");
            _users.Add(text.Length);
            text.Append('0', Digits).Append("\",");
            if (browser)
            {
                text.Append("\"anonymousId\":\"visitor-");
                _visitors.Add(text.Length);
                text.Append('0', Digits).Append("\",");
            }

            text.Append(Content(i)).Append(",\"context\":{\"library\":{\"name\":\"").Append(browser ? "analytics.js" : "@segment/analytics-node").Append("\",\"version\":\"2.1.3\"},\"locale\":\"de-DE\",\"timezone\":\"Europe/Berlin\"},\"timestamp\":\"");
            _times.Add(text.Length);
            text.Append(default(DateTime).ToString(Time, CultureInfo.InvariantCulture)).Append("\"}");
        }

        Bytes = Encoding.ASCII.GetBytes(text.Append("]}").ToString());
    }

    public byte[] Bytes { get; }

    /// <summary>Makes it another batch, of messages that are sent now.</summary>
    public void Next(long first)
    {
        Span<byte> now = stackalloc byte[24];
        SystemClock.Instance.GetCurrentInstant().ToDateTimeUtc().ToString(Time, CultureInfo.InvariantCulture).AsSpan().CopyToAscii(now);
        for (var i = 0; i < _ids.Count; i++)
        {
            (first + i).ToString("D12", CultureInfo.InvariantCulture).AsSpan().CopyToAscii(Bytes.AsSpan(_ids[i]));
            var user = _random.Next(_people).ToString("D12", CultureInfo.InvariantCulture);
            user.AsSpan().CopyToAscii(Bytes.AsSpan(_users[i]));
            if (_visitors.Count > 0)
                user.AsSpan().CopyToAscii(Bytes.AsSpan(_visitors[i]));
            now.CopyTo(Bytes.AsSpan(_times[i]));
        }
    }

    private static string Content(int i) => (i % 20, i % 10) switch
    {
        (0, _) => "\"type\":\"identify\",\"traits\":{\"plan\":\"gold\",\"city\":\"Berlin\",\"country\":\"DE\"}",
        (_, 1) => "\"type\":\"track\",\"event\":\"Order Completed\",\"properties\":{\"order_id\":\"o-1\",\"total\":39.95,\"currency\":\"EUR\",\"products\":[{\"sku\":\"a-1\",\"quantity\":2}]}",
        (_, 2 or 3) => "\"type\":\"track\",\"event\":\"Product Viewed\",\"properties\":{\"sku\":\"a-1\",\"category\":\"shoes\",\"price\":19.99}",
        (_, 4) => "\"type\":\"track\",\"event\":\"Message Received\",\"properties\":{\"channel\":\"whatsapp\"}",
        _ => "\"type\":\"page\",\"name\":\"Home\",\"properties\":{\"url\":\"https://shop.example/home\",\"path\":\"/home\",\"referrer\":\"https://search.example/\"}",
    };
}

internal static class AsciiText
{
    public static void CopyToAscii(this ReadOnlySpan<char> text, Span<byte> to) => Encoding.ASCII.GetBytes(text, to);
}
