using System.Globalization;
using Meridian.Foundation.Database;

namespace Meridian.Changes;

/// <summary>
/// How long changes are kept: so many days, and three times as long what a follower has not passed yet, because one that never comes must not keep them for ever. Looked at once a day, by the
/// log's own time.
/// </summary>
public static class ChangeRetention
{
    public const int UsualDays = 30;

    /// <summary>A follower that is behind may be so many times the days behind.</summary>
    public const int Patience = 3;

    private const string Variable = "MERIDIAN_CHANGES_DAYS";

    /// <summary>From the environment, where a whole number of days stands there.</summary>
    public static int Days { get; } =
        int.TryParse(Environment.GetEnvironmentVariable(Variable), NumberStyles.None, CultureInfo.InvariantCulture, out var days) && days is >= 1 and <= 3650 ? days : UsualDays;

    /// <summary>Takes out what is too old; inside the caller's transaction.</summary>
    /// <param name="last">The last position that was given.</param>
    internal static void Prune(ISession session, long last, DateTime at)
    {
        var passed = session.First($"select min(f.position) from {ChangeTables.Follower} f", r => r.IsNull(0) ? last : r.Long(0));
        var old = (Sql)$"(changed_at < {at.AddDays(-Days * Patience)} or (changed_at < {at.AddDays(-Days)} and position <= {passed}))";
        var to = session.Count($"select max(position) from {ChangeTables.Change} where {old}");
        if (to > 0)
            session.Execute($"delete from {ChangeTables.Change} where {old}");
        session.Execute($"update {ChangeTables.Head} set pruned_at = {at}, pruned_to = greatest(pruned_to, {to})");
    }
}
