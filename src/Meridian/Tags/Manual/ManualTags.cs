using Meridian.Foundation.Database;
using Meridian.Resolve;
using Meridian.Tags.Definitions;

namespace Meridian.Tags.Manual;

/// <summary>What people say of tags, and which of it stands.</summary>
public static class ManualTags
{
    /// <summary>
    /// The statements that stand: (profile_id, tag, given, value, by_whom, reason, since, until, version, entry, row_no), one at most of each profile and tag. Of all that is said of a profile's records the latest counts; when its
    /// time is over, or it gave the decision back, the rule decides, and no earlier word comes to life again. Of tags that are not published nothing stands.
    /// </summary>
    /// <param name="profiles">A query of profile ids; null for all.</param>
    /// <param name="at">UTC.</param>
    public static Sql Standing(Sql? profiles, DateTime at) => $"""
        select s.profile_id, s.tag, s.given, s.value, s.by_whom, s.reason, s.since, s.until, v.version, s.entry, s.row_no
        from (
            select r.profile_id, m.tag, m.given, m.value, m.by_whom, m.reason, m.since, m.until, m.entry, m.row_no,
                row_number() over (partition by r.profile_id, m.tag order by m.entry desc, m.row_no desc, m.record_id) as place
            from {TagTables.Manual} m join {ResolveTables.Record} r on r.record_id = m.record_id
            {(profiles is null ? Sql.Empty : $"where r.profile_id in ({profiles})")}) s
        join {TagTables.Version} v on v.tag = s.tag and v.status = {TagStatus.Published}
        where s.place = 1 and s.given is not null and (s.until is null or s.until > {at})
        """;

    /// <summary>Whether anybody ever said anything.</summary>
    public static bool Any(ISession session) => session.Count($"select count(*) from (select 1 from {TagTables.Manual} limit 1) m") > 0;
}
