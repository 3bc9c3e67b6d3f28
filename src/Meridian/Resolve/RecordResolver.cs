using System.Runtime.InteropServices;
using Meridian.Foundation.Database;
using Meridian.Foundation.Log;
using Meridian.Normalise;

namespace Meridian.Resolve;

/// <summary>What one accepted row did to the store.</summary>
public enum RowVerdict
{
    New,
    Update,
    Duplicate,
    Unchanged,
}

/// <summary>The outcome of one batch: a verdict for each statement, in order, and the profile it now belongs to.</summary>
public sealed record ResolvedBatch(IReadOnlyList<RowVerdict> Verdicts, IReadOnlyList<Guid> Profiles, IReadOnlyList<VoidedReport> Voided, IReadOnlyList<DoubtfulPair> Doubtful);

/// <summary>A value that from now on joins nobody.</summary>
public sealed record VoidedReport(string Kind, Guid MatchKey, int People);

/// <summary>
/// Takes a batch of statements, finds which records of the store they may be one person with, resolves that neighbourhood anew, and writes records,
/// identifiers and moves. A handful of set-based queries a batch, whatever its size.
/// </summary>
public sealed class RecordResolver(IdentityLimits limits)
{
    // Kept from batch to batch: growing them anew costs a full garbage collection each time.
    private readonly IdentityGraph _graph = new();
    private readonly HashSet<Guid> _ids = [];
    private readonly HashSet<Guid> _keys = [];

    /// <summary>Applies the statements of one source; runs inside the batch's transaction.</summary>
    public ResolvedBatch Apply(ISession session, LogEntry entry, string source, IReadOnlyList<RecordVersion> versions)
    {
        var ids = _ids;
        var keys = _keys;
        ids.Clear();
        keys.Clear();
        foreach (var version in versions)
        {
            ids.Add(version.RecordId);
            foreach (var identifier in version.Identifiers)
            {
                if (identifier.MatchKey is { } key)
                    keys.Add(key);
            }
        }

        Fill(session, BatchTables.RecordId, ids);
        Fill(session, BatchTables.Key, keys);
        var hashes = session.Query(
            $"select r.record_id, r.content_hash from {ResolveTables.Record} r join {BatchTables.RecordId} b on b.id = r.record_id",
            r => (r.Id(0), r.Long(1))).ToDictionary(r => r.Item1, r => r.Item2);
        // A value that nameless records voided may turn out to be one name's; it is judged anew whenever one of its records is stated again.
        // All who carry it are looked at again, so it counts as a value of the batch.
        session.Execute($"""
            insert into {BatchTables.Key} select distinct v.match_key from {ResolveTables.VoidedValue} v
            join {ResolveTables.Identifier} i on i.match_key = v.match_key join {BatchTables.RecordId} b on b.id = i.record_id
            where not v.by_names and v.match_key not in (select id from {BatchTables.Key})
            """);
        session.Execute($"delete from {ResolveTables.VoidedValue} where not by_names and match_key in (select id from {BatchTables.Key})");
        var voidedKeys = session.Query(
            $"select distinct v.match_key from {ResolveTables.VoidedValue} v join {BatchTables.Key} k on k.id = v.match_key", r => r.Id(0)).ToHashSet();
        session.Execute(session.Dialect.CreateTemporary(BatchTables.Component, $"""
            select distinct r.component_id as id from {ResolveTables.Record} r where r.record_id in (
                select id from {BatchTables.RecordId}
                union
                select i.record_id from {ResolveTables.Identifier} i join {BatchTables.Key} k on k.id = i.match_key
                where not exists (select 1 from {ResolveTables.VoidedValue} v where v.match_key = i.match_key))
            """));

        var graph = LoadClosure(session);
        var nodes = new int[versions.Count];
        for (var i = 0; i < nodes.Length; i++)
        {
            var version = versions[i];
            nodes[i] = graph.Add(new Node(version.RecordId, entry.Entry, version.Row) { HasExternalId = version.ExternalId is not null });
            var node = graph.Nodes[nodes[i]];
            if (version.NameKey is { } name)
                node.AddName(name);
            if (version.BirthDate is { } birth)
                node.AddBirthDate(birth);
            foreach (var identifier in version.Identifiers)
            {
                if (identifier.MatchKey is { } key && !voidedKeys.Contains(key))
                    graph.Link(nodes[i], key, identifier.Kind, identifier.Space);
            }
        }

        var resolution = graph.Resolve(limits);
        var result = Judge(graph, resolution, versions, nodes, hashes);
        WriteNew(session, entry, source, graph, resolution, versions, hashes);
        WriteMoves(session, entry, graph, resolution, nodes, []);
        return result;
    }

    /// <summary>
    /// Takes an import's statements out, and resolves again what they touched: the components that its records were in, and those of every value that
    /// it carried above a limit, because without it the value may be within the limit again.
    /// </summary>
    public void TakeOut(ISession session, LogEntry entry, long import)
    {
        var reviewed = new Table("batch_review");
        session.Execute(session.Dialect.CreateTemporary(BatchTables.RecordId, $"select distinct record_id as id from {StatementTables.RecordVersion} where entry = {import}"));
        session.Execute(session.Dialect.CreateTemporary(BatchTables.Key, $"""
            select distinct v.match_key as id from {ResolveTables.VoidedValue} v join {ResolveTables.Identifier} i on i.match_key = v.match_key
            join {BatchTables.RecordId} b on b.id = i.record_id
            """));
        session.Execute($"delete from {ResolveTables.VoidedValue} where match_key in (select id from {BatchTables.Key})");
        session.Execute(session.Dialect.CreateTemporary(BatchTables.Component, $"""
            select distinct r.component_id as id from {ResolveTables.Record} r
            where r.record_id in (select id from {BatchTables.RecordId} union select i.record_id from {ResolveTables.Identifier} i join {BatchTables.Key} k on k.id = i.match_key)
            """));
        var profiles = session.List(
            $"select distinct r.profile_id from {ResolveTables.Record} r join {BatchTables.Component} c on c.id = r.component_id", r => r.Id(0));

        session.Execute($"delete from {StatementTables.RecordVersion} where entry = {import}");
        session.Execute($"delete from {ResolveTables.Identifier} where entry = {import}");
        // A record that other imports state too stays, with the place and the content of what is left.
        session.Execute(session.Dialect.CreateTemporary(reviewed, $"""
            select v.record_id, min(v.entry) as entry,
                {session.Dialect.FirstBy($"v.row_no", $"v.entry * 4294967296 + v.row_no")} as row_no, max(v.entry) as last_entry,
                {session.Dialect.FirstBy($"v.content_hash", $"-(v.entry * 4294967296 + v.row_no)")} as content_hash
            from {StatementTables.RecordVersion} v join {BatchTables.RecordId} b on b.id = v.record_id group by v.record_id
            """));
        session.Execute($"""
            delete from {ResolveTables.Record} where record_id in (select id from {BatchTables.RecordId}) and record_id not in (select record_id from {reviewed})
            """);
        session.Execute($"""
            update {ResolveTables.Record} set entry = w.entry, row_no = w.row_no, last_entry = w.last_entry, content_hash = w.content_hash
            from {reviewed} w where {ResolveTables.Record}.record_id = w.record_id
            """);
        session.Execute($"""
            delete from {ResolveTables.ReviewPair} where record_a in (select id from {BatchTables.RecordId}) or record_b in (select id from {BatchTables.RecordId})
            """);

        var graph = LoadClosure(session);
        var resolution = graph.Resolve(limits);
        session.Execute(session.Dialect.CreateTemporaryLike(BatchTables.Record, ResolveTables.Record));
        WriteFindings(session, resolution);
        WriteMoves(session, entry, graph, resolution, [], profiles);
    }

    private static void Fill(ISession session, Table table, IEnumerable<Guid> ids)
    {
        session.Execute(session.Dialect.CreateTemporary(table, $"select record_id as id from {ResolveTables.Record} limit 0"));
        using var writer = session.Append(table);
        foreach (var id in ids)
        {
            writer.Add(id);
            writer.EndRow();
        }

        writer.Complete();
    }

    private IdentityGraph LoadClosure(ISession session)
    {
        var graph = _graph;
        graph.Clear();
        session.Execute(session.Dialect.CreateTemporary(BatchTables.Closure, $"""
            select r.record_id, r.entry, r.row_no, r.profile_id, r.component_id, r.external_id is not null as known
            from {ResolveTables.Record} r join {BatchTables.Component} c on c.id = r.component_id
            """));
        foreach (var node in session.Query(
            $"select record_id, entry, row_no, profile_id, component_id, known from {BatchTables.Closure}",
            r => new Node(r.Id(0), r.Long(1), r.Long(2)) { Stored = (r.Id(3), r.Id(4)), HasExternalId = r.Bool(5) }))
        {
            graph.Add(node);
        }

        if (graph.Nodes.Count == 0)
            return graph;
        foreach (var (record, key, kind, space) in session.Query(
            $"""
            select distinct i.record_id, i.match_key, i.kind, i.space from {ResolveTables.Identifier} i join {BatchTables.Closure} c on c.record_id = i.record_id
            where i.match_key is not null and not exists (select 1 from {ResolveTables.VoidedValue} v where v.match_key = i.match_key)
            order by i.match_key, i.record_id
            """,
            r => (r.Id(0), r.Id(1), r.Text(2)!, r.Text(3)!)))
        {
            graph.Link(graph.IndexOf(record), key, kind, space);
        }

        foreach (var (record, name, birth) in session.Query(
            $"""
            select v.record_id, v.name_key, v.birth_date from {StatementTables.RecordVersion} v join {BatchTables.Closure} c on c.record_id = v.record_id
            where v.name_key is not null or v.birth_date is not null order by v.entry, v.row_no
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

    private static ResolvedBatch Judge(IdentityGraph graph, Resolution resolution, IReadOnlyList<RecordVersion> versions, int[] nodes, Dictionary<Guid, long> hashes)
    {
        var latest = hashes.Count == 0 ? new Dictionary<Guid, long>(versions.Count) : new Dictionary<Guid, long>(hashes);
        latest.EnsureCapacity(versions.Count);
        var seen = new HashSet<Guid>();
        var verdicts = new List<RowVerdict>(versions.Count);
        var profiles = new List<Guid>(versions.Count);
        for (var i = 0; i < nodes.Length; i++)
        {
            var version = versions[i];
            var profile = resolution.Profile[nodes[i]];
            profiles.Add(profile);
            var known = latest.TryGetValue(version.RecordId, out var hash);
            verdicts.Add(known && hash == version.ContentHash ? RowVerdict.Unchanged
                : known ? RowVerdict.Update
                : graph[profile].Stored is null && seen.Add(profile) ? RowVerdict.New
                : RowVerdict.Duplicate);
            latest[version.RecordId] = version.ContentHash;
        }

        return new ResolvedBatch(verdicts, profiles, [.. resolution.Voided.Select(v => new VoidedReport(v.Value.Kind, v.Value.MatchKey, v.People))], resolution.Doubtful);
    }

    private static void WriteNew(
        ISession session, LogEntry entry, string source, IdentityGraph graph, Resolution resolution, IReadOnlyList<RecordVersion> versions, Dictionary<Guid, long> hashes)
    {
        var last = new Dictionary<Guid, RecordVersion>(versions.Count);
        foreach (var version in versions)
            last[version.RecordId] = version;

        session.Execute(session.Dialect.CreateTemporaryLike(BatchTables.Record, ResolveTables.Record));
        using (var writer = session.Append(BatchTables.Record))
        {
            for (var i = 0; i < graph.Nodes.Count; i++)
            {
                var node = graph.Nodes[i];
                if (node.Stored is not null)
                    continue;
                var version = last[node.Id];
                writer.Add(node.Id).Add(source).Add(version.ExternalId).Add(node.Age.Entry).Add(node.Age.Row)
                    .Add(resolution.Profile[i]).Add(resolution.Component[i]).Add(version.ContentHash).Add(entry.Entry);
                writer.EndRow();
            }

            writer.Complete();
        }

        session.Execute($"insert into {ResolveTables.Record} select * from {BatchTables.Record}");
        var restated = last.Values.Where(v => hashes.TryGetValue(v.RecordId, out var hash) && hash != v.ContentHash).ToList();
        if (restated.Count > 0)
        {
            var restate = new Table("batch_restate");
            session.Execute(session.Dialect.CreateTemporary(restate, $"select record_id, content_hash from {ResolveTables.Record} limit 0"));
            using (var writer = session.Append(restate))
            {
                foreach (var version in restated)
                {
                    writer.Add(version.RecordId).Add(version.ContentHash);
                    writer.EndRow();
                }

                writer.Complete();
            }

            session.Execute($"update {ResolveTables.Record} set content_hash = u.content_hash, last_entry = {entry.Entry} from {restate} u where {ResolveTables.Record}.record_id = u.record_id");
        }

        using (var writer = session.Append(ResolveTables.Identifier))
        {
            // A record that the batch states once, which is nearly every one, has no identifier twice.
            var several = last.Count == versions.Count ? null : versions.GroupBy(v => v.RecordId).Where(g => g.Skip(1).Any()).Select(g => g.Key).ToHashSet();
            var written = new HashSet<(Guid, string, string)>();
            foreach (var version in versions)
            {
                var check = several is not null && several.Contains(version.RecordId);
                foreach (var identifier in version.Identifiers)
                {
                    if (check && !written.Add((version.RecordId, identifier.Kind, identifier.Value)))
                        continue;
                    writer.Add(version.RecordId).Add(identifier.Kind).Add(identifier.Space).Add(identifier.Value)
                        .Add(identifier.MatchKey).Add(identifier.Note).Add(identifier.NumberType).Add(entry.Entry).Add(version.Row);
                    writer.EndRow();
                }
            }

            writer.Complete();
        }

        WriteFindings(session, resolution);
    }

    private static void WriteFindings(ISession session, Resolution resolution)
    {
        foreach (var (value, people, byNames) in resolution.Voided)
            session.Execute($"insert into {ResolveTables.VoidedValue} (match_key, kind, people, by_names) values ({value.MatchKey}, {value.Kind}, {people}, {byNames})");
        // What was to be decided among these records is found anew.
        session.Execute($"""
            delete from {ResolveTables.ReviewPair} where record_a in (select record_id from {BatchTables.Closure}) or record_b in (select record_id from {BatchTables.Closure})
            """);
        foreach (var pair in resolution.Doubtful)
        {
            session.Execute($"""
                insert into {ResolveTables.ReviewPair} (record_a, record_b, match_key, reason)
                select {pair.A}, {pair.B}, {pair.MatchKey}, {pair.Reason}
                where not exists (select 1 from {ResolveTables.ReviewPair} where record_a = {pair.A} and record_b = {pair.B} and match_key = {pair.MatchKey})
                """);
        }
    }

    private static void WriteMoves(ISession session, LogEntry entry, IdentityGraph graph, Resolution resolution, int[] stated, IReadOnlyList<Guid> profiles)
    {
        // What loses its last record is touched too: its tags end. A profile of new records only is fresh; with one statement it is that statement.
        var touched = new Dictionary<Guid, (bool Fresh, int Statements)>(stated.Length + profiles.Count);
        foreach (var profile in profiles)
            touched[profile] = (false, 0);
        foreach (var node in stated)
        {
            var profile = resolution.Profile[node];
            ref var known = ref CollectionsMarshal.GetValueRefOrAddDefault(touched, profile, out var exists);
            known = (exists ? known.Fresh : graph[profile].Stored is null, known.Statements + 1);
        }

        session.Execute(session.Dialect.CreateTemporary(BatchTables.Move, $"select record_id, profile_id, component_id from {ResolveTables.Record} limit 0"));
        var changes = new List<(string Kind, Guid From, Guid Into)>();
        using (var writer = session.Append(BatchTables.Move))
        {
            for (var i = 0; i < graph.Nodes.Count; i++)
            {
                var node = graph.Nodes[i];
                if (node.Stored is not { } stored || (stored.Profile == resolution.Profile[i] && stored.Component == resolution.Component[i]))
                    continue;
                writer.Add(node.Id).Add(resolution.Profile[i]).Add(resolution.Component[i]);
                writer.EndRow();
                if (stored.Profile == resolution.Profile[i])
                    continue;
                touched[stored.Profile] = (false, 0);
                touched[resolution.Profile[i]] = (false, 0);
                if (node.Id == stored.Profile)
                    changes.Add(("merge", stored.Profile, resolution.Profile[i]));
                else if (node.Id == resolution.Profile[i])
                    changes.Add(("split", stored.Profile, resolution.Profile[i]));
            }

            writer.Complete();
        }

        session.Execute($"""
            update {ResolveTables.Record} set profile_id = m.profile_id, component_id = m.component_id
            from {BatchTables.Move} m where {ResolveTables.Record}.record_id = m.record_id
            """);
        if (changes.Count > 0)
        {
            using var writer = session.Append(ResolveTables.ProfileChange);
            foreach (var (kind, from, into) in changes)
            {
                writer.Add(entry.Entry).Add(entry.At).Add(kind).Add(from).Add(into);
                writer.EndRow();
            }

            writer.Complete();
        }

        session.Execute(session.Dialect.CreateTemporary(BatchTables.Touched, $"select record_id as profile_id, true as fresh, true as single from {ResolveTables.Record} limit 0"));
        using (var writer = session.Append(BatchTables.Touched))
        {
            foreach (var (profile, (fresh, statements)) in touched)
            {
                writer.Add(profile).Add(fresh).Add(fresh && statements == 1);
                writer.EndRow();
            }

            writer.Complete();
        }
    }
}
