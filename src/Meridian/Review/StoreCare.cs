using Meridian.Foundation;
using Meridian.Foundation.Database;
using Meridian.Foundation.Governance;
using Meridian.Foundation.Log;
using Meridian.Foundation.Snapshots;
using Meridian.Ingest;
using Meridian.Ingest.Messages;

namespace Meridian.Review;

/// <summary>A source of files, and when its last one came (UTC).</summary>
public sealed record FileSource(string Source, long Imports, long Rows, long Rejected, DateTime LastAt, long LastEntry);

/// <summary>How far the store is behind its log, and what it could be made again from; times UTC.</summary>
/// <param name="Waiting">Entries of the log that are not applied.</param>
/// <param name="WaitingSince">When the oldest of them came; null for none.</param>
/// <param name="Snapshot">When the newest snapshot was taken; null for none.</param>
/// <param name="Bytes">Of the store's file; 0 where it is no file.</param>
public sealed record StoreCondition(long LogLast, long Waiting, DateTime? WaitingSince, DateTime? Snapshot, long Bytes);

/// <summary>How the store itself is.</summary>
public static class StoreCare
{
    public static StoreCondition Condition(ISession session, ILog log, DataFolder folder)
    {
        var position = LogCursor.Position(session);
        var last = log.Last;
        var applied = position.Done ? position.Entry : position.Entry - 1;
        // Messages go ahead of an import that is at work; between them may lie what waits for it.
        var waiting = Math.Max(0, last - Math.Max(applied, position.Messages)) + (position.Messages > applied ? log.Read(applied + 1).TakeWhile(e => e.Entry <= position.Messages).LongCount(e => !EventsOrder.IsOfMessages(e.Kind)) : 0);
        return new StoreCondition(
            last, waiting, waiting > 0 ? log.Read(applied + 1).Where(e => e.Entry > position.Messages || !EventsOrder.IsOfMessages(e.Kind)).Select(e => (DateTime?)e.At).FirstOrDefault() : null, new SnapshotFolder(folder).All().FirstOrDefault()?.Note.At,
            File.Exists(folder.Store) ? new FileInfo(folder.Store).Length : 0);
    }

    /// <summary>Those who may be seen: who is limited to countries sees their own imports.</summary>
    public static List<FileSource> Files(ISession session, Scope scope) => session.List(
        $"""
        select source, count(*), cast(sum(rows) as bigint), cast(sum(rejected) as bigint), max(started_at), max(entry) from {IngestTables.Import}
        where state in ('applied', 'applying') and {scope.Brought($"key_id")} group by source order by max(started_at) desc, source
        """,
        r => new FileSource(r.Text(0)!, r.Long(1), r.Long(2), r.Long(3), r.Time(4), r.Long(5)));
}
