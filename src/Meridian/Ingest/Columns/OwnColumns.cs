using System.Collections.Frozen;
using Meridian.Ingest.Reading;

namespace Meridian.Ingest.Columns;

/// <summary>Columns that we wrote ourselves, into files that people import again: what stands in them was derived, and is derived anew.</summary>
internal static class OwnColumns
{
    /// <summary>What an export tells of a profile beside its facts. Names that other programs use too, so two of them must stand together.</summary>
    private static readonly FrozenSet<string> Export = FrozenSet.Create(StringComparer.OrdinalIgnoreCase, "profile_id", "activity", "life_stage", "data_quality", "name_script");

    /// <summary>For each column what file of ours it belongs to, in words for a person; null where it is the file's own.</summary>
    public static IReadOnlyList<string?> In(IReadOnlyList<string> header)
    {
        var isExport = header.Contains("profile_id", StringComparer.OrdinalIgnoreCase) && header.Contains("data_quality", StringComparer.OrdinalIgnoreCase);
        return [.. header.Select(h => h.Trim() switch
        {
            var name when RejectedColumns.Contains(name) => "a column of our own report of rejected rows",
            var name when isExport && Export.Contains(name) => "a column of our own export, which is worked out anew",
            _ => null,
        })];
    }
}
