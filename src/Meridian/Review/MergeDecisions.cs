using Meridian.Consents;
using Meridian.Foundation.Database;
using Meridian.Foundation.Governance;
using Meridian.Foundation.Log;
using Meridian.Ingest;
using Meridian.Profiles;
using Meridian.Resolve;
using Meridian.Resolve.Decisions;

namespace Meridian.Review;

/// <summary>A verdict that is none.</summary>
public sealed class DecisionException(string message) : Exception(message);

/// <summary>What became of a decision.</summary>
/// <param name="Verdict">"one", "two" or "open".</param>
/// <param name="Before">What stood: "one", "two", or "open" where nobody had decided.</param>
/// <param name="Entry">Of the log, applied by the pump; null where the same stood already.</param>
public sealed record DecisionReceipt(Guid First, Guid Second, string Verdict, string Before, long? Entry);

/// <summary>What a person decided of two customers, and stands.</summary>
/// <param name="Other">The record by which the other customer is found; of customers who are one by it a record of the same customer.</param>
/// <param name="Name">The other customer's name.</param>
/// <param name="By">Who decided; null where it was not kept.</param>
public sealed record StandingDecision(Guid First, Guid Second, string Verdict, Guid Other, string? Name, DateTime At, string? By);

/// <summary>Takes in what people decide of customers who may be one, for hosts. Nothing is applied here.</summary>
public static class MergeDecisions
{
    private static readonly string[] Verdicts = [DecisionOrder.One, DecisionOrder.Two, DecisionOrder.Open];

    /// <param name="log">An <see cref="ActingLog"/>: who says it is kept.</param>
    /// <param name="first">A record's id; the id of a customer is that of a record, and still names it when customers became one.</param>
    /// <returns>Null where one of them is not there or may not be seen, or where nothing is in doubt or decided between them.</returns>
    /// <exception cref="DecisionException">There is no such verdict.</exception>
    public static DecisionReceipt? Take(ISession session, Scope scope, ILog log, Guid first, Guid second, string verdict, DateTime now)
    {
        if (!Verdicts.Contains(verdict, StringComparer.Ordinal))
            throw new DecisionException($"verdict: '{verdict}' is none; say one (they are one person), two (they are two people) or open (take back what was said).");
        if (Profile(session, scope, first) is not { } a || Profile(session, scope, second) is not { } b)
            return null;
        var standing = Decided(session, a, b);
        var pairs = standing.Select(d => new DecidedPair(d.A, d.B)).Concat(a == b ? [] : InDoubt(session, a, b)).Distinct().OrderBy(p => p.A).ThenBy(p => p.B).ToList();
        if (pairs.Count == 0)
            return null;
        var before = standing.Count == 0 ? DecisionOrder.Open : standing.OrderByDescending(d => d.Entry).First().Verdict;
        if (standing.Count == 0 ? verdict == DecisionOrder.Open : standing.Count == pairs.Count && standing.TrueForAll(d => d.Verdict == verdict))
            return new DecisionReceipt(first, second, verdict, before, null);
        var stays = a == b && verdict != DecisionOrder.One ? Withdrawals.StayingSince(session, a, standing.Min(d => d.Entry)) : [];
        var entry = log.Append(DecisionOrder.Kind, now, new DecisionOrder(verdict, pairs, stays.Count > 0 ? stays : null).ToJson()).Entry;
        return new DecisionReceipt(first, second, verdict, before, entry);
    }

    /// <summary>Decisions that stand about a customer and others who may be seen, the latest first.</summary>
    public static List<StandingDecision> Of(ISession session, Scope scope, Guid profile) =>
    [
        .. session.List(
            $"""
            select d.record_a, d.record_b, d.verdict, case when a.profile_id = {profile} then d.record_b else d.record_a end, case when a.profile_id = {profile} then q.name else p.name end,
                d.decided_at, d.decided_by, d.entry
            from {ResolveTables.Decision} d join {ResolveTables.Record} a on a.record_id = d.record_a join {ResolveTables.Record} b on b.record_id = d.record_b
            join {ProfileTables.Profile} p on p.profile_id = a.profile_id join {ProfileTables.Profile} q on q.profile_id = b.profile_id
            where (a.profile_id = {profile} or b.profile_id = {profile}) and {scope.Sees($"p.country")} and {scope.Sees($"q.country")} order by d.entry desc, d.record_a, d.record_b
            """,
            r => (Entry: r.Long(7), Decision: new StandingDecision(r.Id(0), r.Id(1), r.Text(2)!, r.Id(3), r.Text(4), r.Time(5), r.Text(6)))).DistinctBy(d => d.Entry).Select(d => d.Decision),
    ];

    private static Guid? Profile(ISession session, Scope scope, Guid record) => session.List(
        $"""
        select p.profile_id from {ResolveTables.Record} r join {ProfileTables.Profile} p on p.profile_id = r.profile_id where r.record_id = {record} and {scope.Sees($"p.country")}
        """,
        r => r.Id(0)) is [var profile] ? profile : null;

    private static List<(Guid A, Guid B, string Verdict, long Entry)> Decided(ISession session, Guid first, Guid second) => session.List(
        $"""
        select d.record_a, d.record_b, d.verdict, d.entry from {ResolveTables.Decision} d
        join {ResolveTables.Record} a on a.record_id = d.record_a join {ResolveTables.Record} b on b.record_id = d.record_b
        where (a.profile_id = {first} and b.profile_id = {second}) or (a.profile_id = {second} and b.profile_id = {first})
        """,
        r => (r.Id(0), r.Id(1), r.Text(2)!, r.Long(3)));

    private static List<DecidedPair> InDoubt(ISession session, Guid first, Guid second) => session.List(
        $"""
        select w.record_a, w.record_b from {ResolveTables.ReviewPair} w
        join {ResolveTables.Record} a on a.record_id = w.record_a join {ResolveTables.Record} b on b.record_id = w.record_b
        where (a.profile_id = {first} and b.profile_id = {second}) or (a.profile_id = {second} and b.profile_id = {first})
        """,
        r => DecidedPair.Of(r.Id(0), r.Id(1)));
}
