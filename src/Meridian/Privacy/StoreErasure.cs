using Meridian.Changes;
using Meridian.Consents;
using Meridian.Events;
using Meridian.Foundation.Database;
using Meridian.Foundation.Log;
using Meridian.Ingest;
using Meridian.Ingest.Messages;
using Meridian.Normalise;
using Meridian.Normalise.Messages;
using Meridian.Profiles;
using Meridian.Resolve;
using Meridian.Segments;
using Meridian.Tags;

namespace Meridian.Privacy;

/// <summary>What was taken out of the files and of the log.</summary>
/// <param name="Messages">With their sources.</param>
/// <param name="Consents">Places of statements of consent that are gone likewise.</param>
/// <param name="Unreasoned">Entries of tags given by hand, and of edits, that hold no reason, or none any more.</param>
/// <param name="Edits">Places of what was said of traits that are gone.</param>
/// <param name="Gone">Places in the log where nothing stands any more, those of an erasure that was interrupted among them.</param>
internal sealed record Erased(IReadOnlyList<ErasedRow> Rows, IReadOnlyList<(MessagePlace Place, string Source)> Messages, IReadOnlyList<MessagePlace> Gone, IReadOnlyList<MessagePlace> Consents,
    IReadOnlyList<long> Unreasoned, IReadOnlyList<MessagePlace> Edits);

/// <summary>Takes people out of the store, so that it is what a log without them gives; inside the caller's transaction.</summary>
internal static class StoreErasure
{
    private static Sql Records => $"(select record_id from {ErasureTables.Record})";

    /// <summary>Events that are of the people, or were theirs on a device that they shared.</summary>
    private static Sql TheirEvents => $"record_id in {Records} or owner_id in {Records}";

    /// <summary>Loads who is to be erased into tables of the session.</summary>
    public static void Load(ISession session, Subject subject)
    {
        Fill(session, ErasureTables.Record, $"select record_id from {ResolveTables.Record} limit 0", subject.Records, (w, r) => w.Add(r));
        Fill(session, ErasureTables.Key, $"select match_key from {ResolveTables.Identifier} limit 0", subject.Keys, (w, k) => w.Add(k));
    }

    /// <summary>Where the log holds what became their events; after <see cref="Load"/>.</summary>
    public static HashSet<MessagePlace> Events(ISession session) =>
        [.. session.Query($"select entry, row_no from {EventTables.Event} where {TheirEvents}", r => new MessagePlace(r.Long(0), (int)r.Long(1)))];

    /// <summary>Keys of the messages that became their events; one that came again has the same.</summary>
    public static HashSet<Guid> MessageKeys(ISession session) => [.. session.Query($"select message_key from {EventTables.Event} where {TheirEvents}", r => r.Id(0))];

    /// <summary>The rows of files that became statements of theirs.</summary>
    public static ILookup<long, long> FileRows(ISession session) =>
        session.List($"select entry, row_no from {StatementTables.RecordVersion} where message is null and record_id in {Records}", r => (Entry: r.Long(0), Row: r.Long(1)))
            .ToLookup(r => r.Entry, r => r.Row);

    /// <param name="log">From which they are taken out already.</param>
    public static void TakeOut(ISession session, LogEntry entry, ILog log, RecordResolver resolver, Erased found)
    {
        Fill(session, ErasureTables.Row, $"select entry, row_no from {IngestTables.Warning} limit 0", found.Rows, (w, r) => w.Add(r.Entry).Add(r.Row));
        Fill(session, ErasureTables.Place, $"select entry, row_no from {EventTables.Rejected} limit 0", found.Gone, (w, p) => w.Add(p.Entry).Add(p.Row));
        // A device that they shared with others: its other events may have another owner now, or be of one person only.
        session.Execute(session.Dialect.CreateTemporary(ErasureTables.Visitor, $"""
            select distinct record_id from {EventTables.Event} where owner_id in {Records} and record_id not in {Records}
            """));
        Count(session, found.Rows, found.Messages);
        session.Execute($"delete from {EventTables.Event} where {TheirEvents}");
        session.Execute($"delete from {EventTables.Day} where record_id in {Records}");
        session.Execute($"delete from {EventTables.Rejected} where exists (select 1 from {ErasureTables.Place} p where p.entry = {EventTables.Rejected}.entry and p.row_no = {EventTables.Rejected}.row_no)");
        session.Execute($"delete from {IngestTables.Warning} where exists (select 1 from {ErasureTables.Row} r where r.entry = {IngestTables.Warning}.entry and r.row_no = {IngestTables.Warning}.row_no)");
        TakeOutConsents(session, found);
        session.Execute($"delete from {TagTables.Manual} where record_id in {Records}");
        session.Execute($"delete from {SegmentTables.Member} where record_id in {Records}");
        session.Execute($"delete from {ResolveTables.Decision} where record_a in {Records} or record_b in {Records}");
        foreach (var entries in found.Unreasoned.Chunk(1_000))
        {
            var these = Sql.Join(", ", entries.Select(e => (Sql)$"{e}"));
            session.Execute($"update {TagTables.Manual} set reason = null where reason is not null and entry in ({these})");
            session.Execute($"update {ProfileTables.Edit} set reason = null where reason is not null and entry in ({these})");
        }

        TakeOutEdits(session, found);
        resolver.TakeOut(
            session, entry, $"(record_id in {Records} or record_id in (select record_id from {ErasureTables.Visitor}))",
            () => MessageStatements.Land(session, MessageStatements.Words(Said(session, log))));
        // What was said of others and named them is gone, so those have another value now.
        session.Execute($"""
            insert into {BatchTables.Touched} select distinct r.profile_id from {ResolveTables.Record} r join {ErasureTables.Spoken} e on e.record_id = r.record_id
            where not exists (select 1 from {BatchTables.Touched} t where t.profile_id = r.profile_id)
            """);
        var range = EntryRange.Of(entry);
        ProfileRefresher.Make(session, range);
        Withdrawals.Apply(session, range);
        if (SharedVisitors.AttributeAnew(session))
            EventDays.Remake(session, SharedVisitors.Changed);
        EventDays.Remake(session, $"select record_id from {ErasureTables.Visitor}");
        var at = LabelRefresher.EvaluatedTo(session) ?? entry.At;
        LabelRefresher.Label(session, range, at, at);
        // A profile's id is that of one of its records, so whatever still tells of a profile of theirs is found by it.
        session.Execute($"delete from {TagTables.Assignment} where profile_id in {Records}");
        session.Execute($"delete from {TagTables.History} where profile_id in {Records}");
        session.Execute($"delete from {ResolveTables.ProfileChange} where from_profile in {Records} or into_profile in {Records}");
    }

    /// <summary>What is told of them to those who follow changes; behind all that the erasure itself tells.</summary>
    public static void TakeOutChanges(ISession session) => session.Execute($"delete from {ChangeTables.Change} where profile_id in {Records} or other_id in {Records}");

    /// <summary>What was said of their traits, and of others' in words that name them.</summary>
    private static void TakeOutEdits(ISession session, Erased found)
    {
        Fill(session, ErasureTables.Said, $"select entry, row_no from {ProfileTables.Edit} limit 0", found.Edits, (w, p) => w.Add(p.Entry).Add((long)p.Row));
        var isGone = (Sql)$"exists (select 1 from {ErasureTables.Said} g where g.entry = {ProfileTables.Edit}.entry and g.row_no = {ProfileTables.Edit}.row_no)";
        session.Execute($"insert into {ErasureTables.Spoken} select distinct record_id from {ProfileTables.Edit} where {isGone}");
        session.Execute($"delete from {ProfileTables.Edit} where record_id in {Records} or {isGone}");
    }

    /// <summary>
    /// What was said of their consent. Withdrawals that an undo kept go with the row that stated them; what it left in force for others, whose place in the log is that of another's row, stays.
    /// </summary>
    private static void TakeOutConsents(ISession session, Erased found)
    {
        Fill(session, ErasureTables.Said, $"select entry, row_no from {ConsentTables.Consent} limit 0", found.Consents, (w, p) => w.Add(p.Entry).Add((long)p.Row));
        var isGone = (Sql)$"exists (select 1 from {ErasureTables.Said} g where g.entry = {ConsentTables.Consent}.entry and g.row_no = {ConsentTables.Consent}.row_no)";
        var theirs = (Sql)$"""
            (record_id in {Records} or match_key in (select match_key from {ErasureTables.Key}) or (record_id is null and {isGone})
                or (record_id is not null and source is not null and exists (
                    select 1 from {ErasureTables.Row} r where r.entry = {ConsentTables.Consent}.entry and r.row_no = {ConsentTables.Consent}.row_no)))
            """;
        // Words that name them may have been said of an identifier or a record of somebody who stays.
        session.Execute(session.Dialect.CreateTemporary(ConsentTables.Asked, $"""
            select distinct match_key, kind, space, value, target from {ConsentTables.Consent} where target is not null and {theirs}
            """));
        session.Execute(session.Dialect.CreateTemporary(ErasureTables.Spoken, $"""
            select record_id from {ConsentTables.Consent} where record_id is not null and {theirs}
            union
            select n.record_id from ({Statements.Named(ConsentTables.Asked)}) n
            """));
        session.Execute($"delete from {ConsentTables.Consent} where {theirs}");
        session.Execute($"update {ConsentTables.Consent} set source = null, wording = null, proof = null where {isGone}");
        session.Execute($"""
            delete from {ConsentTables.Suppression} where exists (
                select 1 from {ErasureTables.Said} g where g.entry = {ConsentTables.Suppression}.entry and g.row_no = {ConsentTables.Suppression}.row_no)
            """);
    }

    /// <summary>What is left of the messages of devices that they shared: what those said of the visitor may have been theirs.</summary>
    private static List<Message> Said(ISession session, ILog log)
    {
        var messages = new List<Message>();
        var places = session.List(
            $"select entry, row_no from {EventTables.Event} where record_id in (select record_id from {ErasureTables.Visitor}) order by entry, row_no", r => new MessagePlace(r.Long(0), (int)r.Long(1)));
        var again = new List<(MessagePlace Place, MessagePlace Held)>();
        // Each entry once and in the log's order: going back in it is reading a file from its beginning.
        foreach (var entry in places.GroupBy(p => p.Entry))
        {
            var holder = log.Read(entry.Key).First();
            // One that was a dead letter stands where it was applied again, and is held where it was received.
            if (holder.Kind == DeadRetryOrder.Kind && DeadRetryOrder.FromJson(holder.Text).Messages is var held)
                again.AddRange(entry.Select(p => (p, held[p.Row - 1])));
            else
                Add(holder, entry.Select(p => (p, p)));
        }

        foreach (var entry in again.GroupBy(a => a.Held.Entry).OrderBy(g => g.Key))
            Add(log.Read(entry.Key).First(), entry);
        return [.. messages.OrderBy(m => m.Entry).ThenBy(m => m.Row)];

        void Add(LogEntry holder, IEnumerable<(MessagePlace Place, MessagePlace Held)> held)
        {
            if (holder.Kind != EventsOrder.Kind)
                return;
            var reader = new MessageReader(holder);
            foreach (var (place, at) in held)
            {
                if (reader.Read(at.Row).Message is not { } message)
                    continue;
                message.Statement.Row = place.Row;
                messages.Add(message with { Entry = place.Entry, Row = place.Row });
            }
        }
    }

    /// <summary>Brings the counts of imports and messages down to what is left: an erased row is a rejected one, an erased message was never received.</summary>
    private static void Count(ISession session, IReadOnlyList<ErasedRow> rows, IReadOnlyList<(MessagePlace Place, string Source)> messages)
    {
        foreach (var import in rows.Where(r => r.WasAccepted).GroupBy(r => r.Entry))
        {
            if (Imports.Find(session, import.Key) is not { } state)
                continue;
            var created = session.Count($"select count(*) from {ResolveTables.Record} where profile_id = record_id and entry = {import.Key} and record_id in {Records}");
            var accepted = state.Accepted - import.Count();
            Imports.Save(session, state with
            {
                Accepted = accepted,
                Rejected = state.Rejected + import.Count(),
                Created = Math.Max(0, Math.Min(state.Created - created, accepted)),
                Unchanged = Math.Max(0, Math.Min(state.Unchanged, accepted - (state.Created - created))),
            });
        }

        var applied = session.List(
            $"select source, entry, count(*) from {EventTables.Event} where {TheirEvents} group by source, entry", r => (Source: r.Text(0)!, Entry: r.Long(1), Count: r.Long(2)));
        var rejected = session.List(
            $"""
            select r.source, r.kind, r.entry, count(*) from {EventTables.Rejected} r join {ErasureTables.Place} p on p.entry = r.entry and p.row_no = r.row_no group by r.source, r.kind, r.entry
            """,
            r => (Source: r.Text(0)!, Kind: r.Text(1)!, Entry: r.Long(2), Count: r.Long(3)));
        foreach (var source in messages.Select(m => m.Source).Concat(applied.Select(a => a.Source)).Concat(rejected.Select(r => r.Source)).Distinct(StringComparer.Ordinal))
        {
            var gone = applied.Where(a => a.Source == source).Sum(a => a.Count);
            var conflicts = rejected.Where(r => r.Source == source && r.Kind == RejectedKinds.Conflict).Sum(r => r.Count);
            var refused = rejected.Where(r => r.Source == source && r.Kind != RejectedKinds.Conflict).Sum(r => r.Count);
            // What was taken out of the log and became neither came twice.
            var duplicates = Math.Max(0, messages.Count(m => m.Source == source) - gone - refused);
            session.Execute($"""
                update {EventTables.Count} set received = received - {gone + refused + duplicates}, applied = applied - {gone}, duplicate = duplicate - {duplicates},
                    conflict = conflict - {conflicts}, rejected = rejected - {refused}
                where source = {source}
                """);
        }

        EventFiles.TakeOut(
            session, messages.CountBy(m => m.Place.Entry).ToDictionary(), applied.ToLookup(a => a.Entry, a => a.Count), rejected.Where(r => r.Kind != RejectedKinds.Conflict).ToLookup(r => r.Entry, r => r.Count));
    }

    private static void Fill<T>(ISession session, Table table, Sql like, IEnumerable<T> values, Action<IRowWriter, T> write)
    {
        session.Execute(session.Dialect.CreateTemporary(table, like));
        using var writer = session.Append(table);
        foreach (var value in values)
        {
            write(writer, value);
            writer.EndRow();
        }

        writer.Complete();
    }
}
