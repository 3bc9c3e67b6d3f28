using Meridian.Foundation.Database;

namespace Meridian.Resolve;

/// <summary>
/// The ids of one profile's records. Looking them up is a look through all records, and a page about a customer asks for what stands with them some fifteen times: it looks them up once.
/// </summary>
internal sealed class ProfileRecords
{
    /// <summary>Of more, an engine reads the list for longer than it looks them up.</summary>
    private const int Most = 1_000;

    private readonly Sql _ids;

    private ProfileRecords(Sql ids) => _ids = ids;

    public static ProfileRecords Of(ISession session, Guid profile)
    {
        var theirs = (Sql)$"select record_id from {ResolveTables.Record} where profile_id = {profile}";
        var ids = session.List($"{theirs} limit {Most + 1}", r => r.Id(0));
        return new(ids.Count switch
        {
            0 => Sql.Constant("cast(null as uuid)"),
            > Most => theirs,
            _ => Sql.Join(", ", ids.Order().Select(id => (Sql)$"cast({id} as uuid)")),
        });
    }

    /// <summary>A condition: a column holds one of them.</summary>
    public Sql Are(Sql column) => $"{column} in ({_ids})";
}
