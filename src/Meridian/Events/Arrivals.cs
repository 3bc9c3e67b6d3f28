using Meridian.Foundation.Database;
using Meridian.Ingest;

namespace Meridian.Events;

/// <summary>When a record came into the store: with an import, or with a message. Within queries that have <c>r</c>, a record.</summary>
public static class Arrivals
{
    /// <summary>Joins what <see cref="At"/> reads.</summary>
    public static Sql Join => $"""
        left join {IngestTables.Import} arrived_with on arrived_with.entry = r.entry
        left join {EventTables.Event} arrived_by on arrived_by.entry = r.entry and arrived_by.row_no = r.row_no
        """;

    /// <summary>UTC; null where the store does not know any more.</summary>
    public static Sql At => Sql.Constant("coalesce(arrived_with.started_at, arrived_by.received_at)");
}
