using Meridian.Foundation.Database;
using Meridian.Foundation.Governance;
using Meridian.Resolve;
using Meridian.Resolve.Decisions;
using Meridian.Segments;

namespace Meridian.Review;

/// <summary>One thing that is known of two customers, or of one of them.</summary>
/// <param name="What">A trait's name, or the kind of an identifier.</param>
/// <param name="First">Null where nothing is known.</param>
/// <param name="Agrees">Whether both say the same; null where only one says anything.</param>
public sealed record ComparedValue(string What, string? First, string? Second, bool? Agrees);

/// <summary>Two customers side by side: why they may be one, what agrees and what contradicts.</summary>
/// <param name="Reasons">Why nobody but a person can tell; none where nothing is in doubt.</param>
/// <param name="Verdict">What was decided: "one", "two", or "open".</param>
/// <param name="By">Who decided, and when; null while it is open.</param>
public sealed record MergeComparison(
    CustomerView First, CustomerView Second, IReadOnlyList<string> Reasons, IReadOnlyList<ComparedValue> Identifiers, IReadOnlyList<ComparedValue> Traits, string Verdict, string? By, DateTime? At)
{
    /// <param name="first">A customer's id, also one that was merged away.</param>
    /// <returns>Null where one of them is not there or may not be seen, or where nothing is in doubt or decided between them.</returns>
    public static MergeComparison? Of(ISession session, Scope scope, Guid first, Guid second)
    {
        if (Find(first) is not { } a || Find(second) is not { } b)
            return null;
        var isOne = a.ProfileId == b.ProfileId;
        var reasons = isOne ? [] : session.List(
            $"""
            select distinct w.reason from {ResolveTables.ReviewPair} w
            join {ResolveTables.Record} x on x.record_id = w.record_a join {ResolveTables.Record} y on y.record_id = w.record_b
            where (x.profile_id = {a.ProfileId} and y.profile_id = {b.ProfileId}) or (x.profile_id = {b.ProfileId} and y.profile_id = {a.ProfileId}) order by 1
            """,
            r => r.Text(0)!);
        var decision = MergeDecisions.Of(session, scope, a.ProfileId).Find(d => isOne ? d.Verdict == DecisionOrder.One : IsOf(d, b));
        if (reasons.Count == 0 && decision is null)
            return null;
        return new MergeComparison(a, b, reasons, Compare(IdentifiersOf(a), IdentifiersOf(b)), Compare(TraitsOf(a), TraitsOf(b)), decision?.Verdict ?? DecisionOrder.Open, decision?.By, decision?.At);

        CustomerView? Find(Guid id) => CustomerViews.Find(session, scope, id.ToString(), beginnings: false) is [var profile] ? CustomerViews.Show(session, scope, profile, id) : null;
    }

    private static bool IsOf(StandingDecision decision, CustomerView other) => other.Records.Any(r => r.RecordId == decision.First || r.RecordId == decision.Second);

    private static IEnumerable<(string What, string Value)> IdentifiersOf(CustomerView view) => view.Identifiers.Select(i => (i.Kind, i.Value)).Distinct();

    private static IEnumerable<(string What, string Value)> TraitsOf(CustomerView view) => view.Traits.Select(t => (t.Trait, t.Value))
        .Concat(view.Labels.Where(l => l.Tag is "country" or "language" or "time_zone").Select(l => (l.Tag, l.Value))).DistinctBy(t => t.Item1);

    /// <summary>What both have first, then what contradicts, then what one has alone.</summary>
    private static List<ComparedValue> Compare(IEnumerable<(string What, string Value)> first, IEnumerable<(string What, string Value)> second)
    {
        var (one, other) = (first.ToLookup(v => v.What, v => v.Value, StringComparer.Ordinal), second.ToLookup(v => v.What, v => v.Value, StringComparer.Ordinal));
        return
        [
            .. one.Select(g => g.Key).Union(other.Select(g => g.Key), StringComparer.Ordinal).SelectMany(what =>
            {
                var both = one[what].Intersect(other[what], StringComparer.Ordinal).ToList();
                var (left, right) = (one[what].Except(both, StringComparer.Ordinal).ToList(), other[what].Except(both, StringComparer.Ordinal).ToList());
                return both.Select(v => new ComparedValue(what, v, v, true)).Concat(Enumerable.Range(0, Math.Max(left.Count, right.Count)).Select(i =>
                    new ComparedValue(what, left.ElementAtOrDefault(i), right.ElementAtOrDefault(i), i < left.Count && i < right.Count ? false : null)));
            }).OrderBy(v => v.Agrees switch { true => 0, false => 1, _ => 2 }),
        ];
    }
}
