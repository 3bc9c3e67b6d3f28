using System.Globalization;

namespace Meridian.Numbers;

/// <summary>A number made up for a test or a plan.</summary>
public sealed record SampleNumber(string E164, string Country, string Type)
{
    /// <summary>The mark that every list of samples carries, column and value.</summary>
    public const string Mark = Normalise.GeneratedMark.Text;
}

/// <summary>Numbers that look valid, drawn from a country's ranges; the same seed gives the same ones. Some of them belong to somebody: they are never to be contacted.</summary>
public static class NumberSamples
{
    /// <summary>Draws without a new number after which a country's range counts as used up.</summary>
    private const int Patience = 2_000;

    private const int MostPrefixes = 10_000;

    /// <param name="type">One of <see cref="NumberingFacts.TypeNames"/>; null for mobile numbers, or where a plan does not tell them apart, for the type they share with fixed lines.</param>
    /// <param name="range">Leading digits of the national numbers, "151" or "150-159"; null for all. Without a type, mobile, or the one that most numbers of the range have.</param>
    /// <returns>Up to <paramref name="count"/> different numbers; fewer where the ranges hold no more, none where the country has no such type.</returns>
    public static IEnumerable<SampleNumber> Draw(NumberingRegion region, string? type, string? range, int count, int seed)
    {
        var blocks = NumberRanges.Blocks(region);
        if (range is not null)
        {
            blocks = [.. Prefixes(range).SelectMany(p => Behind(blocks, p))];
            type ??= blocks.Exists(b => b.Type == "mobile") ? "mobile" : blocks.Exists(b => b.Type == "fixed_line_or_mobile") ? "fixed_line_or_mobile" : blocks.GroupBy(b => b.Type, StringComparer.Ordinal).OrderByDescending(g => g.Sum(b => b.Numbers)).FirstOrDefault()?.Key;
        }

        type ??= blocks.Exists(r => r.Type == "mobile") ? "mobile" : "fixed_line_or_mobile";
        blocks.RemoveAll(r => r.Type != type);
        // Germany's fixed lines may have 15 digits, of which there could be most, and nobody has one: about as many as the plan's example has look like a number.
        if (region.Examples.Where(e => e.Key == type).Select(e => e.Value.Length - 1 - CodeDigits(region)).FirstOrDefault() is var usual and > 0
            && blocks.Exists(b => Math.Abs(b.Digits - usual) <= 1))
        {
            blocks.RemoveAll(b => Math.Abs(b.Digits - usual) > 1);
        }

        var total = blocks.Sum(r => r.Numbers);
        if (total <= 0)
            yield break;
        var seen = new NumberSet();
        var state = unchecked((ulong)seed);
        for (int made = 0, missed = 0; made < count && missed < Patience;)
        {
            var e164 = Number(region, Pick(blocks, Next(ref state) / (double)ulong.MaxValue * total), ref state, out var national);
            if (NumberingFacts.TypeOf(region.CallingCode, region.Region, national) != type || !seen.Add(NumberSet.Pack(e164), 0, out _))
            {
                missed++;
                continue;
            }

            missed = 0;
            made++;
            yield return new SampleNumber(e164, region.Region, type);
        }
    }

    /// <summary>Whether a text is leading digits as <see cref="Draw"/> takes them.</summary>
    public static bool IsRange(string range)
    {
        var parts = range.Split('-');
        return parts.Length <= 2 && parts.All(p => p.Length is > 0 and <= 8 && p.All(char.IsAsciiDigit))
            && parts[0].Length == parts[^1].Length && string.CompareOrdinal(parts[0], parts[^1]) <= 0
            && int.Parse(parts[^1], CultureInfo.InvariantCulture) - int.Parse(parts[0], CultureInfo.InvariantCulture) < MostPrefixes;
    }

    private static int CodeDigits(NumberingRegion region) => region.CallingCode.ToString(CultureInfo.InvariantCulture).Length;

    private static IEnumerable<string> Prefixes(string range)
    {
        var parts = range.Split('-');
        var (first, last) = (int.Parse(parts[0], CultureInfo.InvariantCulture), int.Parse(parts[^1], CultureInfo.InvariantCulture));
        for (var prefix = first; prefix <= last; prefix++)
            yield return prefix.ToString(CultureInfo.InvariantCulture).PadLeft(parts[0].Length, '0');
    }

    /// <summary>The blocks, or parts of them, that begin with a prefix.</summary>
    private static IEnumerable<NumberBlock> Behind(List<NumberBlock> blocks, string prefix)
    {
        foreach (var block in blocks)
        {
            if (block.Leading.StartsWith(prefix, StringComparison.Ordinal))
                yield return block;
            else if (prefix.StartsWith(block.Leading, StringComparison.Ordinal) && prefix.Length < block.Digits)
                yield return block with { Leading = prefix };
        }
    }

    private static NumberBlock Pick(List<NumberBlock> blocks, double at)
    {
        foreach (var block in blocks)
        {
            at -= block.Numbers;
            if (at <= 0)
                return block;
        }

        return blocks[^1];
    }

    private static string Number(NumberingRegion region, NumberBlock block, ref ulong state, out string national)
    {
        Span<char> digits = stackalloc char[block.Digits];
        block.Leading.CopyTo(digits);
        for (var i = block.Leading.Length; i < digits.Length; i++)
            digits[i] = (char)('0' + (Next(ref state) >> 32) % 10);
        national = digits.ToString();
        return string.Create(CultureInfo.InvariantCulture, $"+{region.CallingCode}{national}");
    }

    /// <summary>SplitMix64 (Steele, Lea, Flood 2014): the same on every machine and .NET version, unlike <see cref="Random"/>.</summary>
    private static ulong Next(ref ulong state)
    {
        var z = state += 0x9E3779B97F4A7C15UL;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
        return z ^ (z >> 31);
    }
}
