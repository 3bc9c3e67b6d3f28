using Meridian.Foundation.Database;
using Meridian.Foundation.Log;
using Meridian.Normalise;
using Meridian.Resolve;

namespace Meridian.Profiles;

/// <summary>
/// The columns of statements that hold anything in the store: what nobody states is not looked for. Asking for all of them costs a micro-batch a twentieth of its time, and more in a large
/// store, so it is asked once, and of each further range only whether it brought others. One that holds nothing any more does no harm.
/// </summary>
internal sealed class StatedColumns
{
    private HashSet<string>? _known;

    /// <summary>Something else than messages was applied, or somewhere else.</summary>
    public void Forget() => _known = null;

    /// <summary>The columns, those of a range that was landed just now among them.</summary>
    public IReadOnlySet<string> With(ISession session, EntryRange range)
    {
        if (_known is null)
            return _known = Of(session);
        var missing = ProfileRefresher.Columns.Where(c => !_known.Contains(c.Name)).ToList();
        if (missing.Count == 0)
            return _known;
        var asked = Sql.Join(", ", missing.Select(c => (Sql)$"count({c})"));
        _known.UnionWith(session.First(
            $"select {asked} from {StatementTables.RecordVersion} where entry between {range.First} and {range.Last}",
            r => missing.Where((_, i) => r.Long(i) > 0).Select(c => c.Name).ToList())!);
        return _known;
    }

    /// <summary>The columns as they are now, or all of them where the engine cannot tell.</summary>
    public static HashSet<string> Of(ISession session)
    {
        var asked = ProfileRefresher.Columns.Select(c => session.Dialect.HasValues(StatementTables.RecordVersion, c)).ToList();
        return asked.Contains(null)
            ? [.. ProfileRefresher.Columns.Select(c => c.Name)]
            : session.First($"select {Sql.Join(", ", asked!)}", r => ProfileRefresher.Columns.Where((_, i) => r.Bool(i)).Select(c => c.Name).ToHashSet(StringComparer.Ordinal))!;
    }
}
