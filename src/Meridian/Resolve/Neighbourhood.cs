using Meridian.Foundation.Database;
using Meridian.Normalise;

namespace Meridian.Resolve;

/// <summary>Loads the records that an entry may join or part, with the values that they share, as a graph.</summary>
internal static class Neighbourhood
{
    private static readonly Table Value = new("batch_value");

    /// <summary>
    /// All records of the components in <see cref="BatchTables.Component"/> and the newcomers, which go to <see cref="BatchTables.Closure"/>. Values that only one of
    /// them carries cannot join and are not loaded, but for user ids: one profile may not hold two of one app.
    /// </summary>
    /// <param name="newcomers">Records that are not stored yet, with the columns of the closure; null for none.</param>
    public static IdentityGraph Load(ISession session, Sql? newcomers)
    {
        var stored = (Sql)$"""
            select r.record_id, r.entry, r.row_no, r.profile_id, r.component_id, r.external_id is not null as has_id
            from {ResolveTables.Record} r join {BatchTables.Component} c on c.id = r.component_id
            """;
        session.Execute(session.Dialect.CreateTemporary(BatchTables.Closure, newcomers is null ? stored : $"{stored} union all {newcomers}"));
        var graph = new IdentityGraph((int)session.Count($"select count(*) from {BatchTables.Closure}"));
        foreach (var node in session.Query(
            $"select record_id, entry, row_no, profile_id, component_id, has_id from {BatchTables.Closure}",
            r => new Node(r.Id(0), r.Long(1), r.Long(2)) { Stored = r.IsNull(3) ? null : (r.Id(3), r.Id(4)), HasExternalId = r.Bool(5) }))
        {
            graph.Add(node);
        }

        if (graph.Nodes.Count == 0)
            return graph;
        session.Execute(session.Dialect.CreateTemporary(Value, $"""
            select i.match_key as id from {ResolveTables.Identifier} i join {BatchTables.Closure} c on c.record_id = i.record_id
            where i.match_key is not null group by i.match_key having {session.Dialect.Several($"i.record_id")} or max(i.kind) = {IdentityLimits.UserId}
            """));
        foreach (var (record, key, kind, space) in session.Query(
            $"""
            select distinct i.match_key, i.record_id, i.kind, i.space from {ResolveTables.Identifier} i
            join {BatchTables.Closure} c on c.record_id = i.record_id join {Value} v on v.id = i.match_key
            where i.match_key not in (select match_key from {ResolveTables.VoidedValue})
            order by i.match_key, i.record_id
            """,
            r => (r.Id(1), r.Id(0), r.Text(2)!, r.Text(3)!)))
        {
            graph.Link(graph.IndexOf(record), key, kind, space);
        }

        foreach (var (record, name, birth) in session.Query(
            $"""
            select v.record_id, v.name_key, v.birth_date from {StatementTables.RecordVersion} v join {BatchTables.Closure} c on c.record_id = v.record_id
            where v.name_key is not null or v.birth_date is not null
            """,
            r => (r.Id(0), r.IsNull(1) ? (long?)null : r.Long(1), r.IsNull(2) ? (DateOnly?)null : r.Date(2))))
        {
            var node = graph[record];
            if (name is { } hash)
                node.AddName(hash);
            if (birth is { } date)
                node.AddBirthDate(date);
        }

        return graph;
    }
}
