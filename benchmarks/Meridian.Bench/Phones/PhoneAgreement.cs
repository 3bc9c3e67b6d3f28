using System.Diagnostics;
using System.Text.Json;
using Meridian.Phones.Tests.Agreement;

namespace Meridian.Bench;

/// <summary>The differential test of tests/Meridian.Phones.Tests with as many inputs and whichever seeds one wants; exit code 1 on a difference.</summary>
internal static class PhoneAgreement
{
    public static int Run(string[] args)
    {
        var count = Option(args, "--count", 50_000_000);
        var seed = (int)Option(args, "--seed", 1_000_000);
        var watch = Stopwatch.StartNew();
        var differences = Agreement.Compare(count, seed, deepEvery: 8, done =>
        {
            if (done % 1_000_000 == 0)
                Console.Error.WriteLine($"{done:N0} compared in {watch.Elapsed.TotalSeconds:0} s");
        });
        foreach (var difference in differences)
            Console.Error.WriteLine(difference);
        Console.WriteLine(JsonSerializer.Serialize(new
        {
            benchmark = "phones --agree",
            inputs = count,
            first_seed = seed,
            disagreements = differences.Count,
            seconds = Math.Round(watch.Elapsed.TotalSeconds, 1),
            reference = "libphonenumber-csharp " + typeof(PhoneNumbers.PhoneNumberUtil).Assembly.GetName().Version!.ToString(3),
        }));
        return differences.Count == 0 ? 0 : 1;
    }

    private static long Option(string[] args, string name, long otherwise)
    {
        var i = Array.IndexOf(args, name);
        return i >= 0 && i + 1 < args.Length ? long.Parse(args[i + 1]) : otherwise;
    }
}
