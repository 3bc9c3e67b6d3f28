using System.Diagnostics;
using Meridian.Foundation.Database;
using Meridian.Foundation.Governance;
using Meridian.Profiles;
using Meridian.Rules;
using Meridian.Rules.Checking;
using Meridian.Rules.Syntax;
using Meridian.Tags;
using Meridian.Tags.Definitions;

namespace Meridian.Segments;

/// <summary>How many customers an expression holds for, and how long it took to find out.</summary>
public sealed record RuleCount(long Customers, long Milliseconds);

/// <summary>A segment with who is in it.</summary>
/// <param name="Needs">What its rule names: "tag vip", "segment big".</param>
/// <param name="NeededBy">What names it.</param>
/// <param name="Countries">Customers of each country, the most first; null for those whose country is not known.</param>
/// <param name="Versions">The latest first.</param>
public sealed record SegmentView(
    string Key, SegmentVersion Current, long Customers, IReadOnlyList<CountryCount> Countries, IReadOnlyList<string> Needs, IReadOnlyList<string> NeededBy,
    IReadOnlyList<SegmentVersion> Versions, IReadOnlyList<SnapshotLine> Snapshots);

/// <summary>Counts and shows saved segments.</summary>
public static class SegmentViews
{
    /// <exception cref="NoSuchDefinitionException">There is no such segment.</exception>
    public static SegmentView Show(ISession session, Scope scope, string key, DateTime at)
    {
        var members = SegmentMembers.Of(session, key, at);
        var graph = DefinitionCheck.Newest(session);
        var countries = session.List(
            $"""
            select p.country, count(*) from {ProfileTables.Profile} p where {new CustomerFilter { Members = members }.Where(session.Dialect, scope)} group by p.country order by 2 desc, 1
            """,
            r => new CountryCount(r.Text(0), r.Long(1)));
        return new SegmentView(
            key, SegmentBook.Find(session, key)!, countries.Sum(c => c.Customers), countries, graph.Of(Dependencies.Segment(key)), graph.On(Dependencies.Segment(key)),
            SegmentBook.Versions(session, key), scope.IsLimited ? [] : Segments.Snapshots.Of(session, key));
    }

    /// <exception cref="NoSuchDefinitionException">There is no such segment.</exception>
    /// <param name="asOf">An earlier instant, by what had happened then; null for now.</param>
    public static RuleCount Count(ISession session, Scope scope, string key, DateTime now, DateTime? asOf = null)
    {
        var watch = Stopwatch.StartNew();
        var (inputs, rules) = SegmentMembers.Checked(session, [key], now, asOf);
        var customers = RuleSelection.Count(session, scope, inputs, rules[0]);
        return new RuleCount(customers, watch.ElapsedMilliseconds);
    }

    /// <summary>How many customers are in each of the saved segments, in one pass; null for one whose rule makes no sense any more.</summary>
    public static IReadOnlyDictionary<string, long?> Counts(ISession session, Scope scope, DateTime at)
    {
        var words = StoreVocabulary.Of(session);
        var (counts, rules) = (new Dictionary<string, long?>(StringComparer.Ordinal), new List<(string Key, CheckedRule Rule)>());
        foreach (var segment in SegmentBook.All(session))
        {
            counts[segment.Key] = null;
            try
            {
                rules.Add((segment.Key, RuleChecker.Check(segment.Definition.Rule, words)));
            }
            catch (RuleException)
            {
                // It is told of where it is looked at.
            }
        }

        foreach (var some in rules.Chunk(AtOnce))
        {
            var compiled = CompiledRules.Of(session, StoreFacts.Now(words, at), [.. some.Select(r => r.Rule)]);
            var columns = Sql.Join(", ", compiled.Conditions.Select(c => (Sql)$"count(*) filter (where {c})"));
            var found = session.First($"select {columns} from {compiled.From} where {SeenProfiles.By(scope)}", r => some.Select((_, i) => r.Long(i)).ToList())!;
            for (var i = 0; i < some.Length; i++)
                counts[some[i].Key] = found[i];
        }

        return counts;
    }

    /// <summary>Rules of one statement: engines take long to plan more.</summary>
    private const int AtOnce = 40;
}
