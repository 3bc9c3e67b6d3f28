using Meridian.Foundation.Database;
using Meridian.Foundation.Log;
using Meridian.Normalise;

namespace Meridian.Resolve;

/// <summary>Lands the identifiers of a statement, as they were given; who shares which is found when the entry is resolved.</summary>
public static class Identifiers
{
    public static void Write(IRowWriter writer, LogEntry entry, RecordVersion version) => Write(writer, entry.Entry, version);

    public static void Write(IRowWriter writer, long entry, RecordVersion version)
    {
        foreach (var identifier in version.Identifiers)
        {
            writer.Add(version.RecordId).Add(identifier.Kind).Add(identifier.Space).Add(identifier.Value)
                .Add(identifier.MatchKey).Add(identifier.Note).Add(identifier.NumberType).Add(entry).Add(version.Row);
            writer.EndRow();
        }
    }
}
