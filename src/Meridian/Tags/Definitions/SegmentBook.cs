using Meridian.Foundation.Database;
using Meridian.Foundation.Log;

namespace Meridian.Tags.Definitions;

/// <summary>The saved segments: read, and written by the log's entries. They stand with the tags, because a tag's rule may name a segment; the stage after counts who is in them.</summary>
public static class SegmentBook
{
    public const string Current = "current";
    public const string Superseded = "superseded";
    public const string Deleted = "deleted";

    /// <summary>All that are saved, by key.</summary>
    public static List<SegmentVersion> All(ISession session) => Read(session, $"status = {Current} order by segment");

    /// <summary>One as it is now; null where there is none.</summary>
    public static SegmentVersion? Find(ISession session, string key) => Read(session, $"status = {Current} and segment = {key}").FirstOrDefault();

    /// <summary>All versions of one, the latest first.</summary>
    public static List<SegmentVersion> Versions(ISession session, string key) => Read(session, $"segment = {key} order by version desc");

    /// <summary>Applies the log entry; inside the caller's transaction.</summary>
    internal static void Apply(ISession session, LogEntry entry)
    {
        var order = SegmentOrder.FromJson(entry.Text);
        if (order.Action == SegmentOrder.Delete)
        {
            session.Execute($"update {TagTables.Segment} set status = {Deleted} where segment = {order.Key}");
            return;
        }

        var version = session.Count($"select max(version) from {TagTables.Segment} where segment = {order.Key}") + 1;
        session.Execute($"update {TagTables.Segment} set status = {Superseded} where segment = {order.Key} and status = {Current}");
        session.Execute($"""
            insert into {TagTables.Segment} (segment, version, status, definition, saved_at, author, reason, entry)
            values ({order.Key}, {(int)version}, {Current}, {order.Definition!.ToJson()}, {entry.At}, {order.By}, {order.Reason}, {entry.Entry})
            """);
    }

    private static List<SegmentVersion> Read(ISession session, Sql condition) => session.List(
        $"select segment, version, status, definition, saved_at, author, reason, entry from {TagTables.Segment} where {condition}",
        r => new SegmentVersion(r.Text(0)!, (int)r.Long(1), r.Text(2)!, SegmentDefinition.FromJson(r.Text(3)!), r.Time(4), r.Text(5), r.Text(6), r.Long(7)));
}
