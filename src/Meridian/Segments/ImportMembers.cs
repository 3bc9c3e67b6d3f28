using Meridian.Foundation.Database;
using Meridian.Foundation.Governance;
using Meridian.Ingest;
using Meridian.Normalise;
using Meridian.Profiles;
using Meridian.Resolve;

namespace Meridian.Segments;

/// <summary>Customers by the import that spoke of them; for <see cref="CustomerFilter.Members"/>.</summary>
public static class ImportMembers
{
    /// <summary>All of whom an import says something; nobody for one that may not be seen.</summary>
    /// <param name="import">Its number.</param>
    /// <param name="created">Only those whom it brought: whose oldest record is its.</param>
    public static Sql Of(Scope scope, long import, bool created = false)
    {
        var seen = (Sql)$"exists (select 1 from {IngestTables.Import} i where i.entry = {import} and i.state = 'applied' and {scope.Brought($"i.key_id")})";
        return created
            ? (Sql)$"select r.profile_id from {ResolveTables.Record} r where r.record_id = r.profile_id and r.entry = {import} and {seen}"
            : (Sql)$"select r.profile_id from {ResolveTables.Record} r join {StatementTables.RecordVersion} v on v.record_id = r.record_id where v.entry = {import} and {seen}";
    }

    /// <summary>A query of those who are in each of several; null where none is given.</summary>
    public static Sql? All(params IEnumerable<Sql?> queries)
    {
        var given = queries.OfType<Sql>().ToList();
        return given.Count switch
        {
            0 => null,
            1 => given[0],
            _ => (Sql)$"select p.profile_id from {ProfileTables.Profile} p where {Sql.Join(" and ", given.Select(q => (Sql)$"p.profile_id in ({q})"))}",
        };
    }
}
