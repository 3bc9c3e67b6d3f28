using System.Collections.Concurrent;

namespace Meridian.Phones.Tests.Agreement;

/// <summary>Compares many inputs on all cores.</summary>
public static class Agreement
{
    private const int Enough = 20;

    /// <summary>One source of inputs a part, so that a part can be repeated alone.</summary>
    private const int PartSize = 50_000;

    /// <param name="deepEvery">Every so many inputs are compared in depth.</param>
    /// <returns>The first differences; empty when there are none.</returns>
    public static IReadOnlyCollection<string> Compare(long count, int firstSeed, int deepEvery, Action<long>? progress = null)
    {
        var differences = new ConcurrentQueue<string>();
        var done = 0L;
        Parallel.For(0L, (count + PartSize - 1) / PartSize, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }, (part, state) =>
        {
            var seed = firstSeed + (int)part;
            var source = new InputSource(seed);
            for (var i = 0; i < PartSize && differences.Count < Enough; i++)
            {
                var input = source.Next();
                string? difference;
                try
                {
                    difference = Comparison.Difference(in input, i % deepEvery == 0);
                }
                catch (Exception exception)
                {
                    difference = $"\"{input.Text}\" in {input.Region}: {exception}";
                }

                if (difference is not null)
                    differences.Enqueue($"seed {seed}, input {i}: {difference}");
            }

            progress?.Invoke(Interlocked.Add(ref done, PartSize));
            if (differences.Count >= Enough)
                state.Stop();
        });
        return differences;
    }
}
