using Meridian.Foundation.Database;
using Meridian.Foundation.Governance;
using Meridian.Foundation.Log;
using Meridian.Ingest.Messages;

namespace Meridian.Changes;

/// <summary>Somebody who reads the changes under a name, and how far they have acted on them.</summary>
/// <param name="Since">When they began, UTC.</param>
/// <param name="PassedAt">When they acted last.</param>
/// <param name="Waiting">How many changes are behind.</param>
/// <param name="Missed">Whether changes went before they were read: read the customers anew.</param>
public sealed record Follower(string Name, long Position, DateTime Since, DateTime PassedAt, long Waiting, bool Missed);

/// <summary>The next changes of a follower.</summary>
/// <param name="Missed">As in <see cref="Follower"/>.</param>
public sealed record FollowedChanges(IReadOnlyList<ChangeLine> Changes, bool Missed);

/// <summary>There is no follower of this name, or the name is none.</summary>
public sealed class FollowerException(string message) : Exception(message);

/// <summary>
/// Those who follow the changes by name: each reads behind its own place, and says what it has acted on. Both are entries of the log, so that the place survives the store; where the store is made
/// again, it is applied exactly up to there first (<see cref="ReplayStops"/>), and what stands behind leads from what the follower has seen to what is.
/// </summary>
public static class Followers
{
    public static List<Follower> All(ISession session) => Where(session, Sql.Constant("1 = 1"));

    /// <exception cref="FollowerException">There is none of this name.</exception>
    public static Follower Find(ISession session, string name) =>
        Where(session, $"f.name = {name}") is [var found] ? found : throw new FollowerException($"Nobody follows the changes as '{name}'. Begin with: meridian changes follow {name}");

    /// <summary>Begins to follow; one that follows already stays where it is.</summary>
    /// <param name="fromOldest">From the oldest change that is kept; else from now on.</param>
    /// <exception cref="FollowerException">The name is none.</exception>
    public static void Follow(ISession session, ILog log, string name, bool fromOldest, DateTime now)
    {
        if (name.Length is 0 or > 64 || !name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.'))
            throw new FollowerException("A follower's name has 1 to 64 letters, digits, '-', '_' and '.'; it names a program, not a person.");
        log.Append(FollowOrder.Kind, now, new FollowOrder(FollowOrder.Begin, name, fromOldest ? default : Outbox.Reached(LogCursor.Position(session))).ToJson());
    }

    /// <summary>The changes that a follower has not passed yet, the oldest first.</summary>
    /// <exception cref="FollowerException">There is none of this name.</exception>
    public static FollowedChanges Next(ISession session, string name, int limit)
    {
        var follower = Find(session, name);
        return new FollowedChanges(ChangeFeed.Read(session, Scope.Whole, new ChangeFilter(follower.Position), limit), follower.Missed);
    }

    /// <summary>Notes that a follower has acted on everything up to a position.</summary>
    /// <exception cref="FollowerException">There is none of this name, or no such position.</exception>
    public static void Pass(ISession session, ILog log, string name, long position, DateTime now)
    {
        var follower = Find(session, name);
        if (position > ChangeFeed.Last(session))
            throw new FollowerException($"There is no change {position} yet; the last is {ChangeFeed.Last(session)}.");
        if (position <= follower.Position || Seen(session, position) is not { } seen)
            return;
        var isWhole = session.Count($"select count(*) from {ChangeTables.Change} c where c.position > {position} and c.applied_to = {seen.To.Applied} and c.messages_to = {seen.To.Messages}") == 0;
        AppliedTo? before = isWhole ? null : Seen(session, position - seen.Number)?.To ?? default;
        log.Append(PassedOrder.Kind, now, new PassedOrder(name, seen.To, seen.Number, before).ToJson());
    }

    /// <summary>Ends a follower.</summary>
    /// <exception cref="FollowerException">There is none of this name.</exception>
    public static void End(ISession session, ILog log, string name, DateTime now)
    {
        Find(session, name);
        log.Append(FollowOrder.Kind, now, new FollowOrder(FollowOrder.End, name, default).ToJson());
    }

    /// <summary>Applies a log entry of theirs; inside the caller's transaction.</summary>
    public static void Apply(ISession session, LogEntry entry)
    {
        if (entry.Kind == PassedOrder.Kind)
        {
            var passed = PassedOrder.FromJson(entry.Text);
            session.Execute($"update {ChangeTables.Follower} set position = greatest(position, {Place(session, passed.To, passed.Number)}), passed_at = {entry.At} where name = {passed.Follower}");
            return;
        }

        var order = FollowOrder.FromJson(entry.Text);
        if (order.Action == FollowOrder.End)
        {
            session.Execute($"delete from {ChangeTables.Follower} where name = {order.Follower}");
        }
        else if (session.Count($"select count(*) from {ChangeTables.Follower} where name = {order.Follower}") == 0)
        {
            session.Execute($"insert into {ChangeTables.Follower} (name, position, since, passed_at) values ({order.Follower}, {Place(session, order.From, long.MaxValue)}, {entry.At}, {entry.At})");
        }
    }

    /// <summary>The position up to which changes are of what was applied.</summary>
    /// <param name="number">Of the last transaction only so many.</param>
    private static long Place(ISession session, AppliedTo to, long number) => session.First(
        $"""
        select min(c.position) from {ChangeTables.Change} c
        where c.applied_to > {to.Applied} or c.messages_to > {to.Messages} or (c.applied_to = {to.Applied} and c.messages_to = {to.Messages} and c.number > {number})
        """,
        r => r.IsNull(0) ? (long?)null : r.Long(0) - 1) ?? ChangeFeed.Last(session);

    /// <summary>The last change up to a position.</summary>
    private static (AppliedTo To, long Number)? Seen(ISession session, long position) => session.First(
        $"select c.applied_to, c.messages_to, c.number from {ChangeTables.Change} c where c.position = (select max(m.position) from {ChangeTables.Change} m where m.position <= {position})",
        r => ((AppliedTo, long)?)(new AppliedTo(r.Long(0), r.Long(1)), r.Long(2)));

    private static List<Follower> Where(ISession session, Sql condition) => session.List(
        $"""
        select f.name, f.position, f.since, f.passed_at, (select count(*) from {ChangeTables.Change} c where c.position > f.position), f.position < h.pruned_to
        from {ChangeTables.Follower} f, {ChangeTables.Head} h where {condition} order by f.name
        """,
        r => new Follower(r.Text(0)!, r.Long(1), r.Time(2), r.Time(3), r.Long(4), r.Bool(5)));
}
