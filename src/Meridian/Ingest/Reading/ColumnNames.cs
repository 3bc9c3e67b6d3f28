namespace Meridian.Ingest.Reading;

/// <summary>Makes a header usable: trimmed, no blank name, no name twice.</summary>
internal static class ColumnNames
{
    /// <returns>As many names as given: a blank one becomes "column 3" (from 1), a second "phone" becomes "phone (2)".</returns>
    public static string[] From(IReadOnlyList<string> cells)
    {
        var names = new string[cells.Count];
        // Names that the file gives win over names that are made up here: "phone, phone, phone (2)" must not collide.
        var given = cells.Select(Clean).ToHashSet(StringComparer.Ordinal);
        var taken = new HashSet<string>(StringComparer.Ordinal);
        // Where to go on counting, so that 10,000 columns of one name do not cost 50 million look-ups.
        var next = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < names.Length; i++)
        {
            var name = Clean(cells[i]);
            var wanted = name.Length == 0 ? $"column {i + 1}" : name;
            var free = wanted;
            for (var n = next.GetValueOrDefault(wanted, 2); taken.Contains(free) || (given.Contains(free) && free != name); n++)
            {
                free = $"{wanted} ({n})";
                next[wanted] = n + 1;
            }
            taken.Add(free);
            names[i] = free;
        }
        return names;
    }

    // Byte order marks of files that were joined stand inside a header and are not white space to .NET.
    private static string Clean(string cell) => cell.Trim().Trim('\uFEFF').Trim();
}
