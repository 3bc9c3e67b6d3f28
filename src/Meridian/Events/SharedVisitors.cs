using Meridian.Foundation.Database;
using Meridian.Normalise;
using Meridian.Resolve;

namespace Meridian.Events;

/// <summary>
/// An anonymous id of several users (a device that a family shares) joins none of them. Each of its events goes to the user who was identified on it latest at or before
/// the event, before the first to the first; ties by message id. So the answer is the same in whatever order messages arrive.
/// </summary>
public static class SharedVisitors
{
    private static readonly Table Seen = new("batch_visitor");
    private static readonly Table Shared = new("batch_shared_visitor");
    private static readonly Table Owner = new("batch_owner");

    /// <summary>Attributes the events of a batch of messages, and anew those of the anonymous ids on which its users may have become several or one; after records are resolved, in the same transaction.</summary>
    /// <param name="visitors">The records of the anonymous ids that the messages name.</param>
    /// <param name="resolved">What the resolver made of the batch; null where it stated nothing.</param>
    /// <returns>Whether events changed owner: <see cref="Changed"/> and <see cref="Owners"/> tell which.</returns>
    public static bool Attribute(ISession session, IReadOnlyCollection<Guid> visitors, Resolved? resolved)
    {
        var freed = resolved is { Freed: true };
        var judged = resolved is not null && session.Count($"select count(*) from {BatchTables.Closure}") > 0;
        // Most stores have not one shared device, and most batches no visitor who is known by nothing else.
        if ((visitors.Count == 0 && !judged) || (!freed && session.Count($"select count(*) from (select 1 from {ResolveTables.VoidedValue} where kind = {RowNormaliser.AnonymousId} limit 1) v") == 0))
            return false;
        session.Execute(session.Dialect.CreateTemporary(Seen, judged
            ? (Sql)$"select distinct c.record_id from {BatchTables.Closure} c join {BatchTables.Link} l on l.node = c.node where l.kind = {RowNormaliser.AnonymousId} and not c.has_id"
            : $"select record_id from {ResolveTables.Record} limit 0"));
        if (visitors.Count > 0)
        {
            using var writer = session.Append(Seen);
            foreach (var record in visitors)
            {
                writer.Add(record);
                writer.EndRow();
            }

            writer.Complete();
        }

        return Settle(session, freed);
    }

    /// <summary>
    /// The same after something else than messages was resolved, which brings no events, but may have joined or parted the users of an anonymous id: by what others say, by an alias or a file's
    /// user id several may have become one, and one several.
    /// </summary>
    public static bool AttributeAnew(ISession session)
    {
        session.Execute(session.Dialect.CreateTemporary(Seen, $"""
            select distinct c.record_id from {BatchTables.Closure} c join {ResolveTables.Identifier} i on i.record_id = c.record_id
            where i.kind = {RowNormaliser.AnonymousId} and not c.has_id
            """));
        return Settle(session, freed: true);
    }

    /// <param name="freed">Whether an anonymous id may have been shared until now that is not any more.</param>
    private static bool Settle(ISession session, bool freed)
    {
        if (session.Count($"select count(*) from {Seen}") == 0)
            return false;
        session.Execute(session.Dialect.CreateTemporary(Shared, $"""
            select distinct i.record_id from {ResolveTables.VoidedValue} v join {ResolveTables.Identifier} i on i.match_key = v.match_key
            where v.kind = {RowNormaliser.AnonymousId} and i.kind = {RowNormaliser.AnonymousId} and i.record_id in (select s.record_id from {Seen} s)
            """));
        // Their events are looked for among all that ever happened.
        if (!freed && session.Count($"select count(*) from {Shared}") == 0)
            return false;
        var own = freed
            ? (Sql)$"""
                union all
                select e.message_key, e.record_id, e.owner_id, e.record_id from {EventTables.Event} e
                where e.owner_id <> e.record_id and e.record_id in (select s.record_id from {Seen} s) and not exists (select 1 from {Shared} h where h.record_id = e.record_id)
                """
            : Sql.Empty;
        session.Execute(session.Dialect.CreateTemporary(Owner, $"""
            select o.message_key, o.record_id, o.before_id, o.owner_id from ({Due}) o
            {own}
            """));
        if (session.Count($"select count(*) from {Owner}") == 0)
            return false;
        session.Execute($"""
            update {EventTables.Event} set owner_id = o.owner_id from {Owner} o
            where {EventTables.Event}.message_key = o.message_key and {EventTables.Event}.record_id = o.record_id
            """);
        return true;
    }

    /// <summary>Records of visitors whose events changed owner in this batch; a query.</summary>
    public static Sql Changed => $"select record_id from {Owner}";

    /// <summary>Records that lost or got events in this batch; a query.</summary>
    public static Sql Owners => $"select before_id from {Owner} union select owner_id from {Owner}";

    /// <summary>The events of shared visitors whose owner is not who it should be.</summary>
    private static Sql Due => $"""
        select w.message_key, w.record_id, w.owner_id as before_id, w.should as owner_id from (
            select g.message_key, g.record_id, g.owner_id, g.is_event,
                coalesce(
                    first_value(g.user_id) over (partition by g.record_id, g.links order by g.occurred_at, g.is_event, g.message_id),
                    first_value(g.user_id) over (partition by g.record_id order by g.is_event, g.occurred_at, g.message_id),
                    g.record_id) as should
            from (
                select t.*, count(t.user_id) over (partition by t.record_id order by t.occurred_at, t.is_event, t.message_id rows unbounded preceding) as links
                from (
                    select e.anonymous_record as record_id, e.record_id as user_id, e.record_id as owner_id, e.message_key, e.message_id, e.occurred_at, 0 as is_event
                    from {EventTables.Event} e where e.anonymous_record in (select record_id from {Shared})
                    union all
                    select e.record_id, null, e.owner_id, e.message_key, e.message_id, e.occurred_at, 1
                    from {EventTables.Event} e where e.record_id in (select record_id from {Shared})) t) g) w
        where w.is_event = 1 and w.should <> w.owner_id
        """;
}
