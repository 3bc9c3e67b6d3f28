using Meridian.Foundation.Database;
using Meridian.Normalise;
using Meridian.Resolve.Decisions;

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
        var records = newcomers is null ? stored : (Sql)$"{stored} union all {newcomers}";
        session.Execute(session.Dialect.CreateTemporary(BatchTables.Closure, $"select c.*, row_number() over () - 1 as node from ({records}) c"));
        var graph = new IdentityGraph((int)session.Count($"select count(*) from {BatchTables.Closure}"));
        foreach (var node in session.Query(
            $"select record_id, entry, row_no, profile_id, component_id, has_id from {BatchTables.Closure} order by node",
            r => new Node(r.Id(0), r.Long(1), r.Long(2)) { Stored = r.IsNull(3) ? null : (r.Id(3), r.Id(4)), HasExternalId = r.Bool(5) }))
        {
            graph.Add(node);
        }

        if (graph.Nodes.Count == 0)
            return graph;
        // Identifiers are looked through once, and not for their values, their links and their aliases each.
        session.Execute(session.Dialect.CreateTemporary(BatchTables.Link, $"""
            select c.node, i.match_key, i.kind, i.space from {ResolveTables.Identifier} i join {BatchTables.Closure} c on c.record_id = i.record_id
            where i.match_key is not null or i.kind = {RowNormaliser.Alias}
            """));
        // Nodes and values are numbered here: half a million links as numbers load in a third of the time that ids and texts take.
        session.Execute(session.Dialect.CreateTemporary(Value, $"""
            select v.*, row_number() over () - 1 as value_no from (
                select l.match_key as id, max(l.kind) as kind, max(l.space) as space from {BatchTables.Link} l
                where l.match_key is not null and not exists (select 1 from {ResolveTables.VoidedValue} o where o.match_key = l.match_key)
                group by l.match_key having {session.Dialect.Several($"l.node")} or max(l.kind) = {IdentityLimits.UserId}) v
            """));
        foreach (var (id, kind, space) in session.Query($"select id, kind, space from {Value} order by value_no", r => (r.Id(0), r.Text(1)!, r.Text(2)!)))
            graph.AddValue(id, string.Intern(kind), string.Intern(space));
        foreach (var (node, value) in session.Query($"select l.node, v.value_no from {BatchTables.Link} l join {Value} v on v.id = l.match_key", r => ((int)r.Long(0), (int)r.Long(1))))
            graph.Link(node, value);
        foreach (var node in session.Query($"select distinct l.node from {BatchTables.Link} l where l.kind = {RowNormaliser.Alias}", r => (int)r.Long(0)))
            graph.Alias(node);

        foreach (var (number, name, birth) in session.Query(
            $"""
            select c.node, v.name_key, v.birth_date from {StatementTables.RecordVersion} v join {BatchTables.Closure} c on c.record_id = v.record_id
            where v.name_key is not null or v.birth_date is not null
            """,
            r => ((int)r.Long(0), r.IsNull(1) ? (long?)null : r.Long(1), r.IsNull(2) ? (DateOnly?)null : r.Date(2))))
        {
            var node = graph.Nodes[number];
            if (name is { } hash)
                node.AddName(hash);
            if (birth is { } date)
                node.AddBirthDate(date);
        }

        if (StandingDecisions.Any(session))
        {
            foreach (var (a, b, verdict) in session.Query(
                $"""
                select a.node, b.node, d.verdict from {ResolveTables.Decision} d
                join {BatchTables.Closure} a on a.record_id = d.record_a join {BatchTables.Closure} b on b.record_id = d.record_b order by 1, 2
                """,
                r => ((int)r.Long(0), (int)r.Long(1), r.Text(2))))
            {
                graph.Decide(a, b, isOne: verdict == DecisionOrder.One);
            }
        }

        return graph;
    }
}
