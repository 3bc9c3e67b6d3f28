using Meridian.Foundation.Database;
using Meridian.Resolve;

namespace Meridian.Profiles.Edits;

/// <summary>What people said of customers' traits, and which of it stands.</summary>
internal static class StandingEdits
{
    /// <summary>
    /// The edits that stand: (profile_id, trait, value, own, said_at, by_whom, reason, entry, row_no), one at most of each profile and trait. Of all that was said of a profile's records the latest
    /// counts; when it left the trait to the sources, no earlier edit comes to life again.
    /// </summary>
    /// <param name="profiles">A condition on <c>r</c>, a record.</param>
    /// <param name="at">What was said later does not count; null for no end.</param>
    public static Sql Of(Sql profiles, DateTime? at = null) => $"""
        select s.profile_id, s.trait, s.value, s.own, s.said_at, s.by_whom, s.reason, s.entry, s.row_no
        from (
            select r.profile_id, e.trait, e.value, e.own, e.released, e.said_at, e.by_whom, e.reason, e.entry, e.row_no,
                row_number() over (partition by r.profile_id, e.trait order by e.entry desc, e.row_no desc, e.record_id) as place
            from {ProfileTables.Edit} e join {ResolveTables.Record} r on r.record_id = e.record_id
            where {profiles} {(at is null ? Sql.Empty : $"and e.said_at <= {at}")}) s
        where s.place = 1 and not s.released
        """;

    /// <summary>Whether anybody ever edited anything.</summary>
    public static bool Any(ISession session) => session.Count($"select count(*) from (select 1 from {ProfileTables.Edit} limit 1) e") > 0;
}
