using Meridian.Foundation.Database;
using Meridian.Foundation.Log;

namespace Meridian.Tags.Definitions;

/// <summary>Takes changes of saved segments in, for hosts. Nothing is applied here.</summary>
public static class SegmentIntake
{
    /// <summary>Saves a segment, or a new version of it.</summary>
    /// <param name="log">An <see cref="ActingLog"/>: who saves it is kept.</param>
    /// <exception cref="DefinitionException">Its rule cannot be read, makes no sense, or it would depend on itself.</exception>
    public static DefinitionReceipt Save(ISession session, ILog log, SegmentDefinition segment, string? reason, DateTime now)
    {
        var warnings = DefinitionCheck.Check(session, segment);
        var entry = log.Append(SegmentOrder.Kind, now, new SegmentOrder(SegmentOrder.Save, segment.Key, segment, reason).ToJson());
        return new DefinitionReceipt(segment.Key, entry.Entry, (int)session.Count($"select max(version) from {TagTables.Segment} where segment = {segment.Key}") + 1, warnings);
    }

    /// <exception cref="NoSuchDefinitionException">There is none.</exception>
    /// <exception cref="DefinitionException">Others depend on it; they are named.</exception>
    public static DefinitionReceipt Delete(ISession session, ILog log, string key, string? reason, DateTime now)
    {
        if (SegmentBook.Find(session, key) is null)
            throw Unknown(session, key);
        var on = DefinitionCheck.Newest(session).On(Dependencies.Segment(key));
        if (on.Count > 0)
            throw new DefinitionException("key", $"the segment '{key}' cannot be deleted: {string.Join(", ", on)} {(on.Count == 1 ? "names" : "name")} it. Change or end {(on.Count == 1 ? "that" : "those")} first");
        return new DefinitionReceipt(key, log.Append(SegmentOrder.Kind, now, new SegmentOrder(SegmentOrder.Delete, key, Reason: reason).ToJson()).Entry, null, []);
    }

    /// <summary>What to say of a segment that is not there.</summary>
    public static NoSuchDefinitionException Unknown(ISession session, string key)
    {
        var near = Ingest.Columns.NearestName.Of(key, SegmentBook.All(session).Select(s => s.Key));
        return new NoSuchDefinitionException($"There is no segment '{key}'.{(near is null ? "" : $" Did you mean '{near}'?")}");
    }
}
