using Meridian.Ingest.Columns;

namespace Meridian.Rules.Syntax;

/// <summary>"Did you mean": the known word that a mistyped one was meant to be.</summary>
public static class Nearest
{
    /// <summary>Longer words are not mistyped names.</summary>
    private const int LongestWord = 80;

    /// <summary>
    /// The known word with the fewest insertions, deletions, replacements and swaps of neighbours (Damerau-Levenshtein), capital letters aside: at most a third of the word, at least one.
    /// Of several as near, the shortest, then the first by character. Null where none is near, and for the word itself.
    /// </summary>
    public static string? To(string word, IEnumerable<string> known)
    {
        var wanted = word.Trim().ToLowerInvariant();
        if (wanted.Length is 0 or > LongestWord)
            return null;
        var most = Math.Max(1, wanted.Length / 3);
        return known
            .Where(k => Math.Abs(k.Length - wanted.Length) <= most && !string.Equals(k, word, StringComparison.Ordinal))
            .Select(k => (Word: k, Edits: NearestName.Edits(wanted, k.ToLowerInvariant())))
            .Where(k => k.Edits <= most && k.Edits < wanted.Length)
            .OrderBy(k => k.Edits)
            .ThenBy(k => k.Word.Length)
            .ThenBy(k => k.Word, StringComparer.Ordinal)
            .Select(k => k.Word)
            .FirstOrDefault();
    }
}
