using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Meridian.Numbers;
using Meridian.Phones;

namespace Meridian.Bench;

/// <summary>
/// The phone engine, and the reading of cells on top of it, on hostile texts for so many minutes: neither may throw, the engine may take nothing from the heap, UTF-8 and UTF-16 must
/// say the same, and the time may grow no faster than the text. Seeded: a case is found again by its number.
/// </summary>
internal static class PhoneFuzz
{
    /// <summary>Caches that a long text does not fit into, and what else the machine does, are no growth; the square of the text would be 400.</summary>
    private const double MostGrowth = 20;

    private static readonly PhoneFormat[] Formats = Enum.GetValues<PhoneFormat>();

    public static int Run(string[] args)
    {
        var minutes = Arguments.Option(args, "--minutes", 10);
        var seed = (int)Arguments.Option(args, "--seed", 1);
        var hostile = new HostileNumbers();
        var kinds = new SortedDictionary<string, long>(StringComparer.Ordinal);
        long cases = 0, read = 0, failures = 0, allocated = 0;
        for (var watch = Stopwatch.StartNew(); watch.Elapsed < TimeSpan.FromMinutes(minutes); cases++)
        {
            var number = unchecked((seed * 1_000_000_007) + (int)cases);
            var (kind, text, region) = hostile.Next(number);
            try
            {
                kinds[kind] = kinds.GetValueOrDefault(kind) + 1;
                var before = GC.GetAllocatedBytesForCurrentThread();
                var error = PhoneReader.Read(text, region, out var found);
                var spent = GC.GetAllocatedBytesForCurrentThread() - before;
                // What is loaded once, at the first number, is no number's.
                allocated += cases < 1_000 ? 0 : spent;
                read += error == PhoneError.None ? 1 : 0;
                Ask(error, in found);
                if (Encoding.UTF8.GetBytes(text) is var utf8 && IsWellFormed(text) && (PhoneReader.Read(utf8, region, out var other), other) != (error, found))
                    throw new InvalidOperationException("UTF-8 says something else than UTF-16.");
                var bytes = hostile.NextBytes(number);
                Ask(PhoneReader.Read(bytes, region, out found), in found);
                _ = ScreenedNumber.Read(text, null, null, region is { Length: 2 } ? region : null);
            }
            catch (Exception e)
            {
                failures++;
                if (failures <= 20)
                    Console.Error.WriteLine($"case {cases} of seed {seed} ({kind}, region '{region}'): {e.GetType().Name}: {e.Message}\n{Written(text)}\n{e.StackTrace}");
            }
        }

        var growth = PhoneGrowth.Measure();
        var worst = growth.MaxBy(g => g.Factor)!;
        Console.WriteLine(JsonSerializer.Serialize(new
        {
            benchmark = "phones --fuzz",
            minutes,
            seed,
            texts = cases,
            // Each text as UTF-16, as UTF-8 and as a cell, and one of random bytes.
            reads = cases * 4,
            numbers = read,
            kinds,
            failures,
            allocated_bytes = allocated,
            growth,
            worst_growth = worst.Factor,
        }));
        return failures == 0 && allocated == 0 && worst.Factor <= MostGrowth ? 0 : 1;
    }

    /// <summary>Every question about whatever was read.</summary>
    private static void Ask(PhoneError error, in PhoneNumber number)
    {
        if (error == PhoneError.None != (number.CountryCode != 0))
            throw new InvalidOperationException($"{error}, and the code is {number.CountryCode}.");
        Span<char> text = stackalloc char[96];
        Span<byte> utf8 = stackalloc byte[128];
        foreach (var format in Formats)
        {
            if (!number.TryFormat(text, out var written, format) || !number.TryFormat(utf8, out _, format))
                throw new InvalidOperationException($"{format} does not fit.");
            // What a number is written as is a number's text.
            if (error == PhoneError.None && written == 0)
                throw new InvalidOperationException($"{format} is empty.");
        }

        if (error == PhoneError.None)
            _ = (number.Region, number.Extension, number.CarrierCode, number.Length, number.GetHashCode(), PhoneZones.Find(in number), PhoneAreas.Find(in number), PhoneCarriers.Find(in number));
    }

    private static bool IsWellFormed(string text)
    {
        for (var at = 0; at < text.Length; at++)
        {
            if (!char.IsSurrogate(text[at]))
                continue;
            if (!char.IsHighSurrogate(text[at]) || at + 1 == text.Length || !char.IsLowSurrogate(text[at + 1]))
                return false;
            at++;
        }

        return true;
    }

    private static string Written(string text) =>
        string.Concat(text.Take(300).Select(c => c is >= ' ' and < '\x7f' ? c.ToString() : $"\\u{(int)c:X4}")) + (text.Length > 300 ? $"... {text.Length} characters" : "");
}
