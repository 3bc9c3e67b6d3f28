using System.Collections.Frozen;
using Meridian.Foundation.Database;
using Meridian.Foundation.Geography;
using Meridian.Foundation.Log;

namespace Meridian.Tags.Definitions;

/// <summary>The team's areas: read, and written by the log's entries. Whoever names an area is answered by what it means now, for earlier instants too.</summary>
public static class AreaBook
{
    /// <summary>The team's own, by key.</summary>
    public static List<AreaDefinition> Own(ISession session) => session.List($"select definition from {TagTables.Area} order by area", r => AreaDefinition.FromJson(r.Text(0)!));

    /// <summary>What names of areas mean in this store.</summary>
    public static AreaCatalogue Catalogue(ISession session) => Catalogue(Own(session));

    /// <summary>All that can be named: the team's own, then those that the program brings.</summary>
    public static List<AreaLine> All(ISession session)
    {
        var own = Own(session);
        return [.. own.Select(a => new AreaLine(a.Key, a.Names, Own: true, a.Countries)), .. Catalogue(own).All.Where(a => a.Kind != AreaKind.Team).Select(AreaLine.Of)];
    }

    internal static AreaCatalogue Catalogue(IReadOnlyCollection<AreaDefinition> own) => own.Count == 0 ? Areas.Shipped
        : Areas.Shipped.With(own.Select(a => (new Area(a.Key, a.Name("en"), AreaKind.Team, a.Countries.ToFrozenSet(StringComparer.Ordinal)), (IEnumerable<string>)a.Names.Values)));

    /// <summary>Applies the log entry; inside the caller's transaction.</summary>
    internal static void Apply(ISession session, LogEntry entry)
    {
        var order = AreaOrder.FromJson(entry.Text);
        session.Execute($"delete from {TagTables.Area} where area = {order.Key}");
        if (order.Definition is { } definition)
            session.Execute($"insert into {TagTables.Area} (area, definition, saved_at, author, reason, entry) values ({order.Key}, {definition.ToJson()}, {entry.At}, {order.By}, {order.Reason}, {entry.Entry})");
    }
}
