using Meridian.Events;
using Meridian.Foundation.Database;
using Meridian.Foundation.Governance;
using Meridian.Foundation.Log;
using Meridian.Ingest.Messages;
using Meridian.Profiles;
using Meridian.Resolve;
using Meridian.Tags;

namespace Meridian.Segments;

/// <summary>Whom a message was counted for.</summary>
/// <param name="Space">Where the id is unique.</param>
/// <param name="Id">The user id or anonymous id; null for a record known by its identifiers.</param>
/// <param name="IsNew">Whether the record is there since this message.</param>
/// <param name="IsVisitor">Whether nothing but devices is known of the customer.</param>
/// <param name="Records">Of the customer.</param>
public sealed record MessageIdentity(string Space, string? Id, bool IsNew, bool IsVisitor, long Records);

/// <summary>A message on its way: received, whose it is, which tags changed.</summary>
/// <param name="Raw">As it came; null where the log has it no more.</param>
/// <param name="Identity">Null for one that was not applied.</param>
/// <param name="Gained">Tags that the customer got when it was applied.</param>
/// <param name="Lost">Tags that ended then.</param>
public sealed record MessageStory(FeedLine Line, RawMessage? Raw, MessageIdentity? Identity, IReadOnlyList<TagSpell> Gained, IReadOnlyList<TagSpell> Lost);

/// <summary>Tells what became of one message.</summary>
public static class MessageStories
{
    /// <summary>Messages that wait together are labelled together, as of the last of them: changes within this time of a message's receipt are told with it.</summary>
    private static readonly TimeSpan Together = TimeSpan.FromSeconds(30);

    /// <param name="rejected">Whether who asks may see what was not applied.</param>
    /// <returns>Null for a message that is not there, or may not be seen.</returns>
    public static MessageStory? Of(ISession session, Scope scope, ILog log, MessagePlace place, bool rejected)
    {
        if (EventFeed.Find(session, scope, place, rejected) is not { } line)
            return null;
        var raw = RawMessages.Read(log, place);
        if (line.ProfileId is not { } profile)
            return new MessageStory(line, raw, null, [], []);
        var identity = session.First(
            $"""
            select r.source, r.external_id, r.entry, r.row_no, coalesce(p.anonymous, false), p.records
            from {EventTables.Event} e join {ResolveTables.Record} r on r.record_id = e.owner_id join {ProfileTables.Profile} p on p.profile_id = r.profile_id
            where e.entry = {place.Entry} and e.row_no = {place.Row}
            """,
            r => new MessageIdentity(r.Text(0)!, r.Text(1), r.Long(2) == place.Entry && r.Long(3) == place.Row, r.Bool(4), r.Long(5)));
        var spells = TagQueries.Of(session, profile, null).Spells;
        var (from, to) = (line.ReceivedAt, line.ReceivedAt + Together);
        return new MessageStory(
            line, raw, identity, [.. spells.Where(s => s.Since >= from && s.Since <= to)], [.. spells.Where(s => s.Until >= from && s.Until <= to)]);
    }
}
