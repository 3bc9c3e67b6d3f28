using Meridian.Foundation.Database;

namespace Meridian.Ingest;

/// <summary>Where an import stands.</summary>
/// <param name="State">"applying", "applied", "refused" (the file could not be read to its end; nothing of it is left) or "undone".</param>
/// <param name="RejectedBytes">Length of the rejected rows' file as of the last committed batch; what is longer is cut when an import continues.</param>
/// <param name="Key">Id of the key that brought it; null for commands of this machine's user.</param>
/// <param name="Request">By which a request that comes again is known; null for none.</param>
public sealed record ImportState(
    long Entry, string Source, string FileName, string State, DateTime At, long Rows, long Accepted, long Rejected,
    long Created, long Merged, long Unchanged, long Warnings, long RejectedBytes, string? RejectedFile, double Seconds,
    string? Key = null, string? Request = null)
{
    public long Duplicates => Accepted - Created;
}

/// <summary>A bad value that was left out of its row.</summary>
/// <param name="Row">As a spreadsheet shows it.</param>
public sealed record RowWarning(long Row, string Column, string Value, string Reason)
{
    /// <summary>How a reason ends that tells how many others share a value.</summary>
    public const string JoinsNobody = "people, above the limit: it joins nobody";

    /// <summary>Of a row that says yes for somebody who said no, maybe to others.</summary>
    public const string OptedOut = "the customer opted out before and stays opted out; only they themselves can opt in again";

    /// <summary>Whether it tells of customers that the file does not hold.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public bool TellsOfOthers => Reason.EndsWith(JoinsNobody, StringComparison.Ordinal) || Reason == OptedOut;
}

/// <summary>The import table's readers and writers.</summary>
public static class Imports
{
    /// <summary>How many warnings of an import are kept; all are counted.</summary>
    public const int WarningsKept = 100;

    internal static Sql Columns =>
        $"entry, source, file_name, state, started_at, rows, accepted, rejected, created, merged, unchanged, warnings, rejected_bytes, rejected_file, seconds, key_id, request";

    public static ImportState? Find(ISession session, long entry) =>
        session.First($"select {Columns} from {IngestTables.Import} where entry = {entry}", Read);

    public static List<ImportState> All(ISession session) =>
        session.List($"select {Columns} from {IngestTables.Import} order by entry", Read);

    /// <summary>The import that is not wholly applied, or null.</summary>
    public static ImportState? Unfinished(ISession session) =>
        session.First($"select {Columns} from {IngestTables.Import} where state = 'applying' order by entry limit 1", Read);

    /// <summary>
    /// A condition on a log entry: what it states may be seen. An import that is not whole has landed statements and identifiers, also of records that were there
    /// before, and nobody sees those yet.
    /// </summary>
    public static Sql Whole(Sql entry) => $"{entry} not in (select entry from {IngestTables.Import} where state = 'applying')";

    public static List<RowWarning> Warnings(ISession session, long entry) =>
        session.List(
            $"select row_no, column_name, value, reason from {IngestTables.Warning} where entry = {entry} order by row_no, column_name limit {WarningsKept}",
            r => new RowWarning(r.Long(0), r.Text(1)!, r.Text(2)!, r.Text(3)!));

    /// <summary>Writes an import's state over what stood there.</summary>
    public static void Save(ISession session, ImportState s)
    {
        session.Execute($"delete from {IngestTables.Import} where entry = {s.Entry}");
        session.Execute($"""
            insert into {IngestTables.Import} ({Columns})
            values ({s.Entry}, {s.Source}, {s.FileName}, {s.State}, {s.At}, {s.Rows}, {s.Accepted}, {s.Rejected}, {s.Created}, {s.Merged},
                {s.Unchanged}, {s.Warnings}, {s.RejectedBytes}, {s.RejectedFile}, {s.Seconds}, {s.Key}, {s.Request})
            """);
    }

    /// <summary>Keeps an import's first warnings.</summary>
    public static void Keep(ISession session, long entry, IEnumerable<RowWarning> warnings)
    {
        using var writer = session.Append(IngestTables.Warning);
        foreach (var warning in warnings)
        {
            writer.Add(entry).Add(warning.Row).Add(warning.Column).Add(warning.Value).Add(warning.Reason);
            writer.EndRow();
        }

        writer.Complete();
    }

    internal static ImportState Read(IRow r) => new(
        r.Long(0), r.Text(1)!, r.Text(2)!, r.Text(3)!, r.Time(4), r.Long(5), r.Long(6), r.Long(7),
        r.Long(8), r.Long(9), r.Long(10), r.Long(11), r.Long(12), r.Text(13), r.Double(14), r.Text(15), r.Text(16));
}
