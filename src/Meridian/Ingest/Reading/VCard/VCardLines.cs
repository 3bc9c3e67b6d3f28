using System.Text;

namespace Meridian.Ingest.Reading;

/// <summary>One property: "item1.TEL;TYPE=cell:+49 30 1" has the name TEL, a parameter and a value (still escaped).</summary>
internal sealed record VCardProperty(long Line, string Name, IReadOnlyList<(string Name, string Value)> Parameters, string Value)
{
    /// <summary>First value of a parameter, or null.</summary>
    public string? Parameter(string name) => Parameters.FirstOrDefault(p => p.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).Value;

    /// <summary>Whether a type stands among the parameters: TYPE=pref, TYPE="cell,pref", or 2.1's bare PREF.</summary>
    public bool IsPreferred => Parameters.Any(p =>
        p.Name.Equals("PREF", StringComparison.OrdinalIgnoreCase)
        || (p.Name.Equals("TYPE", StringComparison.OrdinalIgnoreCase) && p.Value.Split(',').Contains("pref", StringComparer.OrdinalIgnoreCase)));
}

/// <summary>
/// Reads a vCard file property by property: folded lines are joined (RFC 6350 3.2), the quoted-printable of 2.1 is decoded in its own charset, and
/// pictures, sounds and keys, which may be megabytes of base64, are passed over without being kept.
/// </summary>
internal sealed class VCardLines(string path, CharSource source) : IDisposable
{
    private static readonly string[] Binary = ["PHOTO", "LOGO", "SOUND", "KEY"];

    private readonly TextWindow _text = new(source);
    private string? _ahead;
    private long _aheadLine;
    private long _line;

    public long StoredPosition => source.StoredPosition;

    public char Undecodable => source.Undecodable;

    public string Encoding => source.Charset.Name;

    /// <summary>The next property; null at the end of the file. A line without a colon comes as a property without a name.</summary>
    public VCardProperty? Next()
    {
        var first = Take();
        while (first is not null && string.IsNullOrWhiteSpace(first))
            first = Take();
        if (first is null)
            return null;
        var line = _line;
        var binary = Binary.Contains(NameOf(first), StringComparer.OrdinalIgnoreCase);
        var printable = first.Contains("QUOTED-PRINTABLE", StringComparison.OrdinalIgnoreCase);
        var whole = new StringBuilder(first);
        while (true)
        {
            if (printable && !binary && whole.Length > 0 && whole[^1] == '=')
            {
                whole.Length--;
                if (Take() is not { } soft)
                    break;
                whole.Append(soft);
            }
            else if (Peek() is { Length: > 0 } next && next[0] is ' ' or '\t')
            {
                Take();
                if (!binary)
                    whole.Append(next, 1, next.Length - 1);
            }
            else
            {
                break;
            }
            if (whole.Length > ReadingLimits.Record)
                throw ReadingErrors.LongLine(path, line);
        }
        return Parse(line, whole.ToString());
    }

    public void Dispose() => _text.Dispose();

    private static string NameOf(string line)
    {
        var name = line[..Math.Max(0, line.AsSpan().IndexOfAny(';', ':'))];
        return name[(name.LastIndexOf('.') + 1)..].Trim();
    }

    private VCardProperty Parse(long line, string text)
    {
        var colon = ColonOf(text);
        if (colon < 0)
            return new VCardProperty(line, "", [], text);
        var parameters = new List<(string, string)>();
        foreach (var part in Split(text[..colon], ';').Skip(1))
        {
            var equals = part.IndexOf('=');
            // 2.1 writes "TEL;CELL".
            parameters.Add(equals < 0 ? ("TYPE", part.Trim()) : (part[..equals].Trim(), part[(equals + 1)..].Trim().Trim('"')));
        }
        var property = new VCardProperty(line, NameOf(text), parameters, text[(colon + 1)..]);
        return property.Parameters.Any(p => p.Value.Equals("QUOTED-PRINTABLE", StringComparison.OrdinalIgnoreCase))
            ? property with { Value = FromQuotedPrintable(property.Value, property.Parameter("CHARSET")) }
            : property;
    }

    private static int ColonOf(string text)
    {
        var quoted = false;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '"')
                quoted = !quoted;
            else if (text[i] == ':' && !quoted)
                return i;
        }
        return -1;
    }

    private static List<string> Split(string text, char separator)
    {
        var parts = new List<string>();
        var (start, quoted) = (0, false);
        for (var i = 0; i <= text.Length; i++)
        {
            if (i == text.Length || (text[i] == separator && !quoted))
            {
                parts.Add(text[start..i]);
                start = i + 1;
            }
            else if (text[i] == '"')
            {
                quoted = !quoted;
            }
        }
        return parts;
    }

    private string FromQuotedPrintable(string value, string? charset)
    {
        var bytes = new MemoryStream();
        for (var i = 0; i < value.Length; i++)
        {
            if (value[i] == '=' && i + 2 < value.Length && char.IsAsciiHexDigit(value[i + 1]) && char.IsAsciiHexDigit(value[i + 2]))
            {
                bytes.WriteByte(Convert.FromHexString(value.AsSpan(i + 1, 2))[0]);
                i += 2;
            }
            else
            {
                bytes.Write(System.Text.Encoding.UTF8.GetBytes(value, i, 1));
            }
        }
        return CharSource.Marking(Charset.Named(charset) ?? System.Text.Encoding.UTF8)
            .GetString(bytes.GetBuffer(), 0, (int)bytes.Length)
            .Replace(CharSource.Noncharacter, Undecodable);
    }

    private string? Peek()
    {
        if (_ahead is null)
        {
            _aheadLine = _line;
            _ahead = Read();
            (_line, _aheadLine) = (_aheadLine, _line);
        }
        return _ahead;
    }

    private string? Take()
    {
        if (_ahead is null)
            return Read();
        var line = _ahead;
        _ahead = null;
        _line = _aheadLine;
        return line;
    }

    private string? Read()
    {
        while (true)
        {
            var rest = _text.Rest;
            var end = rest.IndexOfAny('\r', '\n');
            // CR at the window's end may be half of CRLF.
            if (!_text.Final && (end < 0 || end + 1 == rest.Length))
            {
                if (rest.Length > ReadingLimits.Record)
                    throw ReadingErrors.LongLine(path, _line + 1);
                _text.Grow();
                continue;
            }
            if (rest.IsEmpty)
                return null;
            _line++;
            var line = rest[..(end < 0 ? rest.Length : end)].ToString();
            _text.Skip(Lines.Next(rest));
            return line;
        }
    }
}
