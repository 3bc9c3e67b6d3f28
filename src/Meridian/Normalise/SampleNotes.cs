using Meridian.Ingest.Reading;

namespace Meridian.Normalise;

/// <summary>What a person should know of a file before it is imported, from its facts and header alone: parts that are not read, a header that is none.</summary>
internal static class SampleNotes
{
    // E.164 has up to 15 digits; fewer than eight are also years, sizes and codes, and eight without a "+" a date.
    private const int FewestDigits = 8;
    private const int FewestBareDigits = 9;
    private const int MostDigits = 15;

    /// <param name="name">The file's name, as the person gave it.</param>
    /// <param name="facts">What the reader found out about it.</param>
    /// <param name="header">Its column names.</param>
    public static IEnumerable<string> Of(string name, FileFacts facts, IReadOnlyList<string> header)
    {
        if (facts.OtherParts is { Count: > 0 } others)
            yield return $"{name}: only {facts.Part} is read; {string.Join(", ", others)} {(others.Count == 1 ? "is not: import it on its own" : "are not: import each on its own")}";
        if (CustomerIn(facts, header) is { } cell)
            yield return $"{name}: the first row looks like a customer, not like column names (\"{cell}\"); add a header row";
    }

    /// <summary>A column's name that is a customer's phone or address; null for none.</summary>
    public static string? CustomerIn(FileFacts facts, IReadOnlyList<string> header) => facts.Format is "csv" or "xlsx" ? header.FirstOrDefault(IsContact) : null;

    private static bool IsContact(string cell) => IsEmail(cell) || IsPhone(cell);

    private static bool IsEmail(string cell)
    {
        var at = cell.IndexOf('@', StringComparison.Ordinal);
        return at > 0 && cell.IndexOf('.', at) > at + 1 && !cell.Contains(' ', StringComparison.Ordinal);
    }

    private static bool IsPhone(string cell)
    {
        var digits = cell.Count(char.IsAsciiDigit);
        return digits >= (cell.StartsWith('+') ? FewestDigits : FewestBareDigits) && digits <= MostDigits && !cell.AsSpan().ContainsAnyExcept("+0123456789 ()-./");
    }
}
