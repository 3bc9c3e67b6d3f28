using NodaTime;

namespace Meridian.Foundation.Geography;

/// <summary>The countries of the world, and the reading of a country from a cell in any of twenty languages.</summary>
public static class Countries
{
    private static readonly Country[] Table = [.. DataFile.Rows("countries.tsv").Select(Read)];
    private static readonly Dictionary<string, Country> ByCode = Table.ToDictionary(c => c.Code, StringComparer.Ordinal);
    private static readonly string?[] ByLetters = Letters();

    // CLDR's default for territories it does not list.
    private static readonly IsoDayOfWeek[] WorldWeekend = [IsoDayOfWeek.Saturday, IsoDayOfWeek.Sunday];

    /// <summary>The 249 entries of ISO 3166-1 and Kosovo, by code.</summary>
    public static IReadOnlyList<Country> All => Table;

    /// <summary>The country of an alpha-2 code in capitals; null when it is none.</summary>
    public static Country? Get(string code) => ByCode.GetValueOrDefault(code);

    /// <summary>
    /// Reads a country: alpha-2 and alpha-3 codes, CLDR's names in twenty languages and in the country's own, everyday and former names
    /// (Data/country-aliases.tsv), flags, and several of these together where they agree ("United States (US)", "中国 China", "+1 USA").
    /// Case, accents, width, punctuation and blanks do not matter.
    /// </summary>
    /// <param name="text">One cell, of any length and content.</param>
    /// <param name="code">ISO 3166-1 alpha-2, one instance per country; "" when false.</param>
    /// <returns>False where the text names no country, or more than one ("Congo", "Channel Islands", "European Community").</returns>
    /// <remarks>A two-letter text is an ISO code or nothing (UK alone is read as GB); whether "id" is a country or a language is the caller's to know.</remarks>
    public static bool TryFind(ReadOnlySpan<char> text, out string code)
    {
        text = text.Trim();
        if (text.Length == 2 && char.IsAsciiLetter(text[0]) && char.IsAsciiLetter(text[1]))
            code = OfLetters(text[0], text[1]) ?? "";
        else
            code = text.IsEmpty ? "" : CountryText.Read(text);
        return code.Length > 0;
    }

    /// <summary>True when people there do not work on that day, by CLDR; Saturday and Sunday where CLDR knows nothing of the country.</summary>
    public static bool IsWeekend(string country, IsoDayOfWeek day) => (Get(country)?.WeekendDays ?? WorldWeekend).Contains(day);

    /// <summary>The country's code as the one shared string; null when two letters are no code. UK is read as GB.</summary>
    internal static string? OfLetters(char first, char second) => ByLetters[Cell(first, second)];

    private static int Cell(char first, char second) => (((first | 0x20) - 'a') * 26) + ((second | 0x20) - 'a');

    private static string?[] Letters()
    {
        var cells = new string?[26 * 26];
        foreach (var country in Table)
            cells[Cell(country.Code[0], country.Code[1])] = country.Code;
        // Exceptionally reserved by ISO 3166 for the United Kingdom, and the commonest wrong code there is.
        cells[Cell('U', 'K')] = cells[Cell('G', 'B')];
        return cells;
    }

    private static Country Read(string[] row) => new(
        Code: row[0],
        Alpha3: row[1],
        NumericCode: row[2],
        EnglishName: row[3],
        Area: row[4],
        Continent: row[5],
        Languages: DataFile.List(row[6]),
        WeekendDays: [.. DataFile.List(row[7]).Select(day => (IsoDayOfWeek)(day[0] - '0'))],
        Currency: row[8].Length == 0 ? null : row[8]);
}
