namespace Meridian.Foundation.Geography;

/// <summary>A currency that was legal tender somewhere since 2010. Source: CLDR.</summary>
/// <param name="Code">ISO 4217, three letters.</param>
/// <param name="NumericCode">ISO 4217 numeric, three digits; null for a few new ones (BYN, XCG) that CLDR has no number for.</param>
/// <param name="Digits">Digits after the decimal point by CLDR, which for a few currencies (IDR, AFN) shows fewer than ISO 4217 counts.</param>
/// <param name="EnglishName">"Chinese Yuan".</param>
/// <param name="Symbols">As written in English and at home, "CN¥", "¥"; shared ones included.</param>
public sealed record Currency(string Code, string? NumericCode, int Digits, string EnglishName, IReadOnlyList<string> Symbols);

/// <summary>Currencies, and the reading of one from a code, a symbol or a name.</summary>
public static class Currencies
{
    private static readonly Currency[] Table = [.. DataFile.Rows("currencies.tsv").Select(row =>
        new Currency(row[0], row[1].Length == 0 ? null : row[1], row[2][0] - '0', row[3], DataFile.List(row[4], '|')))];

    private static readonly Dictionary<string, Currency> ByCode = Table.ToDictionary(c => c.Code, StringComparer.OrdinalIgnoreCase);
    private static readonly Dictionary<string, Currency>.AlternateLookup<ReadOnlySpan<char>> ByCodeSpan = ByCode.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>By code.</summary>
    public static IReadOnlyList<Currency> All => Table;

    /// <summary>The currency of an ISO 4217 code in any case; null when there is none.</summary>
    public static Currency? Get(string code) => ByCode.GetValueOrDefault(code);

    /// <summary>
    /// Reads a currency: ISO 4217 code, symbol, or name in twenty languages. A symbol that several share ($, ¥, kr) is read only with a
    /// country whose own currency is one of them; £ and ₩ without such a country are the British and the South Korean ones (Data/currency-aliases.tsv).
    /// </summary>
    /// <param name="text">The currency alone, without the amount.</param>
    /// <param name="country">Alpha-2 code of the customer's or the file's country; null when unknown.</param>
    /// <param name="code">ISO 4217 code; "" when false.</param>
    public static bool TryFind(ReadOnlySpan<char> text, string? country, out string code)
    {
        text = text.Trim();
        if (ByCodeSpan.TryGetValue(text, out var currency))
        {
            code = currency.Code;
            return true;
        }
        code = "";
        if (text.IsEmpty)
            return false;
        var candidates = Names.Index.Candidates(text);
        if (candidates.Length == 0)
            return false;
        var home = country is null ? null : Countries.Get(country)?.Currency;
        if (home is not null && candidates.Contains(home, StringComparison.Ordinal))
            code = home;
        else if (candidates[0] == '*')
            code = ByCodeSpan[candidates.AsSpan(1, 3)].Code;
        // A bare Latin letter (R, K, L) is too weak a sign without the country.
        else if (candidates.Length == 3 && !(text.Length == 1 && char.IsAsciiLetter(text[0])))
            code = candidates;
        return code.Length > 0;
    }

    /// <summary>The same without a country.</summary>
    public static bool TryFind(ReadOnlySpan<char> text, out string code) => TryFind(text, country: null, out code);

    // Apart, so that reading codes does not load the names.
    private static class Names
    {
        public static readonly NameIndex Index = Load();

        private static NameIndex Load()
        {
            var index = new NameIndex(6000);
            foreach (var row in DataFile.Rows("currencies.tsv"))
            {
                index.Add(row[3], row[0]);
                foreach (var column in (ReadOnlySpan<int>)[4, 5])
                {
                    foreach (var name in row[column].AsSpan().Split('|'))
                        index.Add(row[column].AsSpan()[name], row[0]);
                }
            }
            foreach (var row in DataFile.Rows("currency-aliases.tsv"))
            {
                foreach (var name in row[1].Split('|'))
                    index.Settle(name, row[0]);
            }
            return index;
        }
    }
}
