using Meridian.Foundation.Database;
using Meridian.Resolve;

namespace Meridian;

/// <summary>The import arithmetic that only the end of an import can tell: a component may begin in one batch and be absorbed in the next.</summary>
internal static class ImportCounts
{
    /// <summary>Profiles whose oldest record this import brought.</summary>
    public static long Created(ISession session, long entry) =>
        session.Count($"select count(*) from {ResolveTables.Record} where entry = {entry} and record_id = profile_id");

    /// <summary>Earlier profiles that this import absorbed into others, and that did not come back within it.</summary>
    public static long Merged(ISession session, long entry) =>
        session.Count($"""
            select count(distinct c.from_profile) from {ResolveTables.ProfileChange} c
            join {ResolveTables.Record} r on r.record_id = c.from_profile
            where c.entry = {entry} and c.kind = 'merge' and r.entry < {entry} and r.profile_id <> r.record_id
            """);
}
