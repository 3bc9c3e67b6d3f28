using Meridian.Foundation.Database;
using Meridian.Foundation.Log;
using Meridian.Normalise;
using Meridian.Resolve.Decisions;

namespace Meridian.Resolve;

/// <summary>What resolving an entry found: values that from now on join nobody, and pairs for a person to decide.</summary>
/// <param name="Freed">Whether values were judged anew that had joined nobody; some of them may join now.</param>
public sealed record Resolved(IReadOnlyList<VoidedValue> Voided, IReadOnlyList<DoubtfulPair> Doubtful, bool Freed);

/// <summary>
/// Finds which records an entry's statements may join, resolves that neighbourhood anew, and writes records and moves. A handful of set-based queries an
/// entry, whatever its size. Only records that share a value with another one are looked at one by one; most never leave the store.
/// </summary>
public sealed class RecordResolver(IdentityLimits limits)
{
    private static readonly Table Visited = new("batch_visited");

    /// <summary>A condition on a voided value: a shared anonymous or device id, of no more users than may turn out to be one person.</summary>
    private static Sql IsVisitor => $"v.kind in ({RowNormaliser.AnonymousId}, {RowNormaliser.DeviceId}) and not v.by_names";

    /// <summary>Resolves the statements and identifiers that were landed from a range of entries; inside the caller's transaction.</summary>
    /// <param name="sources">A query (record_id, source) of the records of a range of several sources; null where <paramref name="source"/> is that of all.</param>
    public Resolved Apply(ISession session, EntryRange range, string? source, Sql? sources = null)
    {
        var dialect = session.Dialect;
        // From the range's own beginning: a rehearsal's entry has the highest numbers that there are.
        var place = (Sql)$"(v.entry - {range.First}) * 4294967296 + v.row_no";
        var whose = sources is null ? (Sql)$"" : $"join ({sources}) s on s.record_id = v.record_id";
        session.Execute(dialect.CreateTemporary(BatchTables.Record, $"""
            select v.record_id, {(sources is null ? (Sql)$"{source}" : $"max(s.source)")} as source, min(v.entry) as entry, {dialect.FirstBy($"v.row_no", place)} as row_no, max(v.entry) as last_entry,
                max(v.external_id) as external_id, {dialect.FirstBy($"v.content_hash", $"-({place})")} as content_hash,
                count(*) as statements, min(v.content_hash) as lowest_hash, max(v.content_hash) as highest_hash
            from {StatementTables.RecordVersion} v {whose} where v.entry between {range.First} and {range.Last} group by v.record_id
            """));
        session.Execute(dialect.CreateTemporary(BatchTables.Known, $"""
            select r.record_id, r.content_hash, r.profile_id, r.component_id,
                b.lowest_hash <> r.content_hash or b.highest_hash <> r.content_hash or b.entry < r.entry as changed, b.entry < r.entry as older
            from {ResolveTables.Record} r join {BatchTables.Record} b on b.record_id = r.record_id
            """));
        var (older, changed) = session.First(
            $"select count(case when older then 1 end), count(case when changed then 1 end) from {BatchTables.Known}", r => (r.Long(0), r.Long(1)));
        // Messages go ahead of an import that waits; a record of both is as old as the log says, and not as the order of applying.
        if (older > 0)
        {
            session.Execute($"""
                update {ResolveTables.Record} set entry = b.entry, row_no = b.row_no
                from {BatchTables.Record} b where {ResolveTables.Record}.record_id = b.record_id and b.entry < {ResolveTables.Record}.entry
                """);
        }

        // Who carries the values of a few messages is read once; of a file it would be a copy of half the identifiers.
        var few = sources is not null;
        var freed = FindKeys(session, range, few);
        var carriers = CarriersIn(few ? BatchTables.Carrier : ResolveTables.Identifier);
        var decided = StandingDecisions.Any(session);
        session.Execute(dialect.CreateTemporary(BatchTables.Component, $"""
            {(changed > 0 ? Shared($"select component_id from {BatchTables.Known} where changed") : $"select component_id as id from {BatchTables.Known} where 1 = 0")}
            union
            {Holding(carriers)}
            {(decided ? Partners : Sql.Empty)}
            """));
        var newcomers = (Sql)$"""
            select b.record_id, b.entry, b.row_no, cast(null as uuid) as profile_id, cast(null as uuid) as component_id, b.external_id is not null as has_id
            from {BatchTables.Record} b
            where (b.record_id in ({carriers}) {(decided ? OrDecided : Sql.Empty)})
              and not exists (select 1 from {BatchTables.Known} w where w.record_id = b.record_id)
            """;
        var graph = Neighbourhood.Load(session, newcomers);
        var resolution = graph.Resolve(limits);
        ResolutionWriter.WriteFindings(session, resolution);
        var left = ResolutionWriter.WriteMoves(session, range, graph, resolution);
        ResolutionWriter.WriteRecords(session);
        ResolutionWriter.NoteTouched(session, left, all: few);
        return new Resolved(resolution.Voided, resolution.Doubtful, freed);
    }

    /// <summary>
    /// Takes statements out, and resolves again what they touched: the components that their records were in, and those of every value that
    /// they carried above a limit, because without them the value may be within the limit again.
    /// </summary>
    /// <param name="entry">That asks for it.</param>
    /// <param name="which">A condition on statements and on identifiers (<c>entry</c>, <c>record_id</c>): those of an import, or all of some records.</param>
    /// <param name="restate">Called when they are gone, to write those of them anew that stand all the same.</param>
    public void TakeOut(ISession session, LogEntry entry, Sql which, Action? restate = null)
    {
        var dialect = session.Dialect;
        var reviewed = new Table("batch_review");
        session.Execute(dialect.CreateTemporary(BatchTables.Record, $"select distinct record_id from {StatementTables.RecordVersion} where {which}"));
        session.Execute(dialect.CreateTemporary(BatchTables.Key, $"""
            select distinct v.match_key as id from {ResolveTables.VoidedValue} v join {ResolveTables.Identifier} i on i.match_key = v.match_key
            join {BatchTables.Record} b on b.record_id = i.record_id
            """));
        session.Execute($"delete from {ResolveTables.VoidedValue} where match_key in (select id from {BatchTables.Key})");
        session.Execute(dialect.CreateTemporary(BatchTables.Component, $"""
            {Shared($"select r.component_id from {ResolveTables.Record} r join {BatchTables.Record} b on b.record_id = r.record_id")}
            union
            {Carrying}
            """));
        session.Execute(dialect.CreateTemporary(BatchTables.Touched, $"""
            select r.profile_id from {ResolveTables.Record} r join {BatchTables.Component} c on c.id = r.component_id
            union
            select r.profile_id from {ResolveTables.Record} r join {BatchTables.Record} b on b.record_id = r.record_id
            """));

        session.Execute($"delete from {StatementTables.RecordVersion} where {which}");
        session.Execute($"delete from {ResolveTables.Identifier} where {which}");
        restate?.Invoke();
        // A record that is stated elsewhere too stays, with the place and the content of what is left.
        session.Execute(dialect.CreateTemporary(reviewed, $"""
            select v.record_id, min(v.entry) as entry,
                {dialect.FirstBy($"v.row_no", $"v.entry * 4294967296 + v.row_no")} as row_no, max(v.entry) as last_entry,
                {dialect.FirstBy($"v.content_hash", $"-(v.entry * 4294967296 + v.row_no)")} as content_hash
            from {StatementTables.RecordVersion} v join {BatchTables.Record} b on b.record_id = v.record_id group by v.record_id
            """));
        session.Execute($"""
            delete from {ResolveTables.Record} where record_id in (
                select b.record_id from {BatchTables.Record} b where not exists (select 1 from {reviewed} w where w.record_id = b.record_id))
            """);
        session.Execute($"""
            update {ResolveTables.Record} set entry = w.entry, row_no = w.row_no, last_entry = w.last_entry, content_hash = w.content_hash
            from {reviewed} w where {ResolveTables.Record}.record_id = w.record_id
            """);
        session.Execute($"""
            delete from {ResolveTables.ReviewPair} where record_a in (select record_id from {BatchTables.Record}) or record_b in (select record_id from {BatchTables.Record})
            """);

        Again(session, entry);
    }

    /// <summary>Resolves records again of which a person decided something; inside the caller's transaction.</summary>
    /// <param name="entry">That decides it.</param>
    public void Revisit(ISession session, LogEntry entry, IReadOnlyList<Guid> records)
    {
        var dialect = session.Dialect;
        var these = records.Count == 0 ? Sql.Constant("1 = 0") : $"r.record_id in ({Sql.Join(", ", records.Select(r => (Sql)$"{r}"))})";
        session.Execute(dialect.CreateTemporary(BatchTables.Component, $"select distinct r.component_id as id from {ResolveTables.Record} r where {these}"));
        RevisitVisitorsOfComponents(session);
        session.Execute(dialect.CreateTemporary(BatchTables.Touched, $"select distinct r.profile_id from {ResolveTables.Record} r join {BatchTables.Component} c on c.id = r.component_id"));
        Again(session, entry);
    }

    /// <summary>
    /// Takes the shared anonymous and device ids of the components that are looked at as not judged yet, and adds whoever else carries them: whom a person makes one, or two again, were two users
    /// of them, or one.
    /// </summary>
    private static void RevisitVisitorsOfComponents(ISession session)
    {
        if (session.Count($"select count(*) from (select 1 from {ResolveTables.VoidedValue} v where {IsVisitor} limit 1) o") == 0)
            return;
        session.Execute(session.Dialect.CreateTemporary(Visited, $"""
            select distinct v.match_key as id from {ResolveTables.VoidedValue} v
            join {ResolveTables.Identifier} i on i.match_key = v.match_key join {ResolveTables.Record} r on r.record_id = i.record_id
            where {IsVisitor} and r.component_id in (select c.id from {BatchTables.Component} c)
            """));
        session.Execute($"delete from {ResolveTables.VoidedValue} where match_key in (select id from {Visited})");
        session.Execute($"""
            insert into {BatchTables.Component} select distinct r.component_id from {ResolveTables.Record} r
            where r.record_id in (select i.record_id from {ResolveTables.Identifier} i join {Visited} n on n.id = i.match_key)
              and not exists (select 1 from {BatchTables.Component} c where c.id = r.component_id)
            """);
    }

    /// <summary>Resolves the components that are to be looked at again, all of stored records, and adds where they went to the profiles that are touched.</summary>
    private void Again(ISession session, LogEntry entry)
    {
        var dialect = session.Dialect;
        var graph = Neighbourhood.Load(session, null);
        var resolution = graph.Resolve(limits);
        ResolutionWriter.WriteFindings(session, resolution);
        ResolutionWriter.WriteMoves(session, EntryRange.Of(entry), graph, resolution);
        ResolutionWriter.MoveRecords(session);
        session.Execute($"""
            insert into {BatchTables.Touched} select distinct m.profile_id from {BatchTables.Move} m
            where not exists (select 1 from {BatchTables.Touched} t where t.profile_id = m.profile_id)
            """);
        session.Execute(dialect.CreateTemporary(BatchTables.Joined, $"select record_id, profile_id from {BatchTables.Move} limit 0"));
    }

    /// <summary>
    /// Of these components, those that hold several records. What one record alone says can join or part nobody, so it is not looked at: of the records that a
    /// file states again, most are such.
    /// </summary>
    private static Sql Shared(Sql components) => $"""
        select r.component_id as id from {ResolveTables.Record} r where r.component_id in ({components})
        group by r.component_id having count(*) > 1
        """;

    /// <summary>The components of stored records that carry a value of <see cref="BatchTables.Key"/>.</summary>
    private static Sql Carrying => Holding(CarriersIn(ResolveTables.Identifier));

    /// <summary>The records that carry a value of <see cref="BatchTables.Key"/>; a query.</summary>
    /// <param name="identifiers">All of them, or <see cref="BatchTables.Carrier"/>.</param>
    private static Sql CarriersIn(Table identifiers) => $"select i.record_id from {identifiers} i join {BatchTables.Key} k on k.id = i.match_key";

    private static Sql Holding(Sql records) => $"select r.component_id as id from {ResolveTables.Record} r where r.record_id in ({records})";

    /// <summary>The components of stored records that a person said are one with a record of the entry: an import that was undone and comes again brings it without sharing a value.</summary>
    private static Sql Partners => $"""
        union
        select r.component_id as id from {ResolveTables.Record} r where r.record_id in (
            select d.record_b from {ResolveTables.Decision} d join {BatchTables.Record} b on b.record_id = d.record_a where d.verdict = {DecisionOrder.One}
            union
            select d.record_a from {ResolveTables.Decision} d join {BatchTables.Record} b on b.record_id = d.record_b where d.verdict = {DecisionOrder.One})
        """;

    private static Sql OrDecided =>
        $"or b.record_id in (select record_a from {ResolveTables.Decision} where verdict = {DecisionOrder.One} union select record_b from {ResolveTables.Decision} where verdict = {DecisionOrder.One})";

    /// <summary>
    /// The values that may join: carried by more than one record, of which at least one is new or says something new. A value that was voided by names stays so,
    /// because names only grow; one that nameless records voided may turn out to be one name's, so it is judged anew when a record that carries it is stated again.
    /// </summary>
    /// <param name="few">Whether the range is of messages: then <see cref="BatchTables.Carrier"/> is filled with who carries their values.</param>
    /// <returns>Whether values that joined nobody are judged anew.</returns>
    private static bool FindKeys(ISession session, EntryRange range, bool few)
    {
        var revisited = new Table("batch_revisited");
        session.Execute(session.Dialect.CreateTemporary(revisited, $"""
            select distinct v.match_key as id from {ResolveTables.VoidedValue} v
            join {ResolveTables.Identifier} i on i.match_key = v.match_key join {BatchTables.Record} b on b.record_id = i.record_id
            where not v.by_names
            """));
        var freed = session.Execute($"delete from {ResolveTables.VoidedValue} where match_key in (select id from {revisited})");
        var own = (Sql)$"""
            select n.match_key from {ResolveTables.Identifier} n left join {BatchTables.Known} w on w.record_id = n.record_id
            where n.entry between {range.First} and {range.Last} and n.match_key is not null and coalesce(w.changed, true)
            """;
        var carried = (Sql)$"{ResolveTables.Identifier} i where i.match_key is not null and";
        if (few)
        {
            session.Execute(session.Dialect.CreateTemporary(BatchTables.Carrier, $"""
                select i.record_id, i.match_key from {ResolveTables.Identifier} i where i.match_key in ({own} union select id from {revisited})
                """));
            carried = $"{BatchTables.Carrier} i where";
        }
        else if (session.Count($"select count(*) from (select 1 from {ResolveTables.Record} limit 1) r") > 0)
        {
            // In an empty store every value is the entry's own, and asking which are would read all of them twice.
            carried = $"{carried} i.match_key in ({own}) and";
        }

        session.Execute(session.Dialect.CreateTemporary(BatchTables.Key, $"""
            select i.match_key as id from {carried} not exists (select 1 from {ResolveTables.VoidedValue} o where o.match_key = i.match_key)
            group by i.match_key having {session.Dialect.Several($"i.record_id")}
            union
            select id from {revisited}
            """));
        return RevisitVisitors(session, few) || freed > 0;
    }

    /// <summary>
    /// Adds the shared anonymous and device ids whose users an alias may have made one person. None of those who carry such an id need have said anything: a third user's alias, or the
    /// first word of a user whom two aliases name, is enough.
    /// </summary>
    /// <returns>Whether there are such.</returns>
    private static bool RevisitVisitors(ISession session, bool few)
    {
        if (session.Count($"select count(*) from (select 1 from {ResolveTables.VoidedValue} v where {IsVisitor} limit 1) o") == 0)
            return false;
        session.Execute(session.Dialect.CreateTemporary(Visited, $"""
            select distinct v.match_key as id from {ResolveTables.VoidedValue} v
            join {ResolveTables.Identifier} i on i.match_key = v.match_key join {ResolveTables.Record} r on r.record_id = i.record_id
            where {IsVisitor} and r.component_id in (
                select m.component_id from {ResolveTables.Record} m join {ResolveTables.Identifier} u on u.record_id = m.record_id
                where u.match_key in (
                    select a.match_key from {ResolveTables.Identifier} a join {BatchTables.Key} k on k.id = a.match_key where a.kind = {RowNormaliser.Alias}))
            """));
        var freed = session.Execute($"delete from {ResolveTables.VoidedValue} where match_key in (select id from {Visited})");
        if (few)
        {
            session.Execute($"""
                insert into {BatchTables.Carrier} select i.record_id, i.match_key from {ResolveTables.Identifier} i join {Visited} n on n.id = i.match_key
                where not exists (select 1 from {BatchTables.Carrier} c where c.match_key = i.match_key)
                """);
        }

        session.Execute($"insert into {BatchTables.Key} select n.id from {Visited} n where not exists (select 1 from {BatchTables.Key} k where k.id = n.id)");
        return freed > 0;
    }
}
