using Meridian.Foundation.Database;
using Meridian.Foundation.Governance;
using Meridian.Profiles;
using Meridian.Rules;
using Meridian.Tags.Definitions;

namespace Meridian.Segments;

/// <summary>Customers who are in exactly these of the segments.</summary>
public sealed record OverlapPart(IReadOnlyList<string> In, long Customers);

/// <summary>How segments overlap.</summary>
/// <param name="Customers">Who are in any of them.</param>
/// <param name="Sizes">Who are in each, whatever else they are in.</param>
/// <param name="Parts">Every combination that anybody is in; those of most segments first.</param>
public sealed record OverlapView(IReadOnlyList<string> Segments, long Customers, IReadOnlyList<long> Sizes, IReadOnlyList<OverlapPart> Parts);

/// <summary>Counts who is in which of several segments, in one pass.</summary>
public static class SegmentOverlap
{
    /// <summary>More combinations than people look at.</summary>
    public const int Most = 5;

    /// <param name="keys">Two to <see cref="Most"/> of them.</param>
    /// <exception cref="NoSuchDefinitionException">There is no such segment.</exception>
    /// <exception cref="DefinitionException">They are too few, too many, or one is named twice.</exception>
    public static OverlapView Of(ISession session, Scope scope, IReadOnlyList<string> keys, DateTime at)
    {
        if (keys.Count is < 2 or > Most || keys.Distinct(StringComparer.Ordinal).Count() < keys.Count)
            throw new DefinitionException("segments", $"name 2 to {Most} segments, each once");
        var (inputs, rules) = SegmentMembers.Checked(session, keys, at, null);
        var compiled = CompiledRules.Of(session, inputs, rules);
        // One bit a segment; the sum of a customer's bits is the combination.
        var bits = Sql.Join(" + ", compiled.Conditions.Select((c, i) => (Sql)$"cast({c} as integer) * cast({1 << i} as integer)"));
        var parts = session.List(
            $"""
            select b.bits, count(*) from (select {bits} as bits from {compiled.From} where {SeenProfiles.By(scope)}) b
            where b.bits > 0 group by b.bits
            """,
            r => (Bits: (int)r.Long(0), Customers: r.Long(1)));
        return new OverlapView(
            keys, parts.Sum(p => p.Customers), [.. keys.Select((_, i) => parts.Where(p => (p.Bits & (1 << i)) != 0).Sum(p => p.Customers))],
            [.. parts.OrderByDescending(p => int.PopCount(p.Bits)).ThenBy(p => p.Bits).Select(p => new OverlapPart([.. keys.Where((_, i) => (p.Bits & (1 << i)) != 0)], p.Customers))]);
    }
}
