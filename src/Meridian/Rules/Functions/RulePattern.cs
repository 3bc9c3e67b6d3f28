using System.Text;
using System.Text.RegularExpressions;

namespace Meridian.Rules.Functions;

/// <summary>
/// The regular expressions that <c>matches</c> takes: those that both engines read alike and find in time that grows with the text only. No look-around, no references back, no named groups,
/// no classes of Unicode.
/// </summary>
internal static class RulePattern
{
    private const int Longest = 500;

    /// <summary>What is wrong with a pattern, in words; null for nothing.</summary>
    public static string? Problem(string pattern)
    {
        if (pattern.Length > Longest)
            return $"A pattern has at most {Longest} characters.";
        if (pattern.Contains("(?", StringComparison.Ordinal) && Groups(pattern) is { } group)
            return $"A pattern cannot hold '{group}': only plain groups (...) and (?:...) are read.";
        for (var i = 0; i + 1 < pattern.Length; i++)
        {
            if (pattern[i] != '\\')
                continue;
            i++;
            if (char.IsAsciiLetterOrDigit(pattern[i]) && !"dDwWsSbBtnr".Contains(pattern[i], StringComparison.Ordinal))
                return $"A pattern cannot hold '\\{pattern[i]}'. Known are \\d \\D \\w \\W \\s \\S \\b \\B \\t \\n \\r.";
        }

        if (pattern.Contains("[[", StringComparison.Ordinal) || pattern.Contains("&&", StringComparison.Ordinal))
            return "A pattern cannot hold '[[' or '&&'.";
        foreach (Match times in Regex.Matches(pattern, @"\{(?<least>\d+)(?:,(?<most>\d*))?\}", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1)))
        {
            if (times.Groups.Values.Skip(1).Any(g => g.Value.Length > 3 || (g.Value.Length > 0 && int.Parse(g.Value, System.Globalization.CultureInfo.InvariantCulture) > 250)))
                return "A pattern cannot repeat more than 250 times.";
        }

        try
        {
            _ = new Regex(pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));
            return null;
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            return $"The pattern cannot be read: {e.Message}";
        }
    }

    private static string? Groups(string pattern)
    {
        for (var at = pattern.IndexOf("(?", StringComparison.Ordinal); at >= 0; at = pattern.IndexOf("(?", at + 2, StringComparison.Ordinal))
        {
            if ((at == 0 || pattern[at - 1] != '\\') && (at + 2 >= pattern.Length || pattern[at + 2] != ':'))
                return pattern[at..Math.Min(at + 4, pattern.Length)];
        }

        return null;
    }

    /// <summary>A pattern with letters and digits spelled out, because the engines take different alphabets for <c>\w</c> and <c>\d</c>. <c>\b</c> stays for the dialect.</summary>
    public static string Portable(string pattern)
    {
        var text = new StringBuilder(pattern.Length + 16);
        var inClass = false;
        for (var i = 0; i < pattern.Length; i++)
        {
            if (pattern[i] == '\\' && i + 1 < pattern.Length)
            {
                var letter = pattern[++i];
                _ = letter switch
                {
                    'd' => text.Append(inClass ? "0-9" : "[0-9]"),
                    'w' => text.Append(inClass ? "0-9A-Za-z_" : "[0-9A-Za-z_]"),
                    's' => text.Append(inClass ? " \t\n\r\f" : "[ \t\n\r\f]"),
                    'D' when !inClass => text.Append("[^0-9]"),
                    'W' when !inClass => text.Append("[^0-9A-Za-z_]"),
                    'S' when !inClass => text.Append("[^ \t\n\r\f]"),
                    't' => text.Append('\t'),
                    'n' => text.Append('\n'),
                    'r' => text.Append('\r'),
                    _ => text.Append('\\').Append(letter),
                };
                continue;
            }

            inClass = pattern[i] == '[' || (inClass && pattern[i] != ']');
            text.Append(pattern[i]);
        }

        return text.ToString();
    }
}
