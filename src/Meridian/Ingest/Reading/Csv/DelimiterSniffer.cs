namespace Meridian.Ingest.Reading;

/// <summary>Finds a table's delimiter from its content: the one that cuts the first hundred records, quotes honoured, into as many cells as the header.</summary>
internal static class DelimiterSniffer
{
    /// <summary>Stands for "no delimiter": a table of one column. NUL never passes into a row, so it cuts nothing.</summary>
    public const char None = '\0';

    private const int Records = 100;

    // Commas also stand in prose and in decimals, so that at a draw the others are the likelier cause.
    private static readonly (char Delimiter, double Weight)[] Candidates = [(',', 0.9), (';', 1), ('\t', 1), ('|', 1)];

    /// <param name="text">The file's beginning, from the header on.</param>
    /// <param name="final">The text is the whole file.</param>
    public static char Find(ReadOnlySpan<char> text, bool final)
    {
        var (best, bestScore) = (None, 0.0);
        foreach (var (delimiter, weight) in Candidates)
        {
            var score = weight * Score(text, final, delimiter);
            if (score > bestScore)
                (best, bestScore) = (delimiter, score);
        }
        return best;
    }

    /// <summary>Delimiter that Excel's own first line names (<c>sep=;</c>), and the characters that line takes.</summary>
    public static (char Delimiter, int Used)? Declared(ReadOnlySpan<char> text)
    {
        if (!text.StartsWith("sep=", StringComparison.OrdinalIgnoreCase) && !text.StartsWith("\"sep=", StringComparison.OrdinalIgnoreCase))
            return null;
        var used = Lines.Next(text);
        var line = text[..used].TrimEnd("\r\n").Trim('"');
        return line.Length == 5 ? (line[4], used) : null;
    }

    // Zero unless the header has two cells. The more cells agree, the less it is chance: two columns weigh 1/2, ten 9/10. The floor
    // keeps a table whose rows are all ragged from being taken for one column.
    private static double Score(ReadOnlySpan<char> text, bool final, char delimiter)
    {
        var tokens = new CsvTokenizer(delimiter);
        int header = 0, records = 0, agreeing = 0;
        while (records < Records && !text.IsEmpty)
        {
            var status = tokens.Read(text, final);
            if (status == CsvStatus.Incomplete)
                break;
            var whole = status == CsvStatus.Row;
            if (whole && IsBlank(tokens, text))
            {
                text = text[tokens.Used..];
                continue;
            }
            if (header == 0)
            {
                if (!whole || tokens.Count < 2)
                    return 0;
                header = tokens.Count;
            }
            else
            {
                records++;
                if (whole && tokens.Count == header)
                    agreeing++;
            }
            text = text[(whole ? tokens.Used : Lines.Next(text))..];
        }
        if (header == 0)
            return 0;
        var consistent = records == 0 ? 1 : (double)agreeing / records;
        return Math.Max(consistent, 0.01) * (1 - (1.0 / header));
    }

    private static bool IsBlank(CsvTokenizer tokens, ReadOnlySpan<char> text) => tokens.Count == 1 && tokens.Raw(text, 0).IsWhiteSpace();
}
