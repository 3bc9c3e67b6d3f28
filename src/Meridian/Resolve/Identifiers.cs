using Meridian.Foundation.Database;
using Meridian.Foundation.Log;
using Meridian.Normalise;

namespace Meridian.Resolve;

/// <summary>Lands the identifiers of statements, as they were given; who shares which is found when the entry is resolved.</summary>
public static class Identifiers
{
    public static void Write(ISession session, LogEntry entry, IReadOnlyList<RecordVersion> versions)
    {
        using var writer = session.Append(ResolveTables.Identifier);
        foreach (var version in versions)
        {
            foreach (var identifier in version.Identifiers)
            {
                writer.Add(version.RecordId).Add(identifier.Kind).Add(identifier.Space).Add(identifier.Value)
                    .Add(identifier.MatchKey).Add(identifier.Note).Add(identifier.NumberType).Add(entry.Entry).Add(version.Row);
                writer.EndRow();
            }
        }

        writer.Complete();
    }
}
