using Meridian.Foundation.Database;
using Meridian.Normalise;
using Meridian.Resolve;

namespace Meridian.Segments;

/// <summary>Customers by the import that spoke of them; for <see cref="CustomerFilter.Members"/>.</summary>
public static class ImportMembers
{
    /// <summary>All of whom an import says something.</summary>
    /// <param name="import">Its number.</param>
    /// <param name="created">Only those whom it brought: whose oldest record is its.</param>
    public static Sql Of(long import, bool created = false) => created
        ? $"select r.profile_id from {ResolveTables.Record} r where r.record_id = r.profile_id and r.entry = {import}"
        : (Sql)$"select r.profile_id from {ResolveTables.Record} r join {StatementTables.RecordVersion} v on v.record_id = r.record_id where v.entry = {import}";
}
