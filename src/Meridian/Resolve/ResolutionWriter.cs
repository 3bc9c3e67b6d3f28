using Meridian.Foundation.Database;
using Meridian.Foundation.Log;

namespace Meridian.Resolve;

/// <summary>Writes what a resolution decided: records, who belongs where, what is voided, what a person must decide.</summary>
internal static class ResolutionWriter
{
    /// <summary>Writes the voided values, and what is to be decided among the records of the closure, which is found anew.</summary>
    public static void WriteFindings(ISession session, Resolution resolution)
    {
        if (resolution.Voided.Count > 0)
        {
            using var writer = session.Append(ResolveTables.VoidedValue);
            foreach (var (value, people, byNames) in resolution.Voided)
            {
                writer.Add(value.MatchKey).Add(value.Kind).Add(people).Add(byNames);
                writer.EndRow();
            }

            writer.Complete();
        }

        session.Execute($"""
            delete from {ResolveTables.ReviewPair} where record_a in (select record_id from {BatchTables.Closure}) or record_b in (select record_id from {BatchTables.Closure})
            """);
        if (resolution.Doubtful.Count == 0)
            return;
        using (var writer = session.Append(ResolveTables.ReviewPair))
        {
            foreach (var pair in resolution.Doubtful.Distinct())
            {
                writer.Add(pair.A).Add(pair.B).Add(pair.MatchKey).Add(pair.Reason);
                writer.EndRow();
            }

            writer.Complete();
        }
    }

    /// <summary>Fills <see cref="BatchTables.Move"/>, and writes which stored profiles went into which.</summary>
    /// <returns>The profiles that a stored record left.</returns>
    public static IReadOnlyCollection<Guid> WriteMoves(ISession session, EntryRange range, IdentityGraph graph, Resolution resolution)
    {
        session.Execute(session.Dialect.CreateTemporary(BatchTables.Move, $"select record_id, profile_id, component_id from {ResolveTables.Record} limit 0"));
        var left = new HashSet<Guid>();
        var changes = new List<(string Kind, Guid From, Guid Into)>();
        using (var writer = session.Append(BatchTables.Move))
        {
            for (var i = 0; i < graph.Nodes.Count; i++)
            {
                var node = graph.Nodes[i];
                var (profile, component) = (resolution.Profile[i], resolution.Component[i]);
                var (profileBefore, componentBefore) = node.Stored ?? (node.Id, node.Id);
                if (profileBefore == profile && componentBefore == component)
                    continue;
                writer.Add(node.Id).Add(profile).Add(component);
                writer.EndRow();
                if (node.Stored is null || profileBefore == profile)
                    continue;
                left.Add(profileBefore);
                if (node.Id == profileBefore)
                    changes.Add(("merge", profileBefore, profile));
                else if (node.Id == profile)
                    changes.Add(("split", profileBefore, profile));
            }

            writer.Complete();
        }

        if (changes.Count > 0)
        {
            using var writer = session.Append(ResolveTables.ProfileChange);
            foreach (var (kind, from, into) in changes)
            {
                writer.Add(range.Last).Add(range.At).Add(kind).Add(from).Add(into);
                writer.EndRow();
            }

            writer.Complete();
        }

        return left;
    }

    /// <summary>Writes the new records where they belong, and brings the stored ones up to what was decided and stated.</summary>
    public static void WriteRecords(ISession session)
    {
        MoveRecords(session);
        session.Execute($"""
            update {ResolveTables.Record} set content_hash = b.content_hash, last_entry = b.last_entry
            from {BatchTables.Record} b join {BatchTables.Known} k on k.record_id = b.record_id
            where {ResolveTables.Record}.record_id = b.record_id and k.content_hash <> b.content_hash
            """);
        session.Execute($"""
            insert into {ResolveTables.Record} (record_id, source, external_id, entry, row_no, profile_id, component_id, content_hash, last_entry)
            select b.record_id, b.source, b.external_id, b.entry, b.row_no, coalesce(m.profile_id, b.record_id), coalesce(m.component_id, b.record_id), b.content_hash, b.last_entry
            from {BatchTables.Record} b left join {BatchTables.Move} m on m.record_id = b.record_id
            where not exists (select 1 from {BatchTables.Known} k where k.record_id = b.record_id)
            """);
    }

    /// <summary>Stored records go where they were decided to belong.</summary>
    public static void MoveRecords(ISession session) =>
        session.Execute($"""
            update {ResolveTables.Record} set profile_id = m.profile_id, component_id = m.component_id
            from {BatchTables.Move} m where {ResolveTables.Record}.record_id = m.record_id
            """);

    /// <summary>
    /// Fills <see cref="BatchTables.Joined"/> and <see cref="BatchTables.Touched"/>; every other record of the entry is new, stated once and alone, so that its
    /// statement is its profile.
    /// </summary>
    /// <param name="left">Profiles that a stored record left; those that lost their last record go.</param>
    /// <param name="all">Whether records that stand alone are made like the others.</param>
    public static void NoteTouched(ISession session, IReadOnlyCollection<Guid> left, bool all)
    {
        var several = all ? Sql.Empty : (Sql)$"""
            where b.statements > 1 or m.record_id is not null or k.record_id is not null or b.record_id in (select profile_id from {BatchTables.Move})
            """;
        session.Execute(session.Dialect.CreateTemporary(BatchTables.Joined, $"""
            select b.record_id, coalesce(m.profile_id, k.profile_id, b.record_id) as profile_id
            from {BatchTables.Record} b left join {BatchTables.Move} m on m.record_id = b.record_id left join {BatchTables.Known} k on k.record_id = b.record_id
            {several}
            """));
        session.Execute(session.Dialect.CreateTemporary(BatchTables.Touched, $"""
            select profile_id from {BatchTables.Joined} union select profile_id from {BatchTables.Move} {(left.Count > 0 ? Leaving(session, left) : Sql.Empty)}
            """));
    }

    /// <summary>Fills the same tables with the profiles of which a source speaks beside others.</summary>
    public static void NoteShared(ISession session, string source)
    {
        session.Execute(session.Dialect.CreateTemporary(BatchTables.Joined, $"select record_id, profile_id from {ResolveTables.Record} limit 0"));
        session.Execute(session.Dialect.CreateTemporary(BatchTables.Touched, $"""
            select distinct r.profile_id from {ResolveTables.Record} r where r.source = {source}
              and r.profile_id in (select o.profile_id from {ResolveTables.Record} o where o.source <> {source})
            """));
    }

    private static Sql Leaving(ISession session, IReadOnlyCollection<Guid> left)
    {
        var leaving = new Table("batch_left");
        session.Execute(session.Dialect.CreateTemporary(leaving, $"select profile_id from {ResolveTables.Record} limit 0"));
        using var writer = session.Append(leaving);
        foreach (var profile in left)
        {
            writer.Add(profile);
            writer.EndRow();
        }

        writer.Complete();
        return $"union select profile_id from {leaving}";
    }
}
