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
    private static readonly Table Active = new("batch_active");

    private readonly StatedColumns _stated = new();

    /// <summary>Something else than messages was applied since the last batch.</summary>
    public void Forget() => _stated.Forget();

    /// <summary>Everything that follows from a batch's new messages; inside its transaction.</summary>
    public void Derive(ISession session, EntryRange range, IReadOnlyList<Message> messages)
    {
        var (fresh, later) = State(session, messages);
        if (fresh.Count > 0)
        {
            using var span = Tracing.Part("meridian.resolve");
            Resolve(session, range, fresh);
        }

        if (fresh.Count > 0 || later.Count > 0)
        {
            using var span = Tracing.Part("meridian.profiles");
            Refresh(session, later, resolved: fresh.Count > 0);
            ProfileRefresher.Make(session, range, _stated);
            Withdrawals.Apply(session, range);
        }
        else
        {
            session.Execute(session.Dialect.CreateTemporary(ProfileRefresher.Known, $"select profile_id, marketing_consent from {ProfileTables.Profile} limit 0"));
        }

        var moved = SharedVisitors.Attribute(session, range, resolved: fresh.Count > 0);
        EventDays.Add(session, range);
        if (moved)
            EventDays.Remake(session, SharedVisitors.Changed);
        Touch(session, range, moved);
        using (Tracing.Part("meridian.labels"))
            LabelRefresher.Label(session, range, LabelRefresher.EvaluatedTo(session)!.Value, range.At, made: fresh.Count > 0);
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
        Touch(session, range, moved: true);
    }

    private void Resolve(ISession session, EntryRange range, List<Message> fresh)
    {
        Note(session, fresh.Select(m => (m.RecordId, m.Space)).Distinct());
        resolver.Apply(session, range, null, $"select record_id, source from {Landed}");
    }

    /// <summary>Profiles of records that said something again later are made anew, because the latest word may be another's now.</summary>
    private static void Refresh(ISession session, HashSet<Guid> later, bool resolved)
    {
        if (!resolved)
        {
            session.Execute(session.Dialect.CreateTemporary(BatchTables.Joined, $"select record_id, profile_id from {ResolveTables.Record} limit 0"));
            session.Execute(session.Dialect.CreateTemporary(BatchTables.Touched, $"select profile_id from {ResolveTables.Record} limit 0"));
        }

        if (later.Count == 0)
            return;
        Note(session, later.Select(record => (record, "")));
        session.Execute($"""
            insert into {BatchTables.Touched} select distinct r.profile_id from {ResolveTables.Record} r join {Landed} l on l.record_id = r.record_id
            where not exists (select 1 from {BatchTables.Touched} t where t.profile_id = r.profile_id)
            """);
    }

    /// <summary>Profiles that a batch did not make and whose events it brought are labelled anew as well.</summary>
    private static void Touch(ISession session, EntryRange range, bool moved)
    {
        var owners = moved ? (Sql)$"union {SharedVisitors.Owners}" : $"";
        session.Execute(session.Dialect.CreateTemporary(Active, $"""
            select distinct r.profile_id from {ResolveTables.Record} r join (
                select owner_id from {EventTables.Event} where entry between {range.First} and {range.Last} and name is not null {owners}) o on o.owner_id = r.record_id
            """));
        session.Execute($"""
            insert into {ProfileRefresher.Known} select p.profile_id, p.marketing_consent from {ProfileTables.Profile} p join {Active} a on a.profile_id = p.profile_id
            where p.made <> {range.Last} and not exists (select 1 from {ProfileRefresher.Known} k where k.profile_id = p.profile_id)
            """);
    }

    /// <summary>
    /// Lands what the messages say of their records. What a record says again in the same words is one statement, of the latest time; so a visit of a hundred pages, or an identify
    /// on each of them, is one row, in whatever order its messages arrive.
    /// </summary>
    /// <returns>The messages that said something new, and the records that said something again later.</returns>
    private static (List<Message> Fresh, HashSet<Guid> Later) State(ISession session, IReadOnlyList<Message> messages)
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

        var old = session.List(
            $"""
            select s.number, s.stated_at > v.stated_at or (s.stated_at = v.stated_at and s.message > v.message)
            from {StatementTables.RecordVersion} v join {Said} s on s.record_id = v.record_id and s.content_hash = v.content_hash where v.message is not null
            """,
            r => (Number: (int)r.Long(0), IsLater: r.Bool(1)));
        var later = old.Where(o => o.IsLater).Select(o => words[o.Number].RecordId).ToHashSet();
        if (later.Count > 0)
        {
            session.Execute($"""
                update {StatementTables.RecordVersion} set stated_at = s.stated_at, message = s.message
                from {Said} s where {StatementTables.RecordVersion}.record_id = s.record_id and {StatementTables.RecordVersion}.content_hash = s.content_hash
                    and {StatementTables.RecordVersion}.message is not null
                    and (s.stated_at > {StatementTables.RecordVersion}.stated_at or (s.stated_at = {StatementTables.RecordVersion}.stated_at and s.message > {StatementTables.RecordVersion}.message))
                """);
        }

        var known = old.Select(o => o.Number).ToHashSet();
        var fresh = words.Where((_, i) => !known.Contains(i)).ToList();
        if (fresh.Count > 0)
            MessageStatements.Land(session, fresh);
        return (fresh, later);
    }

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
