namespace Meridian.Normalise;

/// <summary>Reads plain numbers in any script's digits: <c>1,234</c>, <c>1.234.567</c>, <c>12 345,6</c>, <c>1,23,456</c>, <c>١٢٣</c>. No units, no percent, no powers of ten.</summary>
public static class NumberText
{
    /// <summary>Reads a number. A separator that alone cannot be told to part thousands or decimals (1.234) is read by <paramref name="mark"/>; if that is unknown it is refused.</summary>
    public static bool TryRead(ReadOnlySpan<char> cell, DecimalMark mark, out decimal value)
    {
        value = 0;
        Span<char> buffer = stackalloc char[QuantityParts.LongestText];
        if (!TryShape(CellText.CleanKnown(cell), buffer, out var shape, out var isNegative) || (shape.Unclear != '\0' && mark == DecimalMark.Unknown))
            return false;
        value = isNegative ? -shape.Value(mark) : shape.Value(mark);
        return true;
    }

    /// <summary>Reads how many of something: a whole number from 0 up. 1.234 and 1,234 are thousands here, and <c>17850.0</c>, as spreadsheets write it, is whole.</summary>
    public static bool TryReadCount(ReadOnlySpan<char> cell, out long count)
    {
        if (cell.Length is > 0 and <= 18 && !cell.ContainsAnyExceptInRange('0', '9'))
        {
            count = 0;
            foreach (var c in cell)
                count = (count * 10) + (c - '0');
            return true;
        }
        count = 0;
        Span<char> buffer = stackalloc char[QuantityParts.LongestText];
        if (!TryShape(CellText.CleanKnown(cell), buffer, out var shape, out var isNegative) || isNegative)
            return false;
        var value = shape.Value(DecimalMark.Unknown);
        if (value != decimal.Truncate(value) || value > long.MaxValue)
            return false;
        count = (long)value;
        return true;
    }

    private static bool TryShape(ReadOnlySpan<char> text, Span<char> buffer, out NumberShape shape, out bool isNegative)
    {
        shape = default;
        isNegative = false;
        if (!QuantityParts.TryRead(text, out var parts) || !parts.Behind.IsEmpty || !(parts.Before.IsEmpty || parts.Before is "+"))
            return false;
        isNegative = parts.IsNegative;
        return NumberShape.TryRead(parts.Number, buffer, out shape);
    }
}
