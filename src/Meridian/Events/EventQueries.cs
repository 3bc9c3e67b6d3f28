using Meridian.Foundation.Database;
using Meridian.Foundation.Governance;
using Meridian.Ingest.Messages;
using Meridian.Profiles;
using Meridian.Resolve;

namespace Meridian.Events;

/// <summary>All messages that were taken in: received = applied + duplicates + rejected. Conflicts are among the duplicates.</summary>
public sealed record MessageCounts(long Received, long Applied, long Duplicates, long Conflicts, long Rejected);

/// <summary>One event as a list shows it; times UTC.</summary>
public sealed record EventLine(
    string MessageId, string Type, string? Name, DateTime OccurredAt, DateTime ReceivedAt, string Source, Guid ProfileId, double? Total, string? Properties, string? Note, long Entry, int Row);

/// <summary>A message that was not applied.</summary>
/// <param name="Kind">Of <see cref="RejectedKinds"/>.</param>
public sealed record RejectedLine(string Kind, string? MessageId, string Reason, string Source, DateTime ReceivedAt, string Payload, long Entry, int Row);

/// <summary>Counts and lists of events.</summary>
public static class EventQueries
{
    /// <summary>How many events there are: messages of type track, page and screen. The others say who somebody is, and are no events.</summary>
    /// <param name="name">Only of this name; null for all.</param>
    /// <param name="profiles">Only of these profiles; null for all.</param>
    public static long Count(ISession session, Scope scope, string? name, IReadOnlyCollection<Guid>? profiles)
    {
        var named = name is null ? (Sql)$"" : $"and e.name = {name}";
        return profiles is null && !scope.IsLimited
            ? session.Count($"select count(*) from {EventTables.Event} e where e.name is not null {named}")
            : profiles is { Count: 0 } ? 0
            : session.Count($"""
                select count(*) from {EventTables.Event} e join {ResolveTables.Record} r on r.record_id = e.owner_id
                where e.name is not null {named} and {Of(profiles)} and {Seen(scope)}
                """);
    }

    /// <summary>The last events that were taken in, the newest first.</summary>
    /// <param name="before">Where the page before ended; null for the first.</param>
    public static List<EventLine> Last(ISession session, Scope scope, string? name, IReadOnlyCollection<Guid>? profiles, int limit, MessagePlace? before = null)
    {
        var named = name is null ? (Sql)$"" : $"and e.name = {name}";
        return session.List(
            $"""
            select e.message_id, e.type, e.name, e.occurred_at, e.received_at, e.source, r.profile_id, e.total, e.properties, e.note, e.entry, e.row_no
            from {EventTables.Event} e join {ResolveTables.Record} r on r.record_id = e.owner_id
            where {Of(profiles)} and {Seen(scope)} {named} and {Before($"e.entry", $"e.row_no", before)} order by e.entry desc, e.row_no desc limit {limit}
            """,
            r => new EventLine(
                r.Text(0)!, r.Text(1)!, r.Text(2), r.Time(3), r.Time(4), r.Text(5)!, r.Id(6), r.IsNull(7) ? null : r.Double(7), r.Text(8), r.Text(9), r.Long(10), (int)r.Long(11)));
    }

    /// <summary>The last messages that were not applied, the newest first. No country is known of them: who is limited sees none.</summary>
    /// <param name="kind">Only of this kind; null for all.</param>
    /// <param name="before">Where the page before ended; null for the first.</param>
    public static List<RejectedLine> Rejected(ISession session, Scope scope, int limit, string? kind = null, MessagePlace? before = null)
    {
        var only = kind is null ? (Sql)$"" : $"and kind = {kind}";
        return scope.IsLimited ? [] : session.List(
            $"""
            select kind, message_id, reason, source, received_at, payload, entry, row_no from {EventTables.Rejected}
            where {Before($"entry", $"row_no", before)} {only} order by entry desc, row_no desc limit {limit}
            """,
            r => new RejectedLine(r.Text(0)!, r.Text(1), r.Text(2)!, r.Text(3)!, r.Time(4), r.Text(5)!, r.Long(6), (int)r.Long(7)));
    }

    /// <summary>Messages of a file that were rejected, in the file's order; for who may see any.</summary>
    /// <param name="file">The entry of its first messages.</param>
    public static List<RejectedLine> Rejected(ISession session, Scope scope, long file, int limit) => scope.IsLimited ? [] : session.List(
        $"""
        select kind, message_id, reason, source, received_at, payload, entry, row_no from {EventTables.Rejected}
        where entry in ({EventFiles.Parts(file)}) and kind <> {RejectedKinds.Conflict} order by entry, row_no limit {limit}
        """,
        r => new RejectedLine(r.Text(0)!, r.Text(1), r.Text(2)!, r.Text(3)!, r.Time(4), r.Text(5)!, r.Long(6), (int)r.Long(7)));

    private static Sql Before(Sql entry, Sql row, MessagePlace? before) =>
        before is not { } place ? Sql.Constant("1 = 1") : $"({entry} < {place.Entry} or ({entry} = {place.Entry} and {row} < {place.Row}))";

    private static Sql Of(IReadOnlyCollection<Guid>? profiles) =>
        profiles is null ? Sql.Constant("1 = 1") : profiles.Count == 0 ? Sql.Constant("1 = 0") : $"r.profile_id in ({Ids(profiles)})";

    /// <summary>A condition on <c>r</c>, a record: its profile may be seen.</summary>
    private static Sql Seen(Scope scope) => scope.IsLimited
        ? $"exists (select 1 from {ProfileTables.Profile} p where p.profile_id = r.profile_id and {scope.Sees($"p.country")})"
        : Sql.Constant("1 = 1");

    public static MessageCounts Counts(ISession session) =>
        session.First(
            $"select cast(coalesce(sum(received), 0) as bigint), cast(coalesce(sum(applied), 0) as bigint), cast(coalesce(sum(duplicate), 0) as bigint), cast(coalesce(sum(conflict), 0) as bigint), cast(coalesce(sum(rejected), 0) as bigint) from {EventTables.Count}",
            r => new MessageCounts(r.Long(0), r.Long(1), r.Long(2), r.Long(3), r.Long(4)))!;

    private static Sql Ids(IReadOnlyCollection<Guid> profiles) => Sql.Join(", ", profiles.Select(p => (Sql)$"{p}"));
}
