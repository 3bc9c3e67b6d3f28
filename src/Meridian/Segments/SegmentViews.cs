using System.Diagnostics;
using Meridian.Foundation.Database;
using Meridian.Foundation.Governance;
using Meridian.Profiles;
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
}
