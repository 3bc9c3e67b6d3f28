using System.Collections.Frozen;

namespace Meridian.Normalise;

/// <summary>ISO 4217 codes, and the signs and words people write for currencies, each with every currency it may mean.</summary>
internal static class CurrencyWords
{
    // Letter for letter first: folding would make one of د.إ (dirham) and د.أ (dinar). Where both tables know a spelling, the one kept by hand decides.
    private static readonly FrozenDictionary<string, string[]> Exact = AllRows().GroupBy(r => Plain(r[0]), StringComparer.Ordinal).ToFrozenDictionary(g => g.Key, g => g.Last()[1].Split(' '));
    private static readonly FrozenDictionary<string, string[]>.AlternateLookup<ReadOnlySpan<char>> ExactBySpan = Exact.GetAlternateLookup<ReadOnlySpan<char>>();
    private static readonly WordTable<string[]> Folded = new(AllRows().Select(r => (r[0], r[1].Split(' '))), (a, b) => [.. a.Union(b, StringComparer.Ordinal)]);

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
        if (TryFindWord(text, out codes!))
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
        if (length < text.Length && TryFindWord(close[..length], out codes!))
            return true;
        for (var i = 1; i < length; i++)
        {
            if (char.IsLetter(close[i]) != char.IsLetter(close[i - 1]) && TryFindWord(close[..i], out var left) && TryFindWord(close[i..length], out var right))
                return TryJoin(left, right, out codes);
        }
        return false;
    }

    private static bool TryFindWord(ReadOnlySpan<char> word, out string[] codes)
    {
        Span<char> lower = stackalloc char[24];
        if (word.Length <= lower.Length && word.ToLowerInvariant(lower) is > 0 and var length && ExactBySpan.TryGetValue(((ReadOnlySpan<char>)lower[..length]).TrimEnd('.'), out codes!))
            return true;
        return Folded.TryFind(word, out codes!);
    }

    private static IEnumerable<string[]> AllRows() => DataFile.Rows("currencies.tsv").Concat(DataFile.Rows("currency.words.tsv"));

    private static string Plain(string written) => written.ToLowerInvariant().TrimEnd('.');

    /// <summary>What both may mean; false if they contradict each other.</summary>
    public static bool TryJoin(string[] left, string[] right, out string[] codes)
    {
        codes = left.Length == 1 && right.Contains(left[0]) ? left : right.Length == 1 && left.Contains(right[0]) ? right : [.. left.Intersect(right, StringComparer.Ordinal)];
        return codes.Length > 0;
    }
}
