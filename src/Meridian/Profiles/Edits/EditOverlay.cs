using Meridian.Foundation.Database;
using Meridian.Foundation.Log;
using Meridian.Normalise;
using Meridian.Resolve;

namespace Meridian.Profiles.Edits;

/// <summary>
/// Lays what people said over what the sources say. The few profiles that somebody edited are made a second time, so that the many others cost one question more and nothing else.
/// </summary>
internal static class EditOverlay
{
    private const string NoTraits = "{}";

    private static readonly Table Said = new("batch_edit");
    private static readonly Table Ranked = new("batch_edit_rank");
    private static readonly Table Chosen = new("batch_edit_chosen");

    /// <summary>Makes those of a table's profiles again that have edits; inside the caller's transaction.</summary>
    /// <param name="target">Shaped like the profile table, and holding the profiles as the sources have them.</param>
    /// <param name="profiles">A condition on <c>r</c>, a record: whose profiles are looked at.</param>
    /// <param name="at">Statements and edits from later do not count; null for no end.</param>
    public static void Apply(ISession session, Table target, Sql profiles, EntryRange range, DateTime? at = null)
    {
        if (!StandingEdits.Any(session))
            return;
        session.Execute(session.Dialect.CreateTemporary(Said, StandingEdits.Of(profiles, at)));
        var traits = session.List($"select distinct case when own then '' else trait end from {Said}", r => r.Text(0)!).ToHashSet(StringComparer.Ordinal);
        if (traits.Count == 0)
            return;
        session.Execute(session.Dialect.CreateTemporary(Ranked, ProfileRefresher.RankOf($"""
            (select distinct profile_id from {Said}) t join {ResolveTables.Record} r on r.profile_id = t.profile_id
            join {StatementTables.RecordVersion} v on v.record_id = r.record_id {(at is { } until ? (Sql)$"and {PastStatements.MadeBy(until)}" : Sql.Empty)}
            """)));
        session.Execute(session.Dialect.CreateTemporary(Chosen, ProfileRefresher.Survivors(session, Ranked, StatedColumns.Of(session))));
        session.Execute($"delete from {target} where profile_id in (select profile_id from {Chosen})");
        session.Execute($"insert into {target} {ProfileRefresher.Settled(session.Dialect, range, Over(session, traits), edited: true)}");
    }

    private static Sql Over(ISession session, HashSet<string> traits)
    {
        var all = TraitColumns.All.Select(t => t.Column).Concat([ProfileRefresher.Country, ProfileRefresher.Language, ProfileRefresher.TimeZone]).Where(c => traits.Contains(c.Name)).ToList();
        // The second tells "nothing is known" from "nothing was said".
        var values = Sql.Join("", all.Select(c => (Sql)$", max(case when trait = {c.Name} then value end) as {c}"));
        var flags = Sql.Join("", all.Select(c => (Sql)$", max(case when trait = {c.Name} then 1 end) as {c}"));
        var columns = Sql.Join(", ", TraitColumns.All.Select(t => traits.Contains(t.Column.Name)
            ? (Sql)$"case when g.{t.Column} is not null then cast(e.{t.Column} as {t.Type}) else s.{t.Column} end as {t.Column}" : $"s.{t.Column}"));
        Sql Region(Column column) => traits.Contains(column.Name) ? $"e.{column}" : Sql.Constant("cast(null as varchar)");
        var own = (Sql)$"""
            select o.profile_id, cast({session.Dialect.MergeJson($"o.custom", $"o.place")} as varchar) as custom from (
                select profile_id, value as custom, row_number() over (partition by profile_id order by trait desc) as place from {Said} where own
                union all
                select c.profile_id, c.custom, 1000000 from {Chosen} c where c.custom is not null and exists (select 1 from {Said} w where w.profile_id = c.profile_id and w.own)
                union all
                select distinct profile_id, cast({NoTraits} as varchar), 2000000 from {Said} where own) o
            group by o.profile_id
            """;
        return $"""
            select s.profile_id, s.records, {Region(ProfileRefresher.Country)} as e1, {Region(ProfileRefresher.Language)} as e2, {Region(ProfileRefresher.TimeZone)} as e3,
                s.c1, s.c2, s.c3, s.c4, s.c5, s.lowest, s.highest, s.l1, s.l2, s.z1, s.z2,
                {columns}, case when m.profile_id is not null then nullif(m.custom, cast({NoTraits} as varchar)) else s.custom end as custom, s.platforms, s.anonymous
            from {Chosen} s
            left join (select profile_id{values} from {Said} group by profile_id) e on e.profile_id = s.profile_id
            left join (select profile_id{flags} from {Said} group by profile_id) g on g.profile_id = s.profile_id
            left join ({own}) m on m.profile_id = s.profile_id
            """;
    }
}
