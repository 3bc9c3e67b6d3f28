using System.Text;
using System.Text.Json;
using Meridian.Normalise;

namespace Meridian.Privacy;

/// <summary>
/// Finds people in text that no record was made of: rejected rows, messages that could not be read. A cell is theirs when it holds an address of theirs as a word, is a
/// handle of theirs, or an id that is hardly anything else; a phone is found by its digits however they are grouped. Not to be guessed at: what is erased of somebody
/// else is gone for good, and "maria" and 2024 are more often a name and a year.
/// </summary>
internal sealed class SubjectText(Subject subject)
{
    private const int ShortestPhone = 7;

    private readonly HashSet<string> _whole = subject.Values.Where(v => v.Length > 5).Concat(subject.SourceIds.Where(IsTelling)).Select(v => v.ToLowerInvariant()).ToHashSet(StringComparer.Ordinal);
    private readonly List<string> _words = [.. subject.Values.Where(v => v.Contains('@') || (v.Length >= 8 && IsTelling(v))).Select(v => v.ToLowerInvariant()).Distinct(StringComparer.Ordinal)];
    private readonly List<string> _phones = [.. subject.Phones.Select(p => p.TrimStart('+')).Where(p => p.Length >= ShortestPhone)];

    /// <summary>Whether one of a row's cells names one of them.</summary>
    public bool IsIn(IEnumerable<string> cells) => cells.Any(IsIn);

    /// <summary>Whether a message's bytes name one of them, be they JSON or not.</summary>
    public bool IsIn(ReadOnlySpan<byte> message)
    {
        var reader = new Utf8JsonReader(message, new JsonReaderOptions { MaxDepth = 1_000 });
        try
        {
            while (reader.Read())
            {
                if (reader.TokenType == JsonTokenType.String ? IsIn(reader.GetString()!) : reader.TokenType == JsonTokenType.Number && IsIn(Encoding.UTF8.GetString(reader.ValueSpan)))
                    return true;
            }

            return false;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return IsIn(Encoding.UTF8.GetString(message).Split('"'));
        }
    }

    private bool IsIn(string cell)
    {
        var text = UnicodeForm.ToNfkc(cell).Trim().ToLowerInvariant();
        if (text.Length == 0)
            return false;
        if (_whole.Contains(text.TrimStart('@')) || _words.Exists(w => HoldsWord(text, w)))
            return true;
        if (_phones.Count == 0 || text.Count(char.IsAsciiDigit) < ShortestPhone)
            return false;
        var digits = string.Concat(text.Where(char.IsAsciiDigit));
        var national = digits.TrimStart('0');
        return _phones.Exists(p => digits.Contains(p, StringComparison.Ordinal) || (national.Length >= ShortestPhone && p.EndsWith(national, StringComparison.Ordinal)));
    }

    /// <summary>An id or a handle that is no plain word and no plain number, or a long one.</summary>
    private static bool IsTelling(string id) =>
        id.Length >= 12 || (id.Length >= 6 && id.Any(char.IsLetter) && id.Any(c => !char.IsLetter(c)));

    private static bool HoldsWord(string text, string word)
    {
        for (var at = text.IndexOf(word, StringComparison.Ordinal); at >= 0; at = text.IndexOf(word, at + 1, StringComparison.Ordinal))
        {
            if ((at == 0 || !char.IsLetterOrDigit(text[at - 1])) && (at + word.Length == text.Length || !char.IsLetterOrDigit(text[at + word.Length])))
                return true;
        }

        return false;
    }
}
