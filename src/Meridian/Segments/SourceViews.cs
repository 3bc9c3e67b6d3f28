using System.Text.Json;
using Meridian.Events;
using Meridian.Foundation.Database;
using Meridian.Foundation.Governance;
using Meridian.Ingest;
using Meridian.Ingest.Columns;
using Meridian.Resolve;

namespace Meridian.Segments;

/// <summary>What came from a source so far.</summary>
/// <param name="Trust">0 to 100.</param>
/// <param name="Mapping">How its columns are read where a person corrected it, as JSON; null otherwise.</param>
/// <param name="EventMapping">The same of its files of orders and chats.</param>
/// <param name="Spaces">Where its user ids are unique, as its keys say; none where it has no key.</param>
/// <param name="Imports">Files of it that are applied.</param>
/// <param name="Messages">Messages received, duplicates and rejected ones among them.</param>
public sealed record SourceOverview(string Name, int Trust, string? Mapping, string? EventMapping, IReadOnlyList<string> Spaces, long Imports, DateTime? LastImport, long Messages, long Rejected)
{
    /// <summary>Columns of which a person said what they are.</summary>
    public int ColumnsSaid => (Mapping is null ? 0 : Ingest.Columns.Mapping.Parse(Mapping).Columns.Count) + (EventMapping is null ? 0 : Ingest.Columns.Mapping.Parse(EventMapping, EventHeaders.Fields).Columns.Count);
}

/// <summary>The same as it is told outside, the mappings as JSON.</summary>
/// <param name="Trust">0 to 100; where two sources differ, the more trusted one's statement survives.</param>
/// <param name="Mapping">How the columns of its files of customers are read, where a person corrected it; null otherwise.</param>
/// <param name="EventMapping">The same of its files of orders and chats.</param>
public sealed record SourceView(
    string Name, int Trust, JsonElement? Mapping, JsonElement? EventMapping, IReadOnlyList<string> Spaces, long Imports, DateTime? LastImport, long Messages, long Rejected)
{
    public static SourceView Of(SourceOverview s) => new(s.Name, s.Trust, Json(s.Mapping), Json(s.EventMapping), s.Spaces, s.Imports, s.LastImport, s.Messages, s.Rejected);

    private static JsonElement? Json(string? mapping) => mapping is null ? null : JsonElement.Parse(mapping);
}

/// <summary>Sources with what came from them: those of files, and those that keys send as.</summary>
public static class SourceViews
{
    public static List<SourceOverview> All(ISession session)
    {
        var known = Sources.All(session).ToDictionary(s => s.Name, StringComparer.Ordinal);
        var imports = session.List($"select source, count(*), max(started_at) from {IngestTables.Import} where state = 'applied' group by source", r => (Source: r.Text(0)!, Count: r.Long(1), Last: r.Time(2)))
            .ToDictionary(i => i.Source, StringComparer.Ordinal);
        var messages = session.List($"select source, received, rejected from {EventTables.Count}", r => (Source: r.Text(0)!, Received: r.Long(1), Rejected: r.Long(2))).ToLookup(m => m.Source, StringComparer.Ordinal);
        var keys = ApiKeys.All(session).Where(k => k.RevokedAt is null && k.Role == Roles.Ingest).ToLookup(k => k.Source, StringComparer.Ordinal);
        var mappings = session.List($"select source, mapping from {IngestTables.EventMapping} where mapping <> ''", r => (Source: r.Text(0)!, Mapping: r.Text(1)!)).ToDictionary(m => m.Source, m => m.Mapping, StringComparer.Ordinal);
        return
        [
            .. known.Keys.Concat(imports.Keys).Concat(messages.Select(m => m.Key)).Concat(keys.Select(k => k.Key)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).Select(name => new SourceOverview(
                name, known.GetValueOrDefault(name)?.Trust ?? Sources.DefaultTrust, known.GetValueOrDefault(name)?.Mapping, mappings.GetValueOrDefault(name), [.. keys[name].Select(k => k.Space).Distinct(StringComparer.Ordinal)],
                imports.GetValueOrDefault(name).Count, imports.TryGetValue(name, out var import) ? import.Last : null, messages[name].Sum(m => m.Received), messages[name].Sum(m => m.Rejected))),
        ];
    }

    public static SourceOverview? Find(ISession session, string name) => All(session).Find(s => s.Name == name);

    /// <summary>The names of all.</summary>
    public static IReadOnlyList<string> Names(ISession session) => All(session).ConvertAll(s => s.Name);

    /// <summary>How many messages came from a source so far, whatever became of them.</summary>
    public static (long Received, long Rejected) Messages(ISession session, string source) =>
        session.First($"select cast(coalesce(sum(received), 0) as bigint), cast(coalesce(sum(rejected), 0) as bigint) from {EventTables.Count} where source = {source}", r => (r.Long(0), r.Long(1)));

    /// <summary>A query of the profiles of which a source says something; for <see cref="CustomerFilter.Members"/>.</summary>
    public static Sql Members(string source) => $"select r.profile_id from {ResolveTables.Record} r where r.source = {source}";
}
