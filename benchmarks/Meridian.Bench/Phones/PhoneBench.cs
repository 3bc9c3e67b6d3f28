using System.Diagnostics;

using System.Text.Json;
using Meridian.Phones;

using Reference = PhoneNumbers;

namespace Meridian.Bench;

/// <summary>
/// The phone engine and libphonenumber-csharp in turn on the same texts: read, decide whether it is valid, write as E.164. "clean" is the example numbers of
/// all regions and types; "messy" the same numbers in sixteen spellings (both from shared/data, or made from the metadata where that is not there).
/// </summary>
internal static class PhoneBench
{
    private static readonly Reference.PhoneNumberUtil Util = Reference.PhoneNumberUtil.GetInstance();

    public static int Run(string[] args)
    {
        var i = Array.IndexOf(args, "--rounds");
        var rounds = i >= 0 ? int.Parse(args[i + 1]) : 7;
        var corpora = new[] { PhoneCorpus.Clean(), PhoneCorpus.National(), PhoneCorpus.Messy() };
        Console.WriteLine(JsonSerializer.Serialize(new
        {
            benchmark = "phones",
            work = "parse + valid + E.164",
            cores = Environment.ProcessorCount,
            rounds,
            corpora = corpora.Select(c => Measure(c, rounds)).ToArray(),
        }));
        return 0;
    }

    private static object Measure(PhoneCorpus corpus, int rounds)
    {
        var reference = new List<double>();
        var engine = new List<double>();
        var utf8 = new List<double>();
        var referenceBoth = new List<double>();
        var engineBoth = new List<double>();
        long referenceBytes = 0, engineBytes = 0;

        // The first round of each warms the code; it is not counted.
        for (var round = 0; round <= rounds; round++)
        {
            var a = Rate(corpus, 1, TimeSpan.FromSeconds(0.6), ReferencePass, out referenceBytes);
            var b = Rate(corpus, 1, TimeSpan.FromSeconds(0.6), EnginePass, out engineBytes);
            var c = Rate(corpus, 1, TimeSpan.FromSeconds(0.3), Utf8Pass, out _);
            var d = Rate(corpus, 2, TimeSpan.FromSeconds(0.4), ReferencePass, out _);
            var e = Rate(corpus, 2, TimeSpan.FromSeconds(0.4), EnginePass, out _);
            Console.Error.WriteLine($"{corpus.Name}: reference {a:N0}/s, engine {b:N0}/s, UTF-8 {c:N0}/s; two threads {d:N0}/s, {e:N0}/s");
            if (round == 0)
                continue;
            reference.Add(a);
            engine.Add(b);
            utf8.Add(c);
            referenceBoth.Add(d);
            engineBoth.Add(e);
        }

        return new
        {
            corpus = corpus.Name,
            numbers = corpus.Texts.Length,
            reference_per_second = (long)Median(reference),
            engine_per_second = (long)Median(engine),
            engine_utf8_per_second = (long)Median(utf8),
            ratio = Math.Round(Median(engine.Zip(reference, (x, y) => x / y)), 1),
            two_threads_reference_per_second = (long)Median(referenceBoth),
            two_threads_engine_per_second = (long)Median(engineBoth),
            two_threads_ratio = Math.Round(Median(engineBoth.Zip(referenceBoth, (x, y) => x / y)), 1),
            reference_bytes_per_number = referenceBytes,
            engine_bytes_per_number = engineBytes,
        };
    }

    private static double Rate(PhoneCorpus corpus, int threads, TimeSpan time, Func<PhoneCorpus, int> pass, out long bytesPerNumber)
    {
        var numbers = 0L;
        var allocated = 0L;
        var watch = Stopwatch.StartNew();
        var workers = Enumerable.Range(0, threads).Select(_ => Task.Factory.StartNew(
            () =>
            {
                var before = GC.GetAllocatedBytesForCurrentThread();
                var count = 0L;
                while (watch.Elapsed < time)
                {
                    GC.KeepAlive(pass(corpus));
                    count += corpus.Texts.Length;
                }

                Interlocked.Add(ref numbers, count);
                Interlocked.Add(ref allocated, GC.GetAllocatedBytesForCurrentThread() - before);
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default)).ToArray();
        Task.WaitAll(workers);
        bytesPerNumber = allocated / numbers;
        return numbers / watch.Elapsed.TotalSeconds;
    }

    private static int ReferencePass(PhoneCorpus corpus)
    {
        var sum = 0;
        for (var i = 0; i < corpus.Texts.Length; i++)
        {
            try
            {
                var number = Util.Parse(corpus.Texts[i], corpus.Regions[i]);
                sum += Util.IsValidNumber(number) ? 1 : 0;
                sum += Util.Format(number, Reference.PhoneNumberFormat.E164).Length;
            }
            catch (Reference.NumberParseException)
            {
                sum--;
            }
        }

        return sum;
    }

    private static int EnginePass(PhoneCorpus corpus)
    {
        Span<char> text = stackalloc char[96];
        var sum = 0;
        for (var i = 0; i < corpus.Texts.Length; i++)
        {
            if (PhoneReader.Read(corpus.Texts[i], corpus.Regions[i], out var number) != PhoneError.None)
            {
                sum--;
                continue;
            }

            sum += number.IsValid ? 1 : 0;
            number.TryFormat(text, out var written, PhoneFormat.E164);
            sum += written;
        }

        return sum;
    }

    private static int Utf8Pass(PhoneCorpus corpus)
    {
        Span<byte> text = stackalloc byte[128];
        var sum = 0;
        for (var i = 0; i < corpus.Utf8.Length; i++)
        {
            if (PhoneReader.Read(corpus.Utf8[i], corpus.Regions[i], out var number) != PhoneError.None)
                continue;
            number.TryFormat(text, out var written, PhoneFormat.E164);
            sum += written;
        }

        return sum;
    }

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted[sorted.Length / 2];
    }
}
