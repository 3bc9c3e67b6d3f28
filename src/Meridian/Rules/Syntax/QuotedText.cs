using System.Globalization;
using System.Text;
using Parlot;

namespace Meridian.Rules.Syntax;

/// <summary>A text in quotes: read with the escapes of JSON in quotes of many kinds, written in double quotes.</summary>
internal static class QuotedText
{
    /// <summary>What closes a text that this character opens; null where it opens none.</summary>
    public static string? Closers(char open) => open switch
    {
        '"' => "\"",
        '\'' => "'",
        '“' or '”' or '„' or '‟' => "”“\"",
        '‘' or '’' or '‚' => "’‘",
        '«' => "»",
        '»' => "«",
        '「' => "」",
        '＂' => "＂",
        _ => null,
    };

    /// <summary>The token at the cursor, which stands at the opening quote.</summary>
    public static Token Read(Cursor cursor)
    {
        var start = cursor.Offset;
        var closers = Closers(cursor.Current)!;
        cursor.Advance();
        var value = new StringBuilder();
        while (true)
        {
            var at = cursor.Offset;
            var current = cursor.Current;
            if (cursor.Eof || current is '\n' or '\r')
                return RuleLexer.Bad(start, at - start, $"This text is never closed. Add {closers[0]} at its end.");
            if (closers.Contains(current, StringComparison.Ordinal))
            {
                cursor.Advance();
                return Complain(value.ToString()) is { } wrong
                    ? RuleLexer.Bad(start, cursor.Offset - start, wrong)
                    : new Token(TokenKind.Text, start, cursor.Offset - start, value.ToString());
            }

            cursor.Advance();
            if (current != '\\')
            {
                value.Append(current);
                continue;
            }

            if (Escaped(cursor) is not { } escaped)
                return RuleLexer.Bad(at, 2, @"A backslash begins an escape: \"" \\ \/ \b \f \n \r \t or \u and four hexadecimal digits. Write \\ for a backslash.");
            value.Append(escaped);
        }
    }

    /// <summary>What makes a text impossible to keep; null where nothing does.</summary>
    /// <remarks>PostgreSQL keeps no U+0000, and no engine half of a surrogate pair.</remarks>
    public static string? Complain(string value)
    {
        if (value.Contains('\0', StringComparison.Ordinal))
            return "A text cannot hold the character U+0000. Take it out.";
        for (var i = 0; i < value.Length; i++)
        {
            if (char.IsHighSurrogate(value[i]) && i + 1 < value.Length && char.IsLowSurrogate(value[i + 1]))
                i++;
            else if (char.IsSurrogate(value[i]))
                return string.Create(CultureInfo.InvariantCulture, $"The text holds half of a character (U+{(int)value[i]:X4}). Write the whole character, or take it out.");
        }

        return null;
    }

    /// <summary>The text in double quotes; what does not show, and what turns the direction of writing, as escapes.</summary>
    public static void Write(StringBuilder to, string value)
    {
        to.Append('"');
        foreach (var c in value)
        {
            switch (c)
            {
                case '"':
                    to.Append("\\\"");
                    break;
                case '\\':
                    to.Append("\\\\");
                    break;
                case '\n':
                    to.Append("\\n");
                    break;
                case '\r':
                    to.Append("\\r");
                    break;
                case '\t':
                    to.Append("\\t");
                    break;
                case '\u2028' or '\u2029' or (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069'):
                    to.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:X4}");
                    break;
                default:
                    if (char.IsControl(c))
                        to.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:X4}");
                    else
                        to.Append(c);
                    break;
            }
        }

        to.Append('"');
    }

    private static char? Escaped(Cursor cursor)
    {
        var escape = cursor.Current;
        char? value = escape switch
        {
            '"' or '\\' or '/' or '\'' or '“' or '”' or '‘' or '’' or '«' or '»' or '」' or '＂' => escape,
            'b' => '\b',
            'f' => '\f',
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            _ => null,
        };
        if (cursor.Eof)
            return null;
        if (value is null && escape == 'u')
        {
            var hex = cursor.Span[1..Math.Min(5, cursor.Span.Length)];
            if (hex.Length == 4 && ushort.TryParse(hex, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code))
            {
                value = (char)code;
                cursor.Advance(4);
            }
        }

        if (value is not null)
            cursor.Advance();
        return value;
    }
}
