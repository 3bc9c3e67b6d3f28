using System.Collections.Frozen;

namespace Meridian.Normalise;

/// <summary>ISO 4217 codes, and the signs and words people write for currencies, each with every currency it may mean.</summary>
internal static class CurrencyWords
{
    private static readonly WordTable<string[]> Written = new(
        DataFile.Rows("currencies.tsv").Concat(DataFile.Rows("currency.words.tsv")).Select(r => (r[0], r[1].Split(' '))),
        (a, b) => [.. a.Union(b, StringComparer.Ordinal)]);

    private static readonly FrozenDictionary<string, (string Currency, DecimalMark Mark)> Countries =
        DataFile.Rows("country-money.tsv").ToFrozenDictionary(r => r[0], r => (r[1], r[2] == "," ? DecimalMark.Comma : DecimalMark.Point), StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenSet<string> Codes = DataFile.Rows("currencies.tsv").SelectMany(r => r[1].Split(' ')).ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>Currencies whose smallest unit is a thousandth (ISO 4217), so that 1.250 is one and a quarter.</summary>
    public static bool HasThousandths(string? currency) => currency is "BHD" or "IQD" or "JOD" or "KWD" or "LYD" or "OMR" or "TND";

    public static bool IsCode(string code) => code.Length == 3 && Codes.Contains(code);

    public static bool TryCountry(string country, out (string Currency, DecimalMark Mark) money) => Countries.TryGetValue(country, out money);

    /// <summary>All that the text beside a number may mean; false if it is no currency. Two statements (US$ … USD, MXN $) are joined.</summary>
    public static bool TryFind(ReadOnlySpan<char> text, out string[] codes)
    {
        if (Written.TryFind(text, out codes!))
            return true;
        if (text.Length > 24)
            return false;
        Span<char> close = stackalloc char[24];
        var length = 0;
        foreach (var c in text)
        {
            if (!CharacterClass.IsBlank(c) && c is not (':' or '(' or ')'))
                close[length++] = c;
        }
        if (length < text.Length && Written.TryFind(close[..length], out codes!))
            return true;
        for (var i = 1; i < length; i++)
        {
            if (char.IsLetter(close[i]) != char.IsLetter(close[i - 1]) && Written.TryFind(close[..i], out var left) && Written.TryFind(close[i..length], out var right))
                return TryJoin(left, right, out codes);
        }
        return false;
    }

    /// <summary>What both may mean; false if they contradict each other.</summary>
    public static bool TryJoin(string[] left, string[] right, out string[] codes)
    {
        codes = left.Length == 1 && right.Contains(left[0]) ? left : right.Length == 1 && left.Contains(right[0]) ? right : [.. left.Intersect(right, StringComparer.Ordinal)];
        return codes.Length > 0;
    }
}
