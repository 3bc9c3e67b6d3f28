namespace Meridian.Ingest.Reading;

internal enum CsvStatus
{
    /// <summary>A whole record was read.</summary>
    Row,

    /// <summary>The text ends inside the record, and more text follows.</summary>
    Incomplete,

    /// <summary>The file ends inside a quoted cell.</summary>
    UnclosedQuote,

    /// <summary>Something stands between a closing quote and the next delimiter.</summary>
    TextAfterQuote,
}

/// <summary>
/// Cuts one CSV record into cells (RFC 4180; any delimiter; lines end in LF, CRLF or CR; blanks before an opening and after a closing quote are passed over).
/// Sylvan.Data.Csv was tried for this: after the first bad quote it refuses to go on, and it does not tell physical lines, which the promise
/// "a bad row costs that row" and the line numbers of rejected rows need.
/// </summary>
/// <param name="delimiter">Cell separator; NUL for a table of one column.</param>
internal sealed class CsvTokenizer(char delimiter)
{
    private Cell[] _cells = new Cell[64];

    private readonly record struct Cell(int Start, int Length, bool Escaped);

    /// <summary>Cells found.</summary>
    public int Count { get; private set; }

    /// <summary>Characters used, the line end included; after <see cref="CsvStatus.TextAfterQuote"/>, up to the offending one.</summary>
    public int Used { get; private set; }

    /// <summary>Line ends inside quoted cells.</summary>
    public int LinesInside { get; private set; }

    /// <summary>Whether a line end closed the record, and not the end of the file.</summary>
    public bool Terminated { get; private set; }

    /// <summary>Where the latest quoted cell begins that was not closed; -1 when the text did not end inside quotes.</summary>
    public int OpenQuote { get; private set; }

    /// <param name="text">Text from the record's first character on.</param>
    /// <param name="final">No more text follows.</param>
    public CsvStatus Read(ReadOnlySpan<char> text, bool final)
    {
        Count = 0;
        LinesInside = 0;
        OpenQuote = -1;
        Terminated = false;
        var at = 0;
        while (true)
        {
            int start, length;
            var escaped = false;
            var quote = QuoteAt(text, at);
            if (quote < 0)
            {
                start = at;
                length = text[at..].IndexOfAny(delimiter, '\n', '\r');
                if (length < 0)
                {
                    if (!final)
                        return CsvStatus.Incomplete;
                    length = text.Length - at;
                }
                at += length;
            }
            else
            {
                var close = ClosingQuote(text, quote + 1, final, out escaped);
                if (close < 0)
                {
                    OpenQuote = quote;
                    return final ? CsvStatus.UnclosedQuote : CsvStatus.Incomplete;
                }
                start = quote + 1;
                length = close - start;
                LinesInside += Lines.Count(text.Slice(start, length));
                at = AfterBlanks(text, close + 1);
                if (at == text.Length && !final)
                    return CsvStatus.Incomplete;
            }

            if (Count == _cells.Length)
                Array.Resize(ref _cells, _cells.Length * 2);
            _cells[Count++] = new Cell(start, length, escaped);

            if (at == text.Length)
            {
                Used = at;
                return CsvStatus.Row;
            }
            var c = text[at];
            if (c == delimiter)
            {
                at++;
                continue;
            }
            if (c is not ('\n' or '\r'))
            {
                Used = at;
                return CsvStatus.TextAfterQuote;
            }
            // CR at the end of the text may be half of CRLF.
            if (c == '\r' && at + 1 == text.Length && !final)
                return CsvStatus.Incomplete;
            Terminated = true;
            Used = at + (c == '\r' && at + 1 < text.Length && text[at + 1] == '\n' ? 2 : 1);
            return CsvStatus.Row;
        }
    }

    /// <summary>A cell as it stands between its quotes; doubled quotes are still double where <see cref="IsEscaped"/>.</summary>
    public ReadOnlySpan<char> Raw(ReadOnlySpan<char> text, int cell) => text.Slice(_cells[cell].Start, _cells[cell].Length);

    public bool IsEscaped(int cell) => _cells[cell].Escaped;

    /// <summary>Writes a cell with its doubled quotes made single; returns the length written, at most the raw length.</summary>
    public int Unescape(ReadOnlySpan<char> text, int cell, Span<char> destination)
    {
        var raw = Raw(text, cell);
        var written = 0;
        for (int quote; (quote = raw.IndexOf('"')) >= 0; raw = raw[(quote + 2)..])
        {
            raw[..(quote + 1)].CopyTo(destination[written..]);
            written += quote + 1;
        }
        raw.CopyTo(destination[written..]);
        return written + raw.Length;
    }

    /// <summary>A cell's value as a string of its own; for headers and rejected rows.</summary>
    public string Value(ReadOnlySpan<char> text, int cell)
    {
        var raw = Raw(text, cell);
        return IsEscaped(cell) ? raw.ToString().Replace("\"\"", "\"", StringComparison.Ordinal) : raw.ToString();
    }

    private int QuoteAt(ReadOnlySpan<char> text, int at)
    {
        if (at == text.Length)
            return -1;
        if (text[at] == '"')
            return at;
        if (text[at] != ' ' || delimiter == ' ')
            return -1;
        var first = AfterBlanks(text, at);
        return first < text.Length && text[first] == '"' ? first : -1;
    }

    private int AfterBlanks(ReadOnlySpan<char> text, int at)
    {
        if (delimiter != ' ')
        {
            while (at < text.Length && text[at] == ' ')
                at++;
        }
        return at;
    }

    private static int ClosingQuote(ReadOnlySpan<char> text, int from, bool final, out bool escaped)
    {
        escaped = false;
        while (true)
        {
            var next = text[from..].IndexOf('"');
            if (next < 0)
                return -1;
            next += from;
            if (next + 1 == text.Length)
                return final ? next : -1;
            if (text[next + 1] != '"')
                return next;
            escaped = true;
            from = next + 2;
        }
    }
}
