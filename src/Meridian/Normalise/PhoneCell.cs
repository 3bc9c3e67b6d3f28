using System.Buffers;

namespace Meridian.Normalise;

/// <summary>Tells cells with several phone numbers from cells with one.</summary>
internal static class PhoneCell
{
    /// <summary>Digits from which on a part is taken for a number of its own.</summary>
    private const int Enough = 7;

    /// <summary>Separators that stand in no single number; the slash does ("310/246-1501") and counts only between two whole numbers.</summary>
    private static readonly SearchValues<char> Separators = SearchValues.Create(";,|\n、；，");

    /// <summary>Without one of these a cell holds one number.</summary>
    private static readonly SearchValues<char> Dividing = SearchValues.Create(";,|\n、；，/:");

    /// <summary>Whether a separator or a second plus stands in the cell so that at least one part is a number of its own.</summary>
    public static bool HoldsSeveral(ReadOnlySpan<char> cell)
    {
        // "8,61381E+12" is one number that a spreadsheet with a decimal comma rounded.
        if (cell.Length <= Enough + 2 || PhoneDigits.IsScientific(cell) || (!cell.ContainsAny(Dividing) && Pluses(cell) < 2))
            return false;
        var parts = Split(cell);
        var whole = false;
        foreach (var part in parts)
            whole |= Digits(cell[part]) >= Enough;
        return whole && parts.Count > 1;
    }

    /// <summary>The parts that hold digits. Digits are counted as they pass, because a cell may hold a megabyte of pluses or slashes.</summary>
    public static List<Range> Split(ReadOnlySpan<char> cell)
    {
        var parts = new List<Range>();
        // Digits of the part at hand, and of it and all behind it.
        var (start, inPart, left) = (0, 0, Digits(cell));
        bool? one = null;
        for (var i = 0; i <= cell.Length; i++)
        {
            if (i < cell.Length && char.IsDigit(cell[i]))
            {
                inPart++;
                continue;
            }

            var ends = i == cell.Length
                || (i > 0 && Separators.Contains(cell[i]))
                || (cell[i] is '+' or '＋' && inPart >= Enough)
                || (cell[i] is '/' or ':' && inPart >= Enough && left - inPart >= Enough && !(one ??= IsOneInternational(cell[start..], left)));
            if (!ends)
                continue;
            if (inPart > 0)
                parts.Add(start..i);
            start = i < cell.Length && cell[i] is '+' or '＋' ? i : i + 1;
            (inPart, left, one) = (0, left - inPart, null);
        }

        return parts;
    }

    /// <summary>"+49 (0) 1511/2345678" is one number: with a country's code in front two numbers would be longer than any can be.</summary>
    internal static bool IsOneInternational(ReadOnlySpan<char> rest) => IsOneInternational(rest, Digits(rest));

    private static bool IsOneInternational(ReadOnlySpan<char> rest, int digits) => digits <= 15 && rest.TrimStart() is ['+' or '＋', ..];

    private static int Pluses(ReadOnlySpan<char> cell) => cell.Count('+') + cell.Count('＋');

    private static int Digits(ReadOnlySpan<char> part)
    {
        var digits = 0;
        foreach (var c in part)
            digits += char.IsDigit(c) ? 1 : 0;
        return digits;
    }
}
