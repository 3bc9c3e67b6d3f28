using System.Text;
using Meridian.Foundation.Platforms;

namespace Meridian.Ingest.Columns;

/// <summary>
/// The words of a header: "customerPhone_No1" is customer, phone, no, 1. Scripts that write no blanks between words (Chinese, Japanese, Thai)
/// give one word a character; Korean too, whose blanks are a matter of taste. The lexicon joins them again.
/// </summary>
internal static class HeaderWords
{
    public static IReadOnlyList<string> Split(string header)
    {
        var words = new List<string>();
        foreach (var word in Spelling.Words(SplitCase(header)).Split(' ', StringSplitOptions.RemoveEmptyEntries))
            AddScriptRuns(word, words);
        return words;
    }

    /// <summary>The words without anything between them: the form in which phrases are compared, so that "e-mail", "Email" and "E Mail" are one.</summary>
    public static string Compact(string text) => string.Concat(Split(text));

    private static string SplitCase(string header)
    {
        var spaced = new StringBuilder(header.Length + 8);
        for (var i = 0; i < header.Length; i++)
        {
            if (i > 0 && (BeginsWord(header, i) || MeetsDigit(header[i - 1], header[i])))
                spaced.Append(' ');
            spaced.Append(header[i]);
        }

        return spaced.ToString();
    }

    /// <summary>True where the case of the letters begins a new word: in "customerID" and "IPAddress", not inside "ID".</summary>
    public static bool BeginsWord(string text, int i)
    {
        if (i == 0 || !char.IsUpper(text[i]))
            return false;
        return char.IsLower(text[i - 1]) || (char.IsUpper(text[i - 1]) && i + 1 < text.Length && char.IsLower(text[i + 1]));
    }

    private static bool MeetsDigit(char before, char here) =>
        char.IsDigit(here) != char.IsDigit(before) && (char.IsLetter(here) || char.IsLetter(before));

    private static void AddScriptRuns(string word, List<string> words)
    {
        var start = 0;
        for (var i = 0; i < word.Length; i++)
        {
            if (!WritesNoBlanks(word[i]))
                continue;
            if (i > start)
                words.Add(word[start..i]);
            words.Add(word[i].ToString());
            start = i + 1;
        }

        if (start < word.Length)
            words.Add(word[start..]);
    }

    private static bool WritesNoBlanks(char c) => c is (>= '\u0E00' and <= '\u0EFF') or (>= '\u1780' and <= '\u17FF') or (>= '\u1100' and <= '\u11FF')
        or (>= '\u2E80' and <= '\u303F') or (>= '\u3040' and <= '\u30FF') or (>= '\u3400' and <= '\u9FFF') or (>= '\uAC00' and <= '\uD7AF') or (>= '\uF900' and <= '\uFAFF');
}
