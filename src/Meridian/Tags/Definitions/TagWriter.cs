using Meridian.Foundation.Database;
using Meridian.Foundation.Log;

namespace Meridian.Tags.Definitions;

/// <summary>Applies the log entry that changes a tag's definition. Nothing is judged here: what is in the log happens, and was judged when it was asked for.</summary>
internal static class TagWriter
{
    /// <summary>Writes the versions; inside the caller's transaction.</summary>
    /// <returns>Whether other customers may have the tag now, so that it is to be evaluated.</returns>
    public static bool Apply(ISession session, LogEntry entry)
    {
        var order = TagOrder.FromJson(entry.Text);
        switch (order.Action)
        {
            case TagOrder.Save:
                Save(session, entry, order);
                return false;
            case TagOrder.Publish:
                return Publish(session, entry, order);
            case TagOrder.Retire:
                return session.Execute($"""
                    update {TagTables.Version} set status = {TagStatus.Retired}, ended_at = {entry.At} where tag = {order.Key} and status = {TagStatus.Published}
                    """) > 0;
            case TagOrder.Delete:
                var published = session.Count($"select count(*) from {TagTables.Version} where tag = {order.Key} and status = {TagStatus.Published}") > 0;
                session.Execute($"""
                    update {TagTables.Version} set status = {TagStatus.Deleted}, ended_at = coalesce(ended_at, {entry.At}) where tag = {order.Key} and status <> {TagStatus.Deleted}
                    """);
                // Who was given it by hand has it no more, should another tag of this key come.
                session.Execute($"delete from {TagTables.Manual} where tag = {order.Key}");
                return published;
            default:
                return false;
        }
    }

    private static void Save(ISession session, LogEntry entry, TagOrder order)
    {
        var version = session.Count($"select max(version) from {TagTables.Version} where tag = {order.Key}") + 1;
        session.Execute($"update {TagTables.Version} set status = {TagStatus.Superseded}, ended_at = {entry.At} where tag = {order.Key} and status = {TagStatus.Draft}");
        session.Execute($"""
            insert into {TagTables.Version} (tag, version, status, definition, saved_at, author, reason, published_at, ended_at, entry)
            values ({order.Key}, {(int)version}, {TagStatus.Draft}, {order.Definition!.ToJson()}, {entry.At}, {order.By}, {order.Reason}, {(DateTime?)null}, {(DateTime?)null}, {entry.Entry})
            """);
    }

    private static bool Publish(ISession session, LogEntry entry, TagOrder order)
    {
        var version = order.Version!.Value;
        if (session.Count($"select count(*) from {TagTables.Version} where tag = {order.Key} and version = {version} and status <> {TagStatus.Deleted}") == 0)
            return false;
        session.Execute($"""
            update {TagTables.Version} set status = {TagStatus.Superseded}, ended_at = {entry.At} where tag = {order.Key} and status = {TagStatus.Published} and version <> {version}
            """);
        session.Execute($"update {TagTables.Version} set status = {TagStatus.Published}, published_at = {entry.At}, ended_at = null where tag = {order.Key} and version = {version}");
        return true;
    }
}
