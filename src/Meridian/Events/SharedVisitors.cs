using Meridian.Foundation.Database;
using Meridian.Foundation.Log;
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

    /// <summary>Attributes anew the events of anonymous ids whose standing a range of entries, of messages or of whatever else, may have changed; after records are resolved, in the same transaction.</summary>
    /// <param name="resolved">Whether the range stated anything, so that the tables of the resolver are of this range.</param>
    /// <returns>Whether events changed owner: <see cref="Changed"/> and <see cref="Owners"/> tell which.</returns>
    public static bool Attribute(ISession session, EntryRange range, bool resolved)
    {
        if (!resolved && session.Count($"select count(*) from (select 1 from {ResolveTables.VoidedValue} where kind = {RowNormaliser.AnonymousId} limit 1) v") == 0)
            return false;
        // Visitors of the batch, and those whose id was judged: by what others say, by an alias or a file's user id, several users may have become one, and one several.
        var judged = resolved
            ? (Sql)$"""
                union select c.record_id from {BatchTables.Closure} c join {ResolveTables.Identifier} i on i.record_id = c.record_id
                where i.kind = {RowNormaliser.AnonymousId} and not c.has_id
                """
            : Sql.Empty;
        session.Execute(session.Dialect.CreateTemporary(Seen, $"""
            select e.anonymous_record as record_id from {EventTables.Event} e where e.entry between {range.First} and {range.Last} and e.anonymous_record is not null
            union select e.record_id from {EventTables.Event} e join {ResolveTables.Record} r on r.record_id = e.record_id
                where e.entry between {range.First} and {range.Last} and r.external_id is null
            {judged}
            """));
        if (session.Count($"select count(*) from {Seen}") == 0)
            return false;
        session.Execute(session.Dialect.CreateTemporary(Shared, $"""
            select distinct i.record_id from {Seen} s join {ResolveTables.Record} r on r.record_id = s.record_id join {ResolveTables.Identifier} i on i.record_id = s.record_id
            join {ResolveTables.VoidedValue} v on v.match_key = i.match_key
            where i.kind = {RowNormaliser.AnonymousId} and r.external_id is null
            """));
        session.Execute(session.Dialect.CreateTemporary(Owner, $"""
            select o.message_key, o.record_id, o.before_id, o.owner_id from ({Due}) o
            union all
            select e.message_key, e.record_id, e.owner_id, e.record_id from {EventTables.Event} e join {Seen} s on s.record_id = e.record_id
            where e.owner_id <> e.record_id and not exists (select 1 from {Shared} h where h.record_id = e.record_id)
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
