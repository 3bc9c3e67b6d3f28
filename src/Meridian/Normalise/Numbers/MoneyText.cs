namespace Meridian.Normalise;

/// <summary>
/// Reads amounts of money as people write them: <c>US$1,234.50</c>, <c>1.234,50 €</c>, <c>₹1,23,456</c>, <c>Rp 1.500.000</c>, <c>(12.30)</c>, <c>٣٠٠ د.إ</c>.
/// The currency is null unless the cell names it, or the hint says which of several it may be: "$" alone is never taken for US dollars.
/// </summary>
public static class MoneyText
{
    /// <summary>Reads one amount by itself and the hint.</summary>
    public static bool TryRead(ReadOnlySpan<char> cell, string? countryOrCurrencyHint, out decimal amount, out string? currency)
        => TryRead(cell, countryOrCurrencyHint, DecimalMark.Unknown, out amount, out currency);

    /// <summary>Reads one amount of a column.</summary>
    /// <param name="cell">The cell as it stands in the file.</param>
    /// <param name="countryOrCurrencyHint">
    /// A country (ISO 3166-1 alpha-2), which settles signs that several currencies share and, failing the column, the decimal mark; or a currency (ISO 4217),
    /// which also stands for amounts without one. Null if nothing is known; unknown codes are ignored.
    /// </param>
    /// <param name="mark">The column's decimal mark, see <see cref="DecimalMarkDetector"/>. If nothing tells what 1.234 is, it is a thousand: few currencies have thousandths.</param>
    /// <param name="amount">In units of the currency (not cents), negative for -, trailing - and brackets.</param>
    /// <param name="currency">ISO 4217 code in capitals, or null.</param>
    /// <returns>False if the cell is no amount, or names two currencies, or holds other words.</returns>
    public static bool TryRead(ReadOnlySpan<char> cell, string? countryOrCurrencyHint, DecimalMark mark, out decimal amount, out string? currency)
    {
        amount = 0;
        currency = null;
        if (!QuantityParts.TryRead(CellText.CleanKnown(cell), out var parts))
            return false;
        Span<char> buffer = stackalloc char[QuantityParts.LongestText];
        if (!NumberShape.TryRead(parts.Number, buffer, out var shape) || !TryCurrency(parts, out var codes))
            return false;
        string? likely = null;
        if (countryOrCurrencyHint is { Length: 2 } && CurrencyWords.TryCountry(countryOrCurrencyHint, out var home))
        {
            likely = home.Currency;
            mark = mark == DecimalMark.Unknown ? home.Mark : mark;
        }
        else if (countryOrCurrencyHint is { Length: 3 } && CurrencyWords.IsCode(countryOrCurrencyHint))
        {
            likely = countryOrCurrencyHint.ToUpperInvariant();
            currency = likely;
        }
        if (codes is not null)
            currency = codes.Length == 1 ? codes[0] : likely is not null && codes.Contains(likely) ? likely : null;
        if (mark == DecimalMark.Unknown && shape.Unclear == '.' && CurrencyWords.HasThousandths(currency))
            mark = DecimalMark.Point;
        amount = parts.IsNegative ? -shape.Value(mark) : shape.Value(mark);
        return true;
    }

    private static bool TryCurrency(scoped in QuantityParts parts, out string[]? codes)
    {
        codes = null;
        if (!parts.Before.IsEmpty && !(parts.Before is "+") && !CurrencyWords.TryFind(parts.Before, out codes))
            return false;
        if (parts.Behind.IsEmpty)
            return true;
        if (!CurrencyWords.TryFind(parts.Behind, out var behind))
            return false;
        return codes is null ? (codes = behind) is not null : CurrencyWords.TryJoin(codes, behind, out codes);
    }
}
