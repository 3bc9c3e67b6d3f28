using Meridian.Foundation.Database;
using Meridian.Foundation.Governance;
using Meridian.Ingest.Messages;
using Meridian.Profiles;
using Meridian.Resolve;

namespace Meridian.Events;

/// <summary>Which messages of the feed; null leaves open.</summary>
/// <param name="Kind">"applied", or one of <see cref="RejectedKinds"/>.</param>
/// <param name="Type">"identify", "track", ...; what was not applied has none.</param>
/// <param name="Reason">Why it was not applied, without the place in a file.</param>
/// <param name="Profiles">Only of these customers; empty for none.</param>
public sealed record FeedFilter(
    string? Kind = null, string? Source = null, string? Name = null, string? Type = null, string? MessageId = null, string? Reason = null, IReadOnlyList<Guid>? Profiles = null)
{
    /// <summary>The kind of what was applied.</summary>
    public const string Applied = "applied";

    /// <summary>Whether something is asked that only applied messages have.</summary>
    internal bool IsOfApplied => Kind == Applied || Name is not null || Type is not null || Profiles is not null;

    internal bool IsOfRejected => Reason is not null || (Kind is not null && Kind != Applied);
}

/// <summary>A message as it came in, and what became of it; times UTC.</summary>
/// <param name="Kind">"applied", or one of <see cref="RejectedKinds"/>.</param>
/// <param name="Type">Null for one that was not applied.</param>
/// <param name="OccurredAt">Null for one that was not applied.</param>
/// <param name="ProfileId">The customer; null for one that was not applied.</param>
/// <param name="Customer">Their name.</param>
/// <param name="Text">Properties of an applied one, the payload of another.</param>
/// <param name="Note">What was odd and yet kept, or why it was not applied.</param>
public sealed record FeedLine(
    string Kind, string? MessageId, string? Type, string? Name, DateTime? OccurredAt, DateTime ReceivedAt, string Source, Guid? ProfileId, string? Customer, string? Country, string? Text, string? Note, long Entry, int Row)
{
    public MessagePlace Place => new(Entry, Row);
}

/// <summary>Every message that was taken in, the newest first: applied ones and others in one order, nothing sampled.</summary>
public static class EventFeed
{
    /// <param name="rejected">Whether who asks may see what was not applied. Who is limited to countries sees none of it: no country is known of it.</param>
    /// <param name="before">Where the page before ended; null for the first.</param>
    /// <param name="after">Only what came behind this; null for all.</param>
    public static List<FeedLine> Page(ISession session, Scope scope, FeedFilter filter, bool rejected, int limit, MessagePlace? before = null, MessagePlace? after = null)
    {
        var applied = filter.IsOfRejected ? [] : AppliedOf(session, scope, filter, limit, before, after);
        var others = !rejected || scope.IsLimited || filter.IsOfApplied ? [] : OthersOf(session, filter, limit, before, after);
        return [.. applied.Concat(others).OrderByDescending(l => l.Entry).ThenByDescending(l => l.Row).Take(limit)];
    }

    /// <summary>One message; null for none that may be seen.</summary>
    public static FeedLine? Find(ISession session, Scope scope, MessagePlace place, bool rejected)
    {
        var (before, after) = (new MessagePlace(place.Entry, place.Row + 1), new MessagePlace(place.Entry, place.Row - 1));
        return Page(session, scope, new FeedFilter(), rejected, 1, before, after) is [var line] ? line : null;
    }

    /// <summary>Names of events that may be seen, the most frequent first.</summary>
    public static List<string> Names(ISession session, Scope scope, int limit) => session.List(
        $"select d.name from {EventTables.Day} d {OfSeen(scope, $"d.owner_id")} group by d.name order by sum(d.events) desc, d.name limit {limit}", r => r.Text(0)!);

    /// <summary>Sources of messages that may be seen.</summary>
    public static List<string> Sources(ISession session, Scope scope) => scope.IsLimited
        ? session.List($"select distinct e.source from {EventTables.Event} e {OfSeen(scope, $"e.owner_id")} order by e.source", r => r.Text(0)!)
        : session.List($"select source from {EventTables.Count} order by source", r => r.Text(0)!);

    private static Sql OfSeen(Scope scope, Sql owner) => scope.IsLimited
        ? $"join {ResolveTables.Record} r on r.record_id = {owner} join {ProfileTables.Profile} p on p.profile_id = r.profile_id where {scope.Sees($"p.country")}" : Sql.Empty;

    private static List<FeedLine> AppliedOf(ISession session, Scope scope, FeedFilter filter, int limit, MessagePlace? before, MessagePlace? after)
    {
        if (filter.Profiles is { Count: 0 })
            return [];
        var parts = new List<Sql> { Between($"e.entry", $"e.row_no", before, after) };
        if (filter.Source is { } source)
            parts.Add($"e.source = {source}");
        if (filter.Name is { } name)
            parts.Add($"e.name = {name}");
        if (filter.Type is { } type)
            parts.Add($"e.type = {type}");
        if (filter.MessageId is { } id)
            parts.Add($"e.message_id = {id}");
        Sql ofEvents = Sql.Join(" and ", parts);
        Sql ofPeople = scope.Sees($"p.country");
        if (filter.Profiles is { } profiles)
            ofPeople = $"{ofPeople} and r.profile_id in ({Sql.Join(", ", profiles.Select(p => (Sql)$"{p}"))})";
        // Where everybody's are asked for, the page is cut out first: all events with their customers would be joined for these few otherwise.
        Sql events = scope.IsLimited || filter.Profiles is not null
            ? (Sql)$"{EventTables.Event}" : $"(select e.* from {EventTables.Event} e where {ofEvents} order by e.entry desc, e.row_no desc limit {limit})";
        return session.List(
            $"""
            select e.message_id, e.type, e.name, e.occurred_at, e.received_at, e.source, r.profile_id, p.name, p.country, e.properties, e.note, e.entry, e.row_no
            from {events} e join {ResolveTables.Record} r on r.record_id = e.owner_id join {ProfileTables.Profile} p on p.profile_id = r.profile_id
            where {ofEvents} and {ofPeople} order by e.entry desc, e.row_no desc limit {limit}
            """,
            r => new FeedLine(
                FeedFilter.Applied, r.Text(0), r.Text(1), r.Text(2), r.Time(3), r.Time(4), r.Text(5)!, r.Id(6), r.Text(7), r.Text(8), r.Text(9), r.Text(10), r.Long(11), (int)r.Long(12)));
    }

    private static List<FeedLine> OthersOf(ISession session, FeedFilter filter, int limit, MessagePlace? before, MessagePlace? after)
    {
        var parts = new List<Sql> { Between($"entry", $"row_no", before, after) };
        if (filter.Kind is { } kind)
            parts.Add($"kind = {kind}");
        if (filter.Source is { } source)
            parts.Add($"source = {source}");
        if (filter.MessageId is { } id)
            parts.Add($"message_id = {id}");
        if (filter.Reason is { } reason)
            parts.Add($"{WithoutPlace($"reason")} = {reason}");
        return session.List(
            $"""
            select kind, message_id, reason, source, received_at, payload, entry, row_no from {EventTables.Rejected}
            where {Sql.Join(" and ", parts)} order by entry desc, row_no desc limit {limit}
            """,
            r => new FeedLine(r.Text(0)!, r.Text(1), null, null, null, r.Time(4), r.Text(3)!, null, null, null, r.Text(5), r.Text(2), r.Long(6), (int)r.Long(7)));
    }

    /// <summary>A reason without "orders.csv, line 7: ", so that the same of two lines is the same.</summary>
    internal static Sql WithoutPlace(Sql reason) => $"regexp_replace({reason}, '^[^:]*, line [0-9]+: ', '')";

    private static Sql Between(Sql entry, Sql row, MessagePlace? before, MessagePlace? after)
    {
        Sql to = before is { } b ? $"({entry} < {b.Entry} or ({entry} = {b.Entry} and {row} < {b.Row}))" : Sql.Constant("1 = 1");
        Sql from = after is { } a ? $"({entry} > {a.Entry} or ({entry} = {a.Entry} and {row} > {a.Row}))" : Sql.Constant("1 = 1");
        return $"{to} and {from}";
    }
}
