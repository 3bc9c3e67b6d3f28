namespace Meridian.Foundation.Geography;

/// <summary>Cuts a cell into the parts that may each name a country: at brackets, punctuation, spaced hyphens, changes of script, and around flags.</summary>
internal static class CountryParts
{
    /// <summary>Takes the next part. It may be empty: a calling code, or nothing between two separators.</summary>
    /// <param name="rest">The text not yet taken; advanced.</param>
    /// <param name="part">Trimmed; empty where a flag was taken.</param>
    /// <param name="flag">The country of a flag; "" where the part is text.</param>
    /// <returns>False at the end of the text.</returns>
    public static bool TryTake(ref ReadOnlySpan<char> rest, out ReadOnlySpan<char> part, out string flag)
    {
        part = default;
        flag = "";
        if (rest.IsEmpty)
            return false;
        if (TryTakeFlag(ref rest, out flag))
            return true;
        if (rest[0] is '+' or '＋')
        {
            rest = rest[1..].TrimStart("0123456789-. ");
            return true;
        }

        var end = 0;
        var script = Script.None;
        for (; end < rest.Length; end++)
        {
            var c = rest[end];
            if (char.IsSurrogate(c) || c is '+' or '＋' || IsSeparator(rest, end))
                break;
            var next = ScriptOf(c);
            if (next != Script.None && script != Script.None && next != script)
                break;
            script = next == Script.None ? script : next;
        }
        part = rest[..end].Trim();
        if (!part.ContainsAnyExceptInRange('0', '9'))
            part = default;
        // A separator is passed over; a change of script or a flag begins the next part; a surrogate that is no flag separates.
        var skip = end < rest.Length && (IsSeparator(rest, end) || (end == 0 && char.IsSurrogate(rest[end]))) ? 1 : 0;
        rest = rest[(end + skip)..];
        return true;
    }

    // No comma: names have commas ("Bonaire, Sint Eustatius and Saba"), and "Seoul, Korea" is an address.
    private static bool IsSeparator(ReadOnlySpan<char> text, int i) => text[i] switch
    {
        '(' or ')' or '[' or ']' or '{' or '}' or '/' or '|' or ';' or ':' or '–' or '—' or '_' or '\n' => true,
        '（' or '）' or '［' or '］' or '【' or '】' or '／' or '｜' or '；' or '：' => true,
        '-' => i == 0 || i == text.Length - 1 || text[i - 1] == ' ' || text[i + 1] == ' ',
        _ => false,
    };

    private enum Script
    {
        None,
        Latin,
        Other,
    }

    private static Script ScriptOf(char c) => c switch
    {
        < '\u0370' or (>= '\u1E00' and <= '\u1EFF') or (>= '\uFF21' and <= '\uFF5A') => char.IsLetter(c) ? Script.Latin : Script.None,
        _ => char.IsLetter(c) ? Script.Other : Script.None,
    };

    private static bool TryTakeFlag(ref ReadOnlySpan<char> rest, out string code)
    {
        code = "";
        if (rest.Length >= 4 && RegionalIndicator(rest) is { } first && RegionalIndicator(rest[2..]) is { } second)
        {
            code = Countries.OfLetters(first, second) ?? "";
            rest = rest[4..];
            return code.Length > 0;
        }
        // 🏴 followed by tags: the flags of England, Scotland and Wales are "gbeng", "gbsct", "gbwls".
        if (rest.StartsWith("\uD83C\uDFF4\uDB40") && rest.Length >= 6 && Tag(rest[2..]) is { } country && Tag(rest[4..]) is { } land)
        {
            code = Countries.OfLetters(country, land) ?? "";
            rest = rest[2..];
            while (rest.Length >= 2 && rest[0] == '\uDB40')
                rest = rest[2..];
            return code.Length > 0;
        }
        return false;
    }

    // U+1F1E6 to U+1F1FF stand for A to Z.
    private static char? RegionalIndicator(ReadOnlySpan<char> text) =>
        text[0] == '\uD83C' && text[1] is >= '\uDDE6' and <= '\uDDFF' ? (char)('A' + (text[1] - '\uDDE6')) : null;

    // U+E0061 to U+E007A stand for a to z.
    private static char? Tag(ReadOnlySpan<char> text) =>
        text[0] == '\uDB40' && text[1] is >= '\uDC61' and <= '\uDC7A' ? (char)('a' + (text[1] - '\uDC61')) : null;
}
