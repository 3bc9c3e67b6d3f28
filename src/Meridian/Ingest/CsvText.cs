using System.Buffers;

namespace Meridian.Ingest;

/// <summary>
/// Writes CSV cells that a spreadsheet opens without running them: a cell that begins like a formula gets a leading apostrophe (OWASP ASVS 1.2.10),
/// but for a plain E.164 number, which is text to everybody. Reading takes the apostrophe off again, so a round trip is identical.
/// </summary>
public static class CsvText
{
    private static readonly SearchValues<char> Quoted = SearchValues.Create("\",;\r\n\t");

    private static readonly SearchValues<char> NumberLetters = SearchValues.Create("0123456789.");

    public static void WriteRow(TextWriter writer, IEnumerable<string?> cells)
    {
        var first = true;
        foreach (var cell in cells)
        {
            if (!first)
                writer.Write(',');
            first = false;
            WriteCell(writer, cell);
        }

        writer.Write("\r\n");
    }

    /// <summary>The cell as it is written before quoting.</summary>
    public static string Guard(string cell) => NeedsGuard(cell) ? "'" + cell : cell;

    /// <summary>Whether a spreadsheet might run the cell, or take its own apostrophe for a guard.</summary>
    public static bool NeedsGuard(ReadOnlySpan<char> cell) =>
        cell.Length > 0 && ((cell[0] is '=' or '+' or '-' or '@' or '\t' or '\r' or '\n' or '\0' && !IsNumber(cell)) || (cell[0] == '\'' && cell.Length > 1 && cell[1] is '=' or '+' or '-' or '@'));

    /// <summary>Whether the cell, not empty, stands in quotes.</summary>
    public static bool NeedsQuotes(ReadOnlySpan<char> cell) => cell.ContainsAny(Quoted) || cell[0] == ' ' || cell[^1] == ' ';

    private static void WriteCell(TextWriter writer, string? cell)
    {
        if (string.IsNullOrEmpty(cell))
            return;
        cell = Guard(cell);
        if (!NeedsQuotes(cell))
        {
            writer.Write(cell);
            return;
        }

        writer.Write('"');
        writer.Write(cell.Replace("\"", "\"\"", StringComparison.Ordinal));
        writer.Write('"');
    }

    /// <summary>"+" and digits, or a negative number: nothing that a spreadsheet would run.</summary>
    private static bool IsNumber(ReadOnlySpan<char> cell) =>
        cell.Length > 1 && cell[0] is '+' or '-' && !cell[1..].ContainsAnyExcept(NumberLetters) && cell[1..].ContainsAnyInRange('0', '9');
}
