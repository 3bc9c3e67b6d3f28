using Meridian.Foundation.Database;
using Meridian.Ingest;
using Meridian.Normalise;
using Meridian.Resolve;

namespace Meridian;

/// <summary>The import arithmetic that only the end of an import can tell: a component may begin in one row and be absorbed by the next.</summary>
internal static class ImportCounts
{
    /// <summary>Profiles whose oldest record this import brought.</summary>
    public static long Created(ISession session, long entry) =>
        session.Count($"select count(*) from {ResolveTables.Record} where entry = {entry} and record_id = profile_id");

    /// <summary>Earlier profiles that this import absorbed into others, and that did not come back within it.</summary>
    public static long Merged(ISession session, long entry) =>
        session.Count($"""
            select count(distinct c.from_profile) from {ResolveTables.ProfileChange} c
            join {ResolveTables.Record} r on r.record_id = c.from_profile
            where c.entry = {entry} and c.kind = 'merge' and r.entry < {entry} and r.profile_id <> r.record_id
            """);

    /// <summary>Rows that say what their record said before, in the store or in the rows above; after resolving, in the same transaction.</summary>
    public static long Unchanged(ISession session, long entry) =>
        session.Count($"""
            select count(*) from (
                select v.content_hash, coalesce(lag(v.content_hash) over (partition by v.record_id order by v.row_no), k.content_hash) as before
                from {StatementTables.RecordVersion} v
                join {BatchTables.Record} b on b.record_id = v.record_id
                left join {BatchTables.Known} k on k.record_id = v.record_id
                where v.entry = {entry} and (b.statements > 1 or k.record_id is not null)) s
            where s.content_hash = s.before
            """);

    /// <summary>What a limit voided is told once, at the first row that carries it.</summary>
    public static List<RowWarning> Voided(ISession session, long entry, IReadOnlyList<VoidedValue> voided)
    {
        if (voided.Count == 0)
            return [];
        var people = voided.ToDictionary(v => v.Value.MatchKey, v => v.People);
        return [.. session.Query(
            $"""
            select o.match_key, o.kind, min(i.row_no), {session.Dialect.FirstBy($"i.value", $"i.row_no")}
            from {ResolveTables.VoidedValue} o join {ResolveTables.Identifier} i on i.match_key = o.match_key
            where i.entry = {entry} group by o.match_key, o.kind order by 3, 2
            """,
            r => (Key: r.Id(0), Kind: r.Text(1)!, Row: r.Long(2), Value: r.Text(3)!))
            .Where(o => people.ContainsKey(o.Key))
            .Select(o => new RowWarning(o.Row, o.Kind, o.Value, $"is shared by {people[o.Key]} {RowWarning.JoinsNobody}"))];
    }
}
