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
        if (cell.Length <= Enough + 2 || (!cell.ContainsAny(Dividing) && Pluses(cell) < 2))
            return false;
        var parts = Split(cell);
        var whole = false;
        foreach (var part in parts)
            whole |= Digits(cell[part]) >= Enough;
        return whole && parts.Count > 1;
    }

    /// <summary>The parts that hold digits.</summary>
    public static List<Range> Split(ReadOnlySpan<char> cell)
    {
        var parts = new List<Range>();
        var start = 0;
        for (var i = 1; i <= cell.Length; i++)
        {
            var ends = i == cell.Length
                || Separators.Contains(cell[i])
                || (cell[i] is '+' or '＋' && Digits(cell[start..i]) >= Enough)
                || (cell[i] is '/' or ':' && Digits(cell[start..i]) >= Enough && Digits(cell[(i + 1)..]) >= Enough && !IsOneInternational(cell[start..]));
            if (!ends)
                continue;
            if (Digits(cell[start..i]) > 0)
                parts.Add(start..i);
            start = i < cell.Length && cell[i] is '+' or '＋' ? i : i + 1;
        }

        return parts;
    }

    /// <summary>"+49 (0) 1511/2345678" is one number: with a country's code in front two numbers would be longer than any can be.</summary>
    internal static bool IsOneInternational(ReadOnlySpan<char> rest) => rest.TrimStart() is ['+' or '＋', ..] && Digits(rest) <= 15;

    private static int Pluses(ReadOnlySpan<char> cell) => cell.Count('+') + cell.Count('＋');

    private static int Digits(ReadOnlySpan<char> part)
    {
        var digits = 0;
        foreach (var c in part)
            digits += char.IsDigit(c) ? 1 : 0;
        return digits;
    }
}
