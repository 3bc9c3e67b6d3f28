using Meridian.Foundation.Database;
using Meridian.Ingest;

namespace Meridian.Profiles;

/// <summary>What had been stated by an earlier instant.</summary>
public static class PastStatements
{
    /// <summary>
    /// A condition on a statement <c>v</c>. A message states something when it happened, a file's row when its import began.
    /// </summary>
    public static Sql MadeBy(DateTime at) => $"""
        ((v.message is not null and v.stated_at <= {at})
            or (v.message is null and not exists (select 1 from {IngestTables.Import} b where b.entry = v.entry and b.started_at > {at})))
        """;
}
