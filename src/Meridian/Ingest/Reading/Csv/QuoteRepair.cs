namespace Meridian.Ingest.Reading;

/// <summary>What a broken quote costs: one row of so many characters and physical lines.</summary>
internal sealed record RepairedQuote(int Used, int Lines, List<string> Cells, string What, bool ToTheEnd)
{
    /// <summary>The reason as a person reads it, for a row that starts on <paramref name="line"/>.</summary>
    public string Reason(long line)
    {
        var swallowed = (Lines, ToTheEnd) switch
        {
            (1, _) => "",
            (_, true) => $"; everything after it up to the end of the file ({Lines - 1} lines) was swallowed",
            _ => $"; lines {line + 1} to {line + Lines - 1} were swallowed",
        };
        return $"line {line}: {What}{swallowed}";
    }
}

/// <summary>
/// Finds where to go on after a quote that is not closed properly. By the letter of RFC 4180 such a quote swallows the rest of the file; a
/// stray one (<c>5,"Anna</c>) should cost its row only. So the first later line that reads as a row of the header's shape ends the damage.
/// </summary>
internal sealed class QuoteRepair(CsvTokenizer probe, char delimiter, int required, int columns)
{
    // A broken note of more lines than this is rather a broken file, and looking further would cost time on hostile ones.
    private const int LinesTried = 64;

    // Each open quote beyond the record limit costs a look at 1 MiB; a file of nothing else must not take hours.
    private const int LongQuotesAllowed = 64;

    private int _longQuotes;

    /// <param name="text">From the broken record on.</param>
    /// <param name="final">The text reaches the end of the file.</param>
    /// <param name="status">What the tokenizer stumbled on; <see cref="CsvStatus.Incomplete"/>: the record is longer than allowed.</param>
    /// <param name="tokens">The tokenizer, as it stands after stumbling.</param>
    /// <returns>Null when the record is simply too long, and no repair is in sight.</returns>
    public RepairedQuote? Find(ReadOnlySpan<char> text, bool final, CsvStatus status, CsvTokenizer tokens)
    {
        if (status == CsvStatus.Incomplete && (++_longQuotes > LongQuotesAllowed || (tokens.OpenQuote < 0 && tokens.LinesInside == 0)))
            return null;
        var firstLine = Lines.Next(text);
        var cells = Split(text[..firstLine]);
        var what = status == CsvStatus.TextAfterQuote
            ? $"text follows a closing quote in cell {tokens.Count}"
            : $"the quote that opens {Opened(text, tokens)} is never closed";
        if (status == CsvStatus.TextAfterQuote && tokens.LinesInside == 0)
            return new RepairedQuote(firstLine, 1, cells, what, false);

        var at = firstLine;
        for (var lines = 1; lines <= LinesTried && at < text.Length && columns > 1; lines++)
        {
            if (ReadsAsRow(text[at..], final))
                return new RepairedQuote(at, lines, cells, what, false);
            at += Lines.Next(text[at..]);
        }
        if (status == CsvStatus.Incomplete)
            return null;
        // Past the line of the stumble, or, where no quote closes, past everything.
        var end = status == CsvStatus.UnclosedQuote ? text.Length : tokens.Used + Lines.Next(text[tokens.Used..]);
        return new RepairedQuote(end, Math.Max(1, Lines.Count(text[..end].TrimEnd("\r\n")) + 1), cells, what, status == CsvStatus.UnclosedQuote);
    }

    private static string Opened(ReadOnlySpan<char> text, CsvTokenizer tokens)
    {
        var lines = tokens.OpenQuote < 0 ? 0 : Lines.Count(text[..tokens.OpenQuote]);
        return lines == 0 ? $"cell {tokens.Count + 1}" : $"cell {tokens.Count + 1}, {lines} lines further down,";
    }

    private bool ReadsAsRow(ReadOnlySpan<char> text, bool final)
    {
        if (probe.Read(text, final) != CsvStatus.Row || probe.Count < required || probe.Used > ReadingLimits.Record)
            return false;
        for (var i = columns; i < probe.Count; i++)
        {
            if (!probe.Raw(text, i).IsWhiteSpace())
                return false;
        }
        return true;
    }

    private List<string> Split(ReadOnlySpan<char> line)
    {
        line = line.TrimEnd("\r\n");
        var cells = new List<string>();
        foreach (var cell in line.Split(delimiter))
            cells.Add(line[cell].ToString());
        return cells;
    }
}
