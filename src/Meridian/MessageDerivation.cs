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
    private static readonly Table Turned = new("batch_turned");

    private readonly StatedColumns _stated = new();

    /// <summary>Something else than messages was applied since the last batch.</summary>
    public void Forget() => _stated.Forget();

    /// <summary>Everything that follows from a batch's new messages; inside its transaction.</summary>
    public void Derive(ISession session, EntryRange range, IReadOnlyList<Message> messages)
    {
        var at = LabelRefresher.EvaluatedTo(session)!.Value;
        var (fresh, turned) = State(session, messages);
        Resolved? resolved = null;
        if (fresh.Count > 0)
        {
            using var span = Tracing.Part("meridian.resolve");
            resolved = Resolve(session, range, fresh);
        }

        if (fresh.Count > 0 || turned)
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

        var moved = SharedVisitors.Attribute(session, Visitors(messages), resolved);
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
        if (session.Count($"select count(*) from (select 1 from {EventTables.Event} limit 1) e") == 0 || !SharedVisitors.AttributeAnew(session))
            return;
        EventDays.Remake(session, SharedVisitors.Changed);
        TouchOwners(session, range);
    }

    /// <summary>The records of those of whom messages know an anonymous id.</summary>
    private static HashSet<Guid> Visitors(IReadOnlyList<Message> messages)
    {
        var visitors = new HashSet<Guid>();
        foreach (var message in messages)
        {
            if (message.AnonymousRecord is { } beside)
                visitors.Add(beside);
            else if (message.Statement.ExternalId is null)
                visitors.Add(message.RecordId);
        }

        return visitors;
    }

    private Resolved Resolve(ISession session, EntryRange range, List<Message> fresh)
    {
        session.Execute(session.Dialect.CreateTemporary(Landed, $"select record_id, source from {ResolveTables.Record} limit 0"));
        using (var writer = session.Append(Landed))
        {
            foreach (var (record, space) in fresh.Select(m => (m.RecordId, m.Space)).Distinct())
            {
                writer.Add(record).Add(space);
                writer.EndRow();
            }

            writer.Complete();
        }

        return resolver.Apply(session, range, null, $"select record_id, source from {Landed}");
    }

    /// <summary>Profiles of records that said something again later than others are made anew, because the latest word may be another's now.</summary>
    /// <remarks>Where one of them went to another profile meanwhile, both are among the touched already.</remarks>
    private static void Refresh(ISession session, bool turned, bool resolved)
    {
        if (!resolved)
        {
            session.Execute(session.Dialect.CreateTemporary(BatchTables.Joined, $"select record_id, profile_id from {ResolveTables.Record} limit 0"));
            session.Execute(session.Dialect.CreateTemporary(BatchTables.Touched, $"select profile_id from {Turned}"));
        }
        else if (turned)
        {
            session.Execute($"""
                insert into {BatchTables.Touched} select w.profile_id from {Turned} w
                where not exists (select 1 from {BatchTables.Touched} t where t.profile_id = w.profile_id)
                """);
        }
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
    /// <returns>The messages that said something new, and whether <see cref="Turned"/> holds profiles that may be others for what was said again.</returns>
    private static (List<Message> Fresh, bool Turned) State(ISession session, IReadOnlyList<Message> messages)
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
        var turned = false;
        if (old.Any(o => o.IsLater))
        {
            session.Execute(session.Dialect.CreateTemporary(Turned, Turning));
            turned = session.Count($"select count(*) from {Turned}") > 0;
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
    /// The profiles of which a statement that is said again later may stand before others now that stood before it, or at one with it; a query. As long as a statement was the latest of its
    /// customer's, no order changes, and nothing of the profile. What is said of consent is also compared with what was said elsewhere.
    /// </summary>
    private static Sql Turning => $"""
        select distinct r.profile_id from {Again} a join {ResolveTables.Record} r on r.record_id = a.record_id join {ResolveTables.Record} m on m.profile_id = r.profile_id
        join {StatementTables.RecordVersion} v on v.record_id = m.record_id
        where a.later and (a.consents or (v.stated_at >= a.stated_at and (v.entry <> a.entry or v.row_no <> a.row_no)))
        """;
}
