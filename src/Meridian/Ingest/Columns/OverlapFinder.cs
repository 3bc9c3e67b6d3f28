using Meridian.Foundation.Platforms;

namespace Meridian.Ingest.Columns;

/// <summary>Columns of one file that seem to hold the same thing, with a proposal.</summary>
/// <param name="Columns">Positions, from 0, in the file's order.</param>
/// <param name="Headers">Their headers, in the same order.</param>
/// <param name="Target">What they would be merged into: a field, or a trait.</param>
/// <param name="Reason">For people.</param>
public sealed record Overlap(IReadOnlyList<int> Columns, IReadOnlyList<string> Headers, string Target, string Reason);

/// <summary>Finds columns that overlap: the same name but for case and punctuation, names that mean the same field, or the same values.</summary>
public static class OverlapFinder
{
    private const double SimilarShare = 0.6;
    private const double ContainedShare = 0.9;

    /// <summary>Fewer distinct values than this coincide too often: yes/no, ratings, countries of a two-country shop.</summary>
    private const int FewestDistinct = 5;

    /// <summary>Files wider than this are compared by name only: pairs grow with the square.</summary>
    private const int MostComparedByValue = 300;

    public static IReadOnlyList<Overlap> Find(IReadOnlyList<string> header, IReadOnlyList<IReadOnlyList<string>> sampleRows)
    {
        var columns = Enumerable.Range(0, header.Count).Select(i => new Side(i, header[i], sampleRows, header.Count)).ToList();
        var links = LinkByName(columns);
        if (columns.Count <= MostComparedByValue)
            links.AddRange(LinkByValues(columns));
        var (groups, joining) = Group(columns.Count, links);
        return [.. groups.Select(g => Describe(g, columns, joining))];
    }

    private static List<Link> LinkByName(List<Side> columns)
    {
        var links = new List<Link>();
        links.AddRange(Pairs(columns.Where(c => c.Name.Length > 0).GroupBy(c => WithoutOrdinal(c.Header), StringComparer.Ordinal), "same name"));
        links.AddRange(Pairs(columns.Where(c => c.Name.Length > 0).GroupBy(c => c.Name, StringComparer.Ordinal), "same name but for case and punctuation"));
        links.AddRange(Pairs(columns.Where(c => c.Field is { Many: false }).GroupBy(c => c.Field!.Key, StringComparer.Ordinal), "names that mean the same"));
        return links;
    }

    private static IEnumerable<Link> Pairs(IEnumerable<IGrouping<string, Side>> groups, string reason) =>
        groups.SelectMany(g => g.Skip(1).Select(c => new Link(g.First().Index, c.Index, reason)));

    private static IEnumerable<Link> LinkByValues(List<Side> columns)
    {
        for (var i = 0; i < columns.Count; i++)
        {
            for (var j = i + 1; j < columns.Count; j++)
            {
                var (a, b) = (columns[i], columns[j]);
                // A phone and a WhatsApp number with the same values are two facts, not one told twice.
                if (a.Field is not null && b.Field is not null && a.Field != b.Field)
                    continue;
                var fewer = Math.Min(a.Values.Count, b.Values.Count);
                if (fewer < FewestDistinct)
                    continue;
                var shared = a.Values.Count(b.Values.Contains);
                var jaccard = (double)shared / (a.Values.Count + b.Values.Count - shared);
                if (jaccard >= SimilarShare)
                    yield return new Link(i, j, $"{Percent(jaccard)} of values are in both");
                else if ((double)shared / fewer >= ContainedShare)
                    yield return new Link(i, j, $"{Percent((double)shared / fewer)} of the values of \"{(a.Values.Count <= b.Values.Count ? a : b).Header}\" are in \"{(a.Values.Count <= b.Values.Count ? b : a).Header}\"");
            }
        }
    }

    /// <summary>Groups of linked columns, and the links that joined them: what is joined already needs no second reason.</summary>
    private static (IEnumerable<List<int>> Groups, List<Link> Joining) Group(int count, List<Link> links)
    {
        var joining = new List<Link>();
        var root = Enumerable.Range(0, count).ToArray();
        int Find(int i) => root[i] == i ? i : root[i] = Find(root[i]);
        foreach (var link in links)
        {
            var (a, b) = (Find(link.A), Find(link.B));
            if (a == b)
                continue;
            root[Math.Max(a, b)] = Math.Min(a, b);
            joining.Add(link);
        }

        return (Enumerable.Range(0, count).GroupBy(Find).Where(g => g.Count() > 1).Select(g => g.ToList()), joining);
    }

    private static Overlap Describe(List<int> group, List<Side> columns, List<Link> links)
    {
        var sides = group.Select(i => columns[i]).ToList();
        var field = sides.Select(s => s.Field).FirstOrDefault(f => f is not null);
        var fullest = sides.OrderByDescending(s => s.Filled).ThenBy(s => s.Index).First();
        var reasons = links.Where(l => group.Contains(l.A) && group.Contains(l.B)).Select(l => l.Reason).Distinct(StringComparer.Ordinal);
        return new Overlap(
            group,
            [.. sides.Select(s => s.Header)],
            field?.Key ?? $"{Fields.TraitPrefix}{TraitName.Of(WithoutOrdinal(fullest.Header), fullest.Index)}",
            string.Join("; ", reasons));
    }

    private static string Percent(double share) => $"{Math.Round(share * 100):0} %";

    /// <summary>The reader calls a second "Phone" "Phone (2)".</summary>
    private static string WithoutOrdinal(string header)
    {
        var open = header.LastIndexOf(" (", StringComparison.Ordinal);
        return open > 0 && header[^1] == ')' && header.AsSpan(open + 2, header.Length - open - 3).ContainsAnyExceptInRange('0', '9') is false ? header[..open] : header;
    }

    private sealed record Link(int A, int B, string Reason);

    private sealed class Side
    {
        public Side(int index, string header, IReadOnlyList<IReadOnlyList<string>> rows, int columns)
        {
            Index = index;
            Header = header;
            Name = Spelling.Key(WithoutOrdinal(header));
            var meaning = HeaderReader.Read(WithoutOrdinal(header));
            Field = meaning.Clarity is HeaderClarity.Exact or HeaderClarity.Composed && meaning.Candidates.Select(c => c.Field).Distinct(StringComparer.Ordinal).Count() == 1
                ? Fields.WithKey(meaning.Candidates[0].Field)
                : null;
            var values = SampleValues.Of(rows, index, columns);
            Filled = values.Count;
            // Short numbers coincide: ages with order counts.
            Values = values.Where(v => v.Length > 3 || !v.All(char.IsAsciiDigit)).Select(Spelling.Key).Where(v => v.Length > 0).ToHashSet(StringComparer.Ordinal);
        }

        public int Index { get; }

        public string Header { get; }

        public string Name { get; }

        public Field? Field { get; }

        public int Filled { get; }

        public HashSet<string> Values { get; }
    }
}
