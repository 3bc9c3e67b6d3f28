using Meridian.Consents;
using Meridian.Events;
using Meridian.Foundation.Database;
using Meridian.Foundation.Log;
using Meridian.Ingest;
using Meridian.Profiles;
using Meridian.Resolve;
using Meridian.Segments;
using Meridian.Tags;

namespace Meridian;

/// <summary>Takes sources out of the store, so that it is what a log without them gives; inside the caller's transaction.</summary>
internal static class SourceRemoval
{
    private static readonly Table Gone = new("batch_removal_record");

    private static Sql Records => $"(select record_id from {Gone})";

    public static void TakeOut(ISession session, LogEntry entry, RecordResolver resolver)
    {
        var sources = Sql.Join(", ", ForgetOrder.FromJson(entry.Text).Sources.Select(s => (Sql)$"{s}"));
        session.Execute(session.Dialect.CreateTemporary(Gone, $"select record_id from {ResolveTables.Record} where source in ({sources})"));
        session.Execute($"delete from {EventTables.Event} where record_id in {Records} or owner_id in {Records}");
        session.Execute($"delete from {EventTables.Day} where record_id in {Records}");
        session.Execute($"delete from {EventTables.FilePart} where file in (select entry from {EventTables.File} where source in ({sources}))");
        foreach (var table in new[] { EventTables.Rejected, EventTables.Count, EventTables.File, IngestTables.EventMapping })
            session.Execute($"delete from {table} where source in ({sources})");
        session.Execute($"delete from {IngestTables.Warning} where entry in (select entry from {IngestTables.Import} where source in ({sources}))");
        // They stay told: the log has them, and their files may be imported again.
        session.Execute($"update {IngestTables.Import} set state = 'undone' where source in ({sources}) and state = 'applied'");
        session.Execute($"delete from {IngestTables.Source} where name in ({sources})");
        session.Execute($"delete from {ConsentTables.Consent} where record_id in {Records}");
        session.Execute($"delete from {TagTables.Manual} where record_id in {Records}");
        session.Execute($"delete from {ProfileTables.Edit} where record_id in {Records}");
        session.Execute($"delete from {SegmentTables.Member} where record_id in {Records}");
        session.Execute($"delete from {ResolveTables.Decision} where record_a in {Records} or record_b in {Records}");

        resolver.TakeOut(session, entry, $"record_id in {Records}");
        var range = EntryRange.Of(entry);
        ProfileRefresher.Make(session, range);
        Withdrawals.Apply(session, range);
        MessageDerivation.AttributeAnew(session, range);
        var at = LabelRefresher.EvaluatedTo(session) ?? entry.At;
        LabelRefresher.Label(session, range, at, at);
        // A profile's id is that of one of its records: whatever still tells of a profile of theirs is found by it.
        session.Execute($"delete from {TagTables.Assignment} where profile_id in {Records}");
        session.Execute($"delete from {TagTables.History} where profile_id in {Records}");
        session.Execute($"delete from {ResolveTables.ProfileChange} where from_profile in {Records} or into_profile in {Records}");
    }
}
