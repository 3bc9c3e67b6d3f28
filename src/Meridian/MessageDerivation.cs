using Meridian.Consents;
using Meridian.Events;
using Meridian.Foundation;
using Meridian.Foundation.Database;
using Meridian.Foundation.Log;
using Meridian.Normalise;
using Meridian.Normalise.Messages;
using Meridian.Profiles;
using Meridian.Resolve;
using Meridian.Tags;

namespace Meridian;

/// <summary>What follows from a batch of new messages: what they say of their records, who is who, profiles, owners of events, roll-ups, labels.</summary>
internal sealed class MessageDerivation(RecordResolver resolver)
{
    private static readonly Table Said = new("batch_said");
    private static readonly Table Landed = new("batch_landed");
    private static readonly Table Again = new("batch_again");

    private readonly StatedColumns _stated = new();

    /// <summary>Something else than messages was applied since the last batch.</summary>
    public void Forget() => _stated.Forget();

    /// <summary>Everything that follows from a batch's new messages; inside its transaction.</summary>
    public void Derive(ISession session, EntryRange range, IReadOnlyList<Message> messages)
    {
        var at = LabelRefresher.EvaluatedTo(session)!.Value;
        var (fresh, turned) = State(session, messages);
        if (fresh.Count > 0)
        {
            using var span = Tracing.Part("meridian.resolve");
            Resolve(session, range, fresh);
        }

        if (fresh.Count > 0 || turned.Count > 0)
        {
            using var span = Tracing.Part("meridian.profiles");
            Refresh(session, turned, resolved: fresh.Count > 0);
            ProfileRefresher.Make(session, range, _stated);
            Withdrawals.Apply(session, range);
        }
        else
        {
            ProfileRefresher.MakeNone(session);
        }

        var moved = SharedVisitors.Attribute(session, range, resolved: fresh.Count > 0);
        if (messages.Any(m => m.Name is not null))
        {
            EventDays.Roll(session, range);
            Touch(session, range, EventDays.Touched(at));
            EventDays.Add(session);
        }

        if (moved)
        {
            EventDays.Remake(session, SharedVisitors.Changed);
            TouchOwners(session, range);
        }

        using (Tracing.Part("meridian.labels"))
            LabelRefresher.Label(session, range, at, range.At, made: fresh.Count > 0);
    }

    /// <summary>
    /// Whom the events of shared devices belong to, after an import or its undo was resolved and its profiles are made: a file's rows may say of two users that they are one, or of one that
    /// they are two. Whose events changed is labelled with the others.
    /// </summary>
    public static void AttributeAnew(ISession session, EntryRange range)
    {
        if (session.Count($"select count(*) from (select 1 from {EventTables.Event} limit 1) e") == 0 || !SharedVisitors.Attribute(session, range, resolved: true))
            return;
        EventDays.Remake(session, SharedVisitors.Changed);
        TouchOwners(session, range);
    }

    private void Resolve(ISession session, EntryRange range, List<Message> fresh)
    {
        Note(session, fresh.Select(m => (m.RecordId, m.Space)).Distinct());
        resolver.Apply(session, range, null, $"select record_id, source from {Landed}");
    }

    /// <summary>Profiles of records that said something again later than others are made anew, because the latest word may be another's now.</summary>
    private static void Refresh(ISession session, IReadOnlyCollection<Guid> turned, bool resolved)
    {
        if (!resolved)
        {
            session.Execute(session.Dialect.CreateTemporary(BatchTables.Joined, $"select record_id, profile_id from {ResolveTables.Record} limit 0"));
            session.Execute(session.Dialect.CreateTemporary(BatchTables.Touched, $"select profile_id from {ResolveTables.Record} limit 0"));
        }

        if (turned.Count == 0)
            return;
        Note(session, turned.Select(record => (record, "")));
        session.Execute($"""
            insert into {BatchTables.Touched} select distinct r.profile_id from {ResolveTables.Record} r join {Landed} l on l.record_id = r.record_id
            where not exists (select 1 from {BatchTables.Touched} t where t.profile_id = r.profile_id)
            """);
    }

    /// <summary>Profiles that a batch did not make are labelled, where it may have turned their labels, and looked at by rules.</summary>
    /// <param name="touched">A query (profile_id, marketing_consent, made, turns).</param>
    private static void Touch(ISession session, EntryRange range, Sql touched) =>
        session.Execute($"""
            insert into {ProfileRefresher.Known} select w.profile_id, w.marketing_consent, w.turns from ({touched}) w
            where w.made <> {range.Last} and not exists (select 1 from {ProfileRefresher.Known} k where k.profile_id = w.profile_id)
            """);

    /// <summary>The same for those whose events went to another, or came from one.</summary>
    private static void TouchOwners(ISession session, EntryRange range)
    {
        var owners = (Sql)$"""
            select distinct p.profile_id, p.marketing_consent, p.made, true as turns from {ProfileTables.Profile} p join {ResolveTables.Record} r on r.profile_id = p.profile_id
            join ({SharedVisitors.Owners}) o(id) on o.id = r.record_id
            """;
        session.Execute($"update {ProfileRefresher.Known} set turns = true where profile_id in (select w.profile_id from ({owners}) w)");
        Touch(session, range, owners);
    }

    /// <summary>
    /// Lands what the messages say of their records. What a record says again in the same words is one statement, of the latest time; so a visit of a hundred pages, or an identify
    /// on each of them, is one row, in whatever order its messages arrive.
    /// </summary>
    /// <returns>The messages that said something new, and the records that said something again whose profiles may be others for it.</returns>
    private static (List<Message> Fresh, IReadOnlyList<Guid> Turned) State(ISession session, IReadOnlyList<Message> messages)
    {
        var words = MessageStatements.Words(messages);
        session.Execute(session.Dialect.CreateTemporary(Said, $"select record_id, content_hash, entry as number, stated_at, message from {StatementTables.RecordVersion} limit 0"));
        using (var writer = session.Append(Said))
        {
            for (var i = 0; i < words.Count; i++)
            {
                var v = words[i].Statement;
                writer.Add(v.RecordId).Add(v.ContentHash).Add((long)i).Add(v.StatedAt).Add(v.Message);
                writer.EndRow();
            }

            writer.Complete();
        }

        session.Execute(session.Dialect.CreateTemporary(Again, $"""
            select s.number, v.record_id, v.entry, v.row_no, v.stated_at, v.marketing_consent is not null as consents,
                s.stated_at > v.stated_at or (s.stated_at = v.stated_at and s.message > v.message) as later
            from {StatementTables.RecordVersion} v join {Said} s on s.record_id = v.record_id and s.content_hash = v.content_hash where v.message is not null
            """));
        var old = session.List($"select number, later from {Again}", r => (Number: (int)r.Long(0), IsLater: r.Bool(1)));
        IReadOnlyList<Guid> turned = [];
        if (old.Any(o => o.IsLater))
        {
            turned = session.List(Turning, r => r.Id(0));
            session.Execute($"""
                update {StatementTables.RecordVersion} set stated_at = s.stated_at, message = s.message
                from {Said} s join {Again} a on a.number = s.number and a.later
                where {StatementTables.RecordVersion}.record_id = a.record_id and {StatementTables.RecordVersion}.entry = a.entry and {StatementTables.RecordVersion}.row_no = a.row_no
                """);
        }

        var known = old.Select(o => o.Number).ToHashSet();
        var fresh = words.Where((_, i) => !known.Contains(i)).ToList();
        if (fresh.Count > 0)
            MessageStatements.Land(session, fresh);
        return (fresh, turned);
    }

    /// <summary>
    /// The records of which a statement that is said again later may stand before others now that stood before it, or at one with it; a query. As long as a statement was the latest of its
    /// customer's, no order changes, and nothing of the profile. What is said of consent is also compared with what was said elsewhere.
    /// </summary>
    private static Sql Turning => $"""
        select a.record_id from {Again} a where a.later and a.consents
        union
        select a.record_id from {Again} a join {ResolveTables.Record} r on r.record_id = a.record_id join {ResolveTables.Record} m on m.profile_id = r.profile_id
        join {StatementTables.RecordVersion} v on v.record_id = m.record_id
        where a.later and v.stated_at >= a.stated_at and (v.entry <> a.entry or v.row_no <> a.row_no)
        """;

    /// <summary>Fills the table of the records at hand, with the source of each where it matters.</summary>
    private static void Note(ISession session, IEnumerable<(Guid Record, string Source)> records)
    {
        session.Execute(session.Dialect.CreateTemporary(Landed, $"select record_id, source from {ResolveTables.Record} limit 0"));
        using var writer = session.Append(Landed);
        foreach (var (record, source) in records)
        {
            writer.Add(record).Add(source);
            writer.EndRow();
        }

        writer.Complete();
    }
}
