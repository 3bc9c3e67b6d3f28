using System.Diagnostics;
using System.Text;
using System.Text.Json.Serialization;
using Meridian.Numbers;
using Meridian.Phones;

namespace Meridian.Bench;

/// <summary>
/// How many times longer a text of up to a million characters takes than one of 2,500 would that many times over, by the quickest of several tries: 1 where the time grows with the text,
/// 400 where it grows with its square, near 0 where the text is refused at once.
/// </summary>
internal sealed record PhoneGrowth(
    [property: JsonPropertyName("reads")] string Reads, [property: JsonPropertyName("of")] string Part, [property: JsonPropertyName("factor")] double Factor, [property: JsonPropertyName("at")] int At,
    [property: JsonPropertyName("longest_us")] double LongestMicroseconds)
{
    private const int Base = 2_500;
    private const int Tries = 7;

    /// <summary>Seconds.</summary>
    private const double Slow = 0.05;

    private static readonly int[] Lengths = [25, 250, 2_500, 25_000, 250_000, 1_000_000];
    private static readonly string[] Parts = ["1", "1 ", "+", "(1) ", " ext 1", "1,;", "0/ ", "1x", "tel:1;ext=", ";phone-context=", "٣", "\uD800", "１～#", "1#", "+49 151 12345678 ", "a", "1;", "1/", "\u200B", "a1", "1e5", "=", "\""];

    private delegate void Reader(string text, byte[] utf8);

    private static readonly (string Name, Reader Read)[] Readers =
    [
        ("engine", (text, _) => PhoneReader.Read(text, "US", out PhoneNumber _)),
        ("engine, UTF-8", (_, utf8) => PhoneReader.Read(utf8.AsSpan(), "US", out PhoneNumber _)),
        ("cell", (text, _) => ScreenedNumber.Read(text, null, null, "US")),
    ];

    public static List<PhoneGrowth> Measure()
    {
        var measured = new List<PhoneGrowth>();
        foreach (var (name, read) in Readers)
        {
            foreach (var part in Parts)
            {
                var times = new double[Lengths.Length];
                times[0] = Quickest(read, part, Lengths[0]);
                var (factor, i) = (0.0, 1);
                // Once it is seen that it grows too fast, a longer text would only take hours.
                for (; i < times.Length && (times[i - 1] < Slow || factor < 20); i++)
                {
                    times[i] = Quickest(read, part, Lengths[i]);
                    // Against the shortest text that takes more than the clock's grain.
                    factor = Lengths[i] <= Base ? 0 : times[i] / times[Array.IndexOf(Lengths, Base)] / (Lengths[i] / (double)Base);
                }

                var written = part.Replace("\uD800", "\\uD800", StringComparison.Ordinal).Replace("\u200B", "\\u200B", StringComparison.Ordinal);
                measured.Add(new PhoneGrowth(name, written, Math.Round(factor, 2), Lengths[i - 1], Math.Round(times[i - 1] * 1e6)));
            }
        }

        return measured;
    }

    /// <summary>Seconds, at least a microsecond: below it the clock says nothing.</summary>
    private static double Quickest(Reader read, string part, int length)
    {
        var text = new StringBuilder().Insert(0, part, (length / part.Length) + 1).ToString()[..length];
        var utf8 = Encoding.UTF8.GetBytes(text);
        var repeats = Math.Max(1, 20_000 / length);
        var best = double.MaxValue;
        for (var i = 0; i < Tries; i++)
        {
            var began = Stopwatch.GetTimestamp();
            for (var again = 0; again < repeats; again++)
                read(text, utf8);
            best = Math.Min(best, Stopwatch.GetElapsedTime(began).TotalSeconds / repeats);
            if (best > Slow)
                break;
        }

        return Math.Max(best, 1e-6);
    }
}
