using System.Globalization;

namespace Meridian.Numbers;

/// <summary>Leading digits of a country's numbers that lead to one type.</summary>
/// <param name="First">First of the leading digits ("151"); equals <paramref name="Last"/> where there is one only.</param>
/// <param name="Digits">Digits that the national numbers may have, the leading ones included; ascending.</param>
/// <param name="Numbers">How many numbers of the type there can be, about.</param>
/// <param name="Areas">Cities and states that the range's fixed lines belong to, where the metadata names them.</param>
public sealed record NumberRange(string Type, string First, string Last, IReadOnlyList<int> Digits, double Numbers, IReadOnlyList<string> Areas);

/// <summary>Numbers of one length behind some leading digits that the plan uses for a type; <paramref name="Share"/>: which part of them, 0 to 1.</summary>
internal sealed record NumberBlock(string Type, string Leading, int Digits, double Share)
{
    public double Numbers => Math.Pow(10, Digits - Leading.Length) * Share;
}

/// <summary>
/// A country's numbering plan by leading digits. The plan is asked, not read: of each leading digits a fixed set of numbers is judged, further digits only where the
/// answers differ. So it is the same with any engine, and a block of fewer than a hundredth of its leading digits may be missed.
/// </summary>
public static class NumberRanges
{
    /// <summary>Leading digits looked at: area codes and operators' blocks have three nearly everywhere.</summary>
    private const int Depth = 3;

    /// <summary>Numbers judged for each next digit.</summary>
    private const int Fillers = 4;

    /// <summary>Numbers judged behind an example's leading digits.</summary>
    private const int Samples = 100;

    private const int ShortestNumber = 3;
    private const int LongestNumber = 15;

    /// <summary>Ranges by type in the order of <see cref="NumberingFacts.TypeNames"/>, then by digits; neighbours with the same lengths are one range.</summary>
    public static List<NumberRange> Of(NumberingRegion region)
    {
        var ranges = new List<NumberRange>();
        var blocks = Blocks(region).SelectMany(Whole).ToLookup(b => b.Type, StringComparer.Ordinal);
        foreach (var type in NumberingFacts.TypeNames)
        {
            foreach (var leading in blocks[type].GroupBy(b => b.Leading, StringComparer.Ordinal).OrderBy(g => g.Key, StringComparer.Ordinal))
            {
                var range = new NumberRange(type, leading.Key, leading.Key, [.. leading.Select(b => b.Digits).Distinct().Order()], leading.Sum(b => b.Numbers), Areas(region, type, leading));
                if (ranges.Count > 0 && ranges[^1] is var last && last.Type == type && Follows(last.Last, range.First) && last.Digits.SequenceEqual(range.Digits))
                    ranges[^1] = last with { Last = range.Last, Numbers = last.Numbers + range.Numbers, Areas = [.. last.Areas.Union(range.Areas, StringComparer.Ordinal)] };
                else
                    ranges.Add(range);
            }
        }

        return ranges;
    }

    internal static List<NumberBlock> Blocks(NumberingRegion region)
    {
        var found = new List<NumberBlock>();
        for (var digits = ShortestNumber; digits <= LongestNumber; digits++)
        {
            if (NumberingFacts.IsPossibleLength(region.CallingCode, digits))
                Look(region, "", digits, found);
        }

        // A small range that no sample met shows in the plan's own examples.
        foreach (var (type, e164) in region.Examples)
        {
            var national = e164[(1 + region.CallingCode.ToString(CultureInfo.InvariantCulture).Length)..];
            if (!found.Exists(b => b.Type == type && b.Digits == national.Length && national.StartsWith(b.Leading, StringComparison.Ordinal)))
                found.Add(Around(region, type, national));
        }

        return found;
    }

    /// <summary>The shortest leading digits of an example behind which enough numbers are of its type to be drawn.</summary>
    private static NumberBlock Around(NumberingRegion region, string type, string national)
    {
        Span<char> number = stackalloc char[national.Length];
        for (var length = Math.Min(Depth, national.Length - 1); length < national.Length; length++)
        {
            var hits = 0;
            for (var sample = 0; sample < Samples; sample++)
            {
                national.CopyTo(number);
                Fill(number[length..], sample % 10, sample);
                hits += NumberingFacts.TypeOf(region.CallingCode, region.Region, number) == type ? 1 : 0;
            }

            if (hits > 1)
                return new NumberBlock(type, national[..length], national.Length, (double)hits / Samples);
        }

        // Only the example itself.
        return new NumberBlock(type, national, national.Length, 1);
    }

    private static IReadOnlyList<string> Areas(NumberingRegion region, string type, IEnumerable<NumberBlock> blocks) => type is not ("fixed_line" or "fixed_line_or_mobile") ? []
        : [.. blocks.Select(b => NumberingFacts.Area(region.CallingCode, region.Region, b.Leading, b.Digits)).OfType<string>().Distinct(StringComparer.Ordinal)];

    /// <summary>A block of fewer leading digits as those of <see cref="Depth"/>, so that all lengths of a range stand beside each other.</summary>
    private static IEnumerable<NumberBlock> Whole(NumberBlock block) =>
        block.Leading.Length >= Math.Min(Depth, block.Digits) ? [block]
        : Enumerable.Range(0, 10).SelectMany(next => Whole(block with { Leading = string.Create(CultureInfo.InvariantCulture, $"{block.Leading}{next}") }));

    private static bool Follows(string before, string after) =>
        before.Length == after.Length && int.Parse(before, CultureInfo.InvariantCulture) + 1 == int.Parse(after, CultureInfo.InvariantCulture);

    private static void Look(NumberingRegion region, string prefix, int digits, List<NumberBlock> found)
    {
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        var asked = 0;
        Span<char> number = stackalloc char[digits];
        prefix.CopyTo(number);
        for (var next = 0; next < 10; next++)
        {
            for (var filler = 0; filler < Fillers; filler++)
            {
                Fill(number[prefix.Length..], next, filler);
                asked++;
                if (NumberingFacts.TypeOf(region.CallingCode, region.Region, number) is { } type)
                    seen[type] = seen.GetValueOrDefault(type) + 1;
            }
        }

        var uniform = seen.Count == 1 && seen.Values.First() == asked;
        // Where no sample meets a number, a small range may still lie behind (Singapore's 1800): such leading digits are looked behind as well.
        if (prefix.Length > 0 && (uniform || prefix.Length == Depth || prefix.Length >= digits - 2))
        {
            found.AddRange(seen.Select(t => new NumberBlock(t.Key, prefix, digits, (double)t.Value / asked)));
            return;
        }

        for (var next = '0'; next <= '9'; next++)
            Look(region, prefix + next, digits, found);
    }

    /// <summary>Digits behind the leading ones: the next one is given, the others are spread over 0 to 9 by a fixed mixing.</summary>
    private static void Fill(Span<char> rest, int next, int filler)
    {
        var mix = (uint)((next * 2_654_435_761L) + (filler * 40_503L) + 12_345);
        for (var i = 0; i < rest.Length; i++)
        {
            mix = unchecked((mix * 1_664_525) + 1_013_904_223);
            rest[i] = i == 0 ? (char)('0' + next) : (char)('0' + (mix >> 16) % 10);
        }
    }
}
