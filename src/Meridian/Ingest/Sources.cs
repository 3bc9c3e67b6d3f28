using Meridian.Foundation.Database;

namespace Meridian.Ingest;

/// <summary>An app or file that customers come from.</summary>
/// <param name="Trust">0 to 100; where two sources differ, the more trusted one's statement survives.</param>
/// <param name="Mapping">The corrected column mapping that its next file is read with, as JSON, or null.</param>
public sealed record Source(string Name, int Trust, string? Mapping);

/// <summary>What is known of each source.</summary>
public static class Sources
{
    public const int DefaultTrust = 50;

    public static Source? Find(ISession session, string name) =>
        session.First($"select name, trust, mapping from {IngestTables.Source} where name = {name}", r => new Source(r.Text(0)!, (int)r.Long(1), r.Text(2)));

    public static List<Source> All(ISession session) =>
        session.List($"select name, trust, mapping from {IngestTables.Source} order by name", r => new Source(r.Text(0)!, (int)r.Long(1), r.Text(2)));

    /// <summary>Makes sure that a source is known; a mapping that is given replaces the saved one.</summary>
    public static void Save(ISession session, string name, string? mapping)
    {
        if (Find(session, name) is null)
            session.Execute($"insert into {IngestTables.Source} (name, trust, mapping) values ({name}, {DefaultTrust}, {mapping})");
        else if (mapping is not null)
            session.Execute($"update {IngestTables.Source} set mapping = {mapping} where name = {name}");
    }

    /// <summary>Writes what a person said; inside the caller's transaction.</summary>
    /// <returns>Whether it is trusted otherwise than before.</returns>
    internal static bool Apply(ISession session, SourceOrder order, long entry)
    {
        Save(session, order.Source, null);
        if (order.Mapping is { } mapping)
            session.Execute($"update {IngestTables.Source} set mapping = {(mapping.Length > 0 ? mapping : null)} where name = {order.Source}");
        if (order.EventMapping is { } events)
            SaveEventMapping(session, order.Source, events, entry);
        return order.Trust is { } trust && session.Execute($"update {IngestTables.Source} set trust = {trust} where name = {order.Source} and trust <> {trust}") > 0;
    }

    /// <summary>The mapping that the source's next file of events is read with, as JSON, or null.</summary>
    public static string? EventMapping(ISession session, string name) =>
        session.First($"select mapping from {IngestTables.EventMapping} where source = {name} and mapping <> ''", r => r.Text(0));

    /// <summary>Keeps a mapping in place of one that was said before; inside the caller's transaction.</summary>
    /// <param name="mapping">Empty for none.</param>
    /// <param name="entry">The log's, which says so.</param>
    public static void SaveEventMapping(ISession session, string name, string mapping, long entry)
    {
        if (session.Count($"select count(*) from {IngestTables.EventMapping} where source = {name} and entry > {entry}") > 0)
            return;
        session.Execute($"delete from {IngestTables.EventMapping} where source = {name}");
        session.Execute($"insert into {IngestTables.EventMapping} (source, mapping, entry) values ({name}, {mapping}, {entry})");
    }
}
