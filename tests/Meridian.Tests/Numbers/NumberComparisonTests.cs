using Meridian.Numbers;

namespace Meridian.Tests.Numbers;

public sealed class NumberComparisonTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("meridian-compare-");

    public void Dispose() => _folder.Delete(recursive: true);

    /// <summary>Whether all fits the memory that is allowed, or next to nothing does: the same lists, in the same order.</summary>
    [Theory]
    [InlineData(NumberComparison.InMemory)]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(1_000)]
    public void Lists_of_any_size_are_compared_the_same(int inMemory)
    {
        var draw = new Random(4);
        var lists = Enumerable.Range(0, 3).Select(_ => Enumerable.Range(0, 900).Select(_ => $"+4915{draw.Next(100_000_000, 100_001_500)}{(draw.Next(9) == 0 ? "" : "0")}").ToList()).ToList();
        var files = lists.Select((l, i) => NumberFile.Open(Write($"list{i}.csv", l.Prepend("phone").Append("nothing")), null, null)).ToList();
        using var comparison = NumberComparison.Of(files, null, TestContext.Current.CancellationToken, inMemory);
        files.ForEach(f => f.Dispose());
        Assert.Equal(lists.Select(l => (901L, (long)l.Distinct(StringComparer.Ordinal).Count(), 1L)), comparison.Lists.Select(l => (l.Rows, l.Numbers, l.WithoutNumber)));

        var paths = comparison.Shares.Select((_, i) => Path.Combine(_folder.FullName, $"share{i}.csv")).ToList();
        comparison.Write(paths, TestContext.Current.CancellationToken, mostOpen: 3);
        var expected = lists.SelectMany((l, i) => l.Select(n => (Number: n, List: i))).GroupBy(n => n.Number, n => n.List, StringComparer.Ordinal)
            .GroupBy(g => string.Join(',', g.Distinct().Order()), g => g.Key, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.Order(StringComparer.Ordinal).ToList(), StringComparer.Ordinal);
        Assert.Equal(expected.Count, comparison.Shares.Count);
        for (var i = 0; i < paths.Count; i++)
        {
            var share = comparison.Shares[i];
            Assert.Equal(expected[string.Join(',', share.Lists)], File.ReadLines(paths[i]).Skip(1));
            Assert.Equal(expected[string.Join(',', share.Lists)].Count, share.Numbers);
        }
    }

    private string Write(string name, IEnumerable<string> lines)
    {
        var path = Path.Combine(_folder.FullName, name);
        File.WriteAllLines(path, lines);
        return path;
    }
}
