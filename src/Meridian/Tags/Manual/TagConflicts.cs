using Meridian.Foundation.Database;
using Meridian.Foundation.Governance;
using Meridian.Profiles;
using Meridian.Tags.Definitions;

namespace Meridian.Tags.Manual;

/// <summary>Where a person says one thing of a customer's tag and its rule another. The person's word holds; this is how the team learns of it.</summary>
public static class TagConflicts
{
    private static readonly Table Standing = new("page_tag_standing");

    /// <summary>Those that there are now, the latest statement first.</summary>
    /// <param name="tag">Null for all.</param>
    public static List<TagConflict> Of(ISession session, Scope scope, string? tag, int limit)
    {
        var at = LabelRefresher.EvaluatedTo(session) ?? DateTime.MinValue;
        session.Execute(session.Dialect.CreateTemporary(Standing, $"""
            select s.* from ({ManualTags.Standing(null, at)}) s join {ProfileTables.Profile} p on p.profile_id = s.profile_id
            where {scope.Sees($"p.country")} {(tag is null ? Sql.Empty : $"and s.tag = {tag}")}
            """));
        // Where no rule has a say, nobody disagrees.
        var ruled = TagBook.Published(session).Where(t => t.Definition.Rules.Count > 0).Select(t => t.Key).ToList();
        if (ruled.Count == 0 || session.Count($"select count(*) from {Standing}") == 0)
            return [];
        var rules = TagEvaluator.WouldGive(session, $"select profile_id from {Standing}", at);
        return session.List(
            $"""
            select s.profile_id, s.tag, case when s.given then s.value end, w.value, s.since, s.until, s.by_whom, s.reason
            from {Standing} s left join {rules} w on w.profile_id = s.profile_id and w.tag = s.tag
            where s.tag in ({Sql.Join(", ", ruled.Select(t => (Sql)$"{t}"))})
              and coalesce(case when s.given then s.value end, '') <> coalesce(w.value, '')
            order by s.since desc, s.tag, s.profile_id limit {limit}
            """,
            r => new TagConflict(r.Id(0), r.Text(1)!, r.Text(2), r.Text(3), r.Time(4), r.IsNull(5) ? null : r.Time(5), r.Text(6), r.Text(7)));
    }
}
