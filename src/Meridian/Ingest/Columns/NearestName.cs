namespace Meridian.Ingest.Columns;

/// <summary>Finds the known name that a mistyped one was meant to be.</summary>
internal static class NearestName
{
    /// <summary>The candidate with the smallest edit distance, if at most a third of the letters differ or one holds the other; else null.</summary>
    public static string? Of(string name, IEnumerable<string> candidates)
    {
        var wanted = name.Trim().ToLowerInvariant();
        if (wanted.Length == 0)
            return null;
        return candidates
            .Select(c => (Name: c, Distance: DistanceTo(wanted, c)))
            .Where(c => c.Distance <= Math.Max(1, wanted.Length / 3))
            .OrderBy(c => c.Distance)
            .ThenBy(c => c.Name.Length)
            .ThenBy(c => c.Name, StringComparer.Ordinal)
            .Select(c => c.Name)
            .FirstOrDefault();
    }

    /// <summary>"telegram" was meant to be "handle:telegram", "birthdate" "birth_date".</summary>
    private static int DistanceTo(string wanted, string candidate)
    {
        var bare = candidate[(candidate.IndexOf(':', StringComparison.Ordinal) + 1)..];
        var distance = Math.Min(Edits(wanted, candidate), Edits(wanted, bare));
        return wanted.Length >= 4 && (candidate.StartsWith(wanted, StringComparison.Ordinal) || wanted.StartsWith(candidate, StringComparison.Ordinal))
            ? Math.Min(distance, 1)
            : distance;
    }

    /// <summary>Optimal string alignment distance: insertions, deletions, replacements, and swaps of neighbours.</summary>
    internal static int Edits(string a, string b)
    {
        var rows = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++)
            rows[i, 0] = i;
        for (var j = 0; j <= b.Length; j++)
            rows[0, j] = j;
        for (var i = 1; i <= a.Length; i++)
        {
            for (var j = 1; j <= b.Length; j++)
            {
                var replaced = rows[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
                rows[i, j] = Math.Min(replaced, Math.Min(rows[i - 1, j], rows[i, j - 1]) + 1);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                    rows[i, j] = Math.Min(rows[i, j], rows[i - 2, j - 2] + 1);
            }
        }

        return rows[a.Length, b.Length];
    }
}
