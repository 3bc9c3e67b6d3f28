using System.Globalization;
using Meridian.Foundation.Database;
using Meridian.Foundation.Governance;
using Meridian.Profiles;
using Meridian.Resolve;

namespace Meridian.Changes;

/// <summary>One change of a customer; times UTC.</summary>
/// <param name="Position">Its place among all changes; larger is later.</param>
/// <param name="Key">The same for the same change, however often it is read, also from a store that was made again from the same entries: who has acted on it does not act again.</param>
/// <param name="What">Of <see cref="ChangeKinds"/>.</param>
/// <param name="ProfileId">Null where the row stands for many.</param>
/// <param name="OtherId">Of a merge who they are now, of a split who part of them is.</param>
/// <param name="Origin">Of a tag: what gave it, or had given it.</param>
/// <param name="Version">Of the tag's definition.</param>
/// <param name="Many">How many changes the row stands for; null where it is one, or how many may not be seen.</param>
public sealed record ChangeLine(
    long Position, string Key, DateTime At, string What, Guid? ProfileId, Guid? OtherId, string? Tag, string? Value, string? Origin, int? Version, long? Many, long Entry);

/// <summary>Which changes are asked for.</summary>
/// <param name="After">Behind this position.</param>
/// <param name="Tag">Only what happened to this tag, and to who is who; null for everything.</param>
/// <param name="Since">From this instant on; null for all that are kept.</param>
public sealed record ChangeFilter(long After = 0, string? Tag = null, DateTime? Since = null);

/// <summary>Reads what changed of customers.</summary>
public static class ChangeFeed
{
    /// <summary>In the order in which they came.</summary>
    public static List<ChangeLine> Read(ISession session, Scope scope, ChangeFilter filter, int limit) => Lines(session, scope, filter, $"c.position limit {limit}");

    /// <summary>Those that came last, the latest first.</summary>
    public static List<ChangeLine> Tail(ISession session, Scope scope, ChangeFilter filter, int limit) => Lines(session, scope, filter, $"c.position desc limit {limit}");

    /// <summary>The last position that was given; 0 where nothing ever changed.</summary>
    public static long Last(ISession session) => session.Count($"select last_position from {ChangeTables.Head}");

    /// <summary>Whether what stands behind a position is still all there, and the position is of this store: one that was made again from its log may have given other positions.</summary>
    /// <param name="key">Of the change at the position; null where nothing was read yet.</param>
    public static bool Holds(ISession session, long position, string? key)
    {
        var (last, pruned) = session.First($"select last_position, pruned_to from {ChangeTables.Head}", r => (r.Long(0), r.Long(1)));
        if (position > last || position < pruned)
            return false;
        // The row itself may have gone, as old or with a person who was erased.
        return key is null || session.First($"{Columns} where c.position = {position}", r => Read(r, seesMany: true)) is not { } line || line.Key == key;
    }

    private static List<ChangeLine> Lines(ISession session, Scope scope, ChangeFilter filter, Sql order)
    {
        var ofTag = filter.Tag is { } tag ? (Sql)$"and (c.tag = {tag} or c.what in ({ChangeKinds.Merged}, {ChangeKinds.Split}, {ChangeKinds.Erased}))" : Sql.Empty;
        var since = filter.Since is { } from ? (Sql)$"and c.changed_at >= {from}" : Sql.Empty;
        // A profile's id is that of one of its records, so whoever it is now is found by it.
        var seen = scope.IsLimited
            ? (Sql)$"and {Seen(scope, $"c.profile_id")} and {Seen(scope, $"c.other_id")}" : Sql.Empty;
        return session.List($"{Columns} where c.position > {filter.After} {ofTag} {since} {seen} order by {order}", r => Read(r, !scope.IsLimited));
    }

    private static Sql Seen(Scope scope, Sql profile) => $"""
        ({profile} is null or exists (
            select 1 from {ResolveTables.Record} r join {ProfileTables.Profile} p on p.profile_id = r.profile_id where r.record_id = {profile} and {scope.Sees($"p.country")}))
        """;

    private static Sql Columns => $"select c.position, c.entry, c.changed_at, c.what, c.profile_id, c.other_id, c.tag, c.value, c.origin, c.version, c.many from {ChangeTables.Change} c";

    private static ChangeLine Read(IRow r, bool seesMany)
    {
        var (entry, what, tag, value) = (r.Long(1), r.Text(3)!, r.Text(6), r.Text(7));
        Guid? profile = r.IsNull(4) ? null : r.Id(4);
        Guid? other = r.IsNull(5) ? null : r.Id(5);
        return new ChangeLine(
            r.Long(0), Key(entry, what, profile, other, tag, value), r.Time(2), what, profile, other, tag, value, r.Text(8), r.IsNull(9) ? null : (int)r.Long(9),
            r.IsNull(10) || !seesMany ? null : r.Long(10), entry);
    }

    /// <summary>Made of the log's entry and of the change: in one transaction each is there once.</summary>
    private static string Key(long entry, string what, Guid? profile, Guid? other, string? tag, string? value) =>
        string.Join('/', new[] { entry.ToString(CultureInfo.InvariantCulture), what, profile?.ToString(), other?.ToString(), tag, value }.OfType<string>());
}
