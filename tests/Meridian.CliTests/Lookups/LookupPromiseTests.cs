using System.Text.RegularExpressions;
using Meridian.CliTests.Running;
using Meridian.Connectors.Lookups;
using Meridian.DuckDb;
using Meridian.Numbers;
using Meridian.Numbers.Lookups;

namespace Meridian.CliTests.Lookups;

/// <summary>What the documentation promises of look-ups: its configurations are ones, and a run that ends badly has counted what it may have cost.</summary>
public sealed partial class LookupPromiseTests : IDisposable
{
    private static readonly LookupTerms Terms = new("fake", "fake.example", 10_000, "EUR", 10_000_000, 50_000, 30, [], 2, 2);

    private readonly Shell _shell = new();

    public void Dispose() => _shell.Dispose();

    [Fact]
    public void Every_configuration_in_the_docs_can_be_used()
    {
        var root = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(root, "Meridian.slnx")))
            root = Path.GetDirectoryName(root)!;
        var examples = JsonBlock().Matches(File.ReadAllText(Path.Combine(root, "docs", "numbers.md"))).Select(m => m.Groups["json"].Value).Where(j => j.Contains("\"cost\"", StringComparison.Ordinal)).ToList();
        Assert.Equal(2, examples.Count);
        foreach (var example in examples)
        {
            using var lookup = new LookupBook(_shell.Data, name => "value of " + name).Open(_shell.Write("example.json", example), TimeProvider.System);
            Assert.NotEmpty(lookup.Terms.Purposes);
        }
    }

    [Fact]
    public void A_run_that_breaks_keeps_what_was_answered_and_counts_what_was_sent()
    {
        var list = _shell.Write("list.csv", "phone\n+4915112345600\n+4915112345601\n+4915112345602\n");
        using var cache = new LookupCache(_shell.Data, p => new DuckDbDatabase(p));
        var at = new DateTime(2026, 11, 23);
        Assert.Throws<InvalidDataException>(() => Run(new Fake(n => n.EndsWith('1') ? throw new InvalidDataException("broken") : new LookupAnswer(LineStatus.Reachable, null, null, null, null)), cache, at, list));
        Assert.Equal(2, cache.Current(at).Count());
        Assert.Equal(30_000, cache.Spent(Terms, at));
    }

    /// <summary>At the moment when a request is sent all that it and its neighbours may cost is on the disk: whoever is killed then has counted too much.</summary>
    [Fact]
    public void What_may_be_spent_is_written_down_before_it_is()
    {
        var list = _shell.Write("list.csv", "phone\n+4915112345600\n+4915112345601\n");
        using var cache = new LookupCache(_shell.Data, p => new DuckDbDatabase(p));
        var (at, reserved) = (new DateTime(2026, 11, 23), new List<long>());
        var counts = Run(new Fake(_ =>
        {
            reserved.Add(cache.Spent(Terms, at));
            return new LookupAnswer(LineStatus.Reachable, null, null, null, null);
        }), cache, at, list);
        Assert.Equal([40_000, 40_000], reserved);
        Assert.Equal((2, 20_000), (counts.Requests, cache.Spent(Terms, at)));
        Assert.Contains("\"event\":\"asking\"", File.ReadAllLines(LookupAudit.PathOf(_shell.Data))[0], StringComparison.Ordinal);
    }

    private LookupCounts Run(ILookup lookup, LookupCache cache, DateTime at, string list)
    {
        using var audit = new LookupAudit(_shell.Data);
        return new NumberLookup(lookup, cache, audit, new LookupOrder("a test", "me", Terms.CapPerRun, 30, KnownCustomers.None), () => at)
            .Run(() => [NumberFile.Open(list, null, null)], Path.Combine(_shell.Folder, "out.csv"), null, default);
    }

    [GeneratedRegex("```json\n(?<json>.*?)```", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.Singleline, 1000)]
    private static partial Regex JsonBlock();

    /// <summary>Answers at once, on the caller's thread.</summary>
    private sealed class Fake(Func<string, LookupAnswer> answer) : ILookup
    {
        public LookupTerms Terms => LookupPromiseTests.Terms;

        public Task<LookupReply> AskAsync(string e164, LookupAllowance allowance, CancellationToken stop)
        {
            Assert.True(allowance.TryTake());
            try
            {
                return Task.FromResult(new LookupReply(answer(e164), null, false));
            }
            catch (InvalidDataException e)
            {
                return Task.FromException<LookupReply>(e);
            }
        }

        public void Dispose()
        {
        }
    }
}
