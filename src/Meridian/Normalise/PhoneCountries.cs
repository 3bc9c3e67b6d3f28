using Meridian.Ingest.Columns;

namespace Meridian.Normalise;

/// <summary>
/// Whose numbers a column holds, where its cells do not say: the country that most of them name by themselves. A Chinese mobile number of 11 digits without its code also reads as +1 and ten digits, and two in
/// five are valid so; a column of them, or one whose header is Chinese, is China's.
/// </summary>
internal static class PhoneCountries
{
    private const string China = "CN";
    private const int FewestDigits = 7;

    /// <summary>The country that most of a column's numbers name, when it is most of those that name any; null where none does.</summary>
    /// <param name="cells">From the file, as written.</param>
    /// <param name="hint">The import's country: what it says of bare numbers is not guessed at.</param>
    public static string? MostOf(string header, IEnumerable<string> cells, string? hint)
    {
        var numbers = new List<(string Cell, string? Country)>();
        int bare = 0, named = 0, chinese = 0, mobile = 0;
        foreach (var text in cells)
        {
            var cell = CellText.CleanKnown(text);
            if (cell.IsEmpty)
                continue;
            var country = PhoneText.TryRead(cell, null, null, hint, out var phone, out _) && phone.IsValid ? phone.Country : null;
            numbers.Add((cell.ToString(), country));
            if (hint is not null || IsInternational(cell) || Digits(cell) < FewestDigits)
                continue;
            bare++;
            named += country is null ? 0 : 1;
            chinese += IsChinese(cell) ? 1 : 0;
            mobile += IsChineseMobile(cell) ? 1 : 0;
        }

        var china = IsChineseHeader(header) ? chinese > 0 && chinese * 2 > bare && chinese >= named : mobile * 2 > bare && mobile > named;
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var (cell, country) in numbers)
        {
            if ((china && !IsInternational(cell) && IsChinese(cell) ? China : country) is { } most)
                counts[most] = counts.GetValueOrDefault(most) + 1;
        }

        if (counts.Count == 0)
            return null;
        var (first, count) = counts.MaxBy(c => c.Value);
        return count * 2 > counts.Values.Sum() ? first : null;
    }

    /// <summary>13812345678, 138-1234-5678: eleven digits of which the first two are those of China's mobile numbers.</summary>
    public static bool IsChineseMobile(ReadOnlySpan<char> cell) =>
        Digits(cell) == 11 && !IsInternational(cell) && PhoneText.TryRead(cell, China, null, null, out var phone, out _) && phone is { IsValid: true, Country: China, Type: "mobile" };

    private static bool IsChinese(ReadOnlySpan<char> cell) => PhoneText.TryRead(cell, China, null, null, out var phone, out _) && phone is { IsValid: true, Country: China };

    private static bool IsChineseHeader(string header) => HeaderReader.Read(header).Candidates.Any(c => c.Language == "zh");

    private static bool IsInternational(ReadOnlySpan<char> cell) => cell.TrimStart() is ['+' or '＋', ..] or ['0', '0', ..];

    private static int Digits(ReadOnlySpan<char> cell)
    {
        var digits = 0;
        foreach (var c in cell)
            digits += char.IsDigit(c) ? 1 : 0;
        return digits;
    }
}
