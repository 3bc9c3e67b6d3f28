using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;

namespace Meridian.Normalise;

/// <summary>Words folded by <see cref="TextFold"/>, looked up by span without allocating. Immutable.</summary>
internal sealed class WordTable<T>
{
    private readonly FrozenDictionary<string, T> _words;
    private readonly FrozenDictionary<string, T>.AlternateLookup<ReadOnlySpan<char>> _bySpan;

    /// <param name="rows">Words in any spelling.</param>
    /// <param name="meeting">What to keep when two words fold alike with different values; by default that is an error in the table.</param>
    public WordTable(IEnumerable<(string Word, T Value)> rows, Func<T, T, T>? meeting = null)
    {
        var words = new Dictionary<string, T>();
        foreach (var (word, value) in rows)
        {
            var folded = TextFold.Fold(word);
            if (folded.Length == 0)
                continue;
            if (words.TryGetValue(folded, out var known) && !EqualityComparer<T>.Default.Equals(known, value))
                words[folded] = meeting is null ? throw new InvalidOperationException($"'{word}' means both {known} and {value}") : meeting(known, value);
            else
                words[folded] = value;
        }
        _words = words.ToFrozenDictionary(StringComparer.Ordinal);
        _bySpan = _words.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <summary>Looks a word up in whatever case, width and accents it is written.</summary>
    public bool TryFind(ReadOnlySpan<char> word, [MaybeNullWhen(false)] out T value)
    {
        value = default;
        if (word.Length is 0 or > TextFold.LongestWord)
            return false;
        Span<char> folded = stackalloc char[TextFold.LongestWord * 4];
        return TextFold.TryFold(word, folded, out var length) && _bySpan.TryGetValue(folded[..length], out value);
    }

    /// <summary>Looks up a word that is folded already.</summary>
    public bool TryFindFolded(ReadOnlySpan<char> folded, [MaybeNullWhen(false)] out T value) => _bySpan.TryGetValue(folded, out value);

    public bool Contains(ReadOnlySpan<char> word) => TryFind(word, out _);

    public IEnumerable<KeyValuePair<string, T>> All => _words;
}
