namespace Meridian.Numbers;

/// <summary>Leading digits of a country's numbers that lead to one type.</summary>
/// <param name="First">First of the leading digits ("151"); equals <paramref name="Last"/> where there is one only.</param>
/// <param name="Digits">Digits of the national number, the leading ones included.</param>
/// <param name="Share">Part of the numbers behind these digits that the plan uses for the type, 0 to 1.</param>
public sealed record NumberRange(string Type, string First, string Last, int Digits, double Share)
{
    /// <summary>How many numbers of the type there can be in the range, about.</summary>
    public double Numbers => (ulong.Parse(Last, System.Globalization.CultureInfo.InvariantCulture) - ulong.Parse(First, System.Globalization.CultureInfo.InvariantCulture) + 1) * Math.Pow(10, Digits - First.Length) * Share;
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

    private const int ShortestNumber = 3;
    private const int LongestNumber = 15;

    /// <summary>Ranges by type in the order of <see cref="NumberingFacts.TypeNames"/>, then by length and digits.</summary>
    public static List<NumberRange> Of(NumberingRegion region)
    {
        var found = new List<NumberRange>();
        for (var digits = ShortestNumber; digits <= LongestNumber; digits++)
        {
            if (NumberingFacts.IsPossibleLength(region.CallingCode, digits))
                Look(region, "", digits, found);
        }

        var order = NumberingFacts.TypeNames.Select((name, i) => (name, i)).ToDictionary(t => t.name, t => t.i, StringComparer.Ordinal);
        return Joined([.. found.OrderBy(r => order[r.Type]).ThenBy(r => r.Digits).ThenBy(r => r.First, StringComparer.Ordinal)]);
    }

    private static void Look(NumberingRegion region, string prefix, int digits, List<NumberRange> found)
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
        // The first digit alone is no range anybody speaks of, and few samples of it may all miss: it is always looked behind.
        if (prefix.Length > 0 && (seen.Count == 0 || uniform || prefix.Length == Depth || prefix.Length >= digits - 2))
        {
            found.AddRange(seen.Select(t => new NumberRange(t.Key, prefix, prefix, digits, (double)t.Value / asked)));
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

    /// <summary>Neighbours of one type, length and about the same share as one range: 150, 151, 152 is 150 to 152.</summary>
    private static List<NumberRange> Joined(List<NumberRange> ranges)
    {
        var joined = new List<NumberRange>();
        foreach (var range in ranges)
        {
            if (joined.Count > 0 && joined[^1] is var last && last.Type == range.Type && last.Digits == range.Digits && last.Last.Length == range.First.Length
                && ulong.Parse(last.Last, System.Globalization.CultureInfo.InvariantCulture) + 1 == ulong.Parse(range.First, System.Globalization.CultureInfo.InvariantCulture) && Math.Abs(last.Share - range.Share) < 0.05)
            {
                joined[^1] = last with { Last = range.Last };
            }
            else
            {
                joined.Add(range);
            }
        }

        return joined;
    }
}
