using Meridian.Events;
using Meridian.Foundation.Database;
using Meridian.Foundation.Governance;
using Meridian.Ingest;
using Meridian.Profiles;
using Meridian.Resolve;
using Meridian.Resolve.Decisions;
using Meridian.Tags.Definitions;

namespace Meridian.Review;

/// <summary>What waits for a person's decision, counted.</summary>
/// <param name="Merges">Pairs of customers who may be one.</param>
/// <param name="Countries">Customers whose evidence of a country disagrees.</param>
/// <param name="Dead">Messages on which the program failed; null for who may not see any.</param>
/// <param name="RejectedMessages">Messages in which something is wrong; null for who may not see any.</param>
/// <param name="RejectedRows">Rows of files that were not taken in.</param>
/// <param name="BrokenTags">Published tags whose rule makes no sense any more.</param>
public sealed record OpenCounts(long Merges, long Countries, long? Dead, long? RejectedMessages, long RejectedRows, IReadOnlyList<string> BrokenTags)
{
    public long All => Merges + Countries + (Dead ?? 0) + (RejectedMessages ?? 0) + RejectedRows + BrokenTags.Count;
}

/// <summary>Two customers who may be one.</summary>
/// <param name="Kind">The kind of the identifier that they share; null where it is known no more.</param>
public sealed record DoubtfulMerge(Guid First, string? FirstName, string? FirstCountry, Guid Second, string? SecondName, string? SecondCountry, string Reason, string? Kind, string? Value);

/// <summary>A customer whose evidence of a country disagrees.</summary>
/// <param name="Country">What they are counted as.</param>
/// <param name="Because">What it rests on.</param>
public sealed record CountryDoubt(Guid ProfileId, string? Name, string? Country, string? Because);

/// <summary>What needs a person.</summary>
public static class OpenQuestions
{
    public static OpenCounts Count(ISession session, Scope scope)
    {
        var kinds = Rights.Allows(scope, Right.ReadDeadLetters) ? EventHealth.Kinds(session, scope) : null;
        return new OpenCounts(
            session.Count($"select count(*) from ({Pairs(scope)}) q"),
            session.Count($"select count(*) from {ProfileTables.Profile} p where {Doubtful} and {SeenProfiles.By(scope)}"),
            kinds?.GetValueOrDefault(RejectedKinds.Dead), kinds?.GetValueOrDefault(RejectedKinds.Rejected),
            // Rows that were mended came again in imports of their own, where those that were refused once more are counted.
            Math.Max(0, session.Count($"""
                select coalesce(cast(sum(rejected) - sum(case when {ImportsAgain.IsMended} then rows else 0 end) as bigint), 0) from {IngestTables.Import}
                where state in ('applied', 'applying') and {scope.Brought($"key_id")}
                """)),
            DefinitionCheck.Broken(session));
    }

    /// <param name="of">Only pairs of this customer with others; null for all.</param>
    public static List<DoubtfulMerge> Merges(ISession session, Scope scope, int limit, Guid? of = null) => session.List(
        $"""
        select q.first_id, a.name, a.country, q.second_id, b.name, b.country, q.reason, min(i.kind), min(i.value)
        from (select s.* from ({Pairs(scope, of is { } one ? ProfileRecords.Of(session, one) : null)}) s order by s.reason, s.first_id, s.second_id limit {limit}) q
        join {ProfileTables.Profile} a on a.profile_id = q.first_id join {ProfileTables.Profile} b on b.profile_id = q.second_id
        left join {ResolveTables.Identifier} i on i.match_key = q.match_key
        group by q.first_id, a.name, a.country, q.second_id, b.name, b.country, q.reason order by q.reason, q.first_id, q.second_id
        """,
        r => new DoubtfulMerge(r.Id(0), r.Text(1), r.Text(2), r.Id(3), r.Text(4), r.Text(5), r.Text(6)!, r.Text(7), r.Text(8)));

    public static List<CountryDoubt> Countries(ISession session, Scope scope, int limit) => session.List(
        $"select p.profile_id, p.name, p.country, p.country_because from {ProfileTables.Profile} p where {Doubtful} and {SeenProfiles.By(scope)} order by p.country nulls last, p.profile_id limit {limit}",
        r => new CountryDoubt(r.Id(0), r.Text(1), r.Text(2), r.Text(3)));

    /// <summary>A condition on <c>p</c>: sources contradict each other, and no person has settled it.</summary>
    private static Sql Doubtful => $"p.country_conflict and coalesce(p.country_because, '') <> {ProfileRefresher.Edited}";

    /// <summary>Pairs of profiles that may both be seen, each once: (first_id, second_id, reason, match_key). What was made one since is settled.</summary>
    private static Sql Pairs(Scope scope, ProfileRecords? of = null) => $"""
        select least(a.profile_id, b.profile_id) as first_id, greatest(a.profile_id, b.profile_id) as second_id, min(w.reason) as reason, {FirstKey} as match_key
        from {ResolveTables.ReviewPair} w join {ResolveTables.Record} a on a.record_id = w.record_a join {ResolveTables.Record} b on b.record_id = w.record_b
        join {ProfileTables.Profile} p on p.profile_id = a.profile_id join {ProfileTables.Profile} o on o.profile_id = b.profile_id
        where a.profile_id <> b.profile_id and {scope.Sees($"p.country")} and {scope.Sees($"o.country")} and {StandingDecisions.Undecided($"a.profile_id", $"b.profile_id")}
          {(of is null ? Sql.Empty : (Sql)$"and ({of.Are($"w.record_a")} or {of.Are($"w.record_b")})")}
        group by least(a.profile_id, b.profile_id), greatest(a.profile_id, b.profile_id)
        """;

    // The engines have no least id of a group in common, but both have that of its text.
    private static Sql FirstKey => Sql.Constant("cast(min(cast(w.match_key as varchar)) as uuid)");
}
