namespace Meridian.Normalise;

/// <summary>A written quantity taken apart: sign, number, and what stands on either side of the number.</summary>
internal readonly ref struct QuantityParts
{
    /// <summary>Longer cells are prose.</summary>
    public const int LongestText = 64;

    public bool IsNegative { get; private init; }

    /// <summary>From the first digit to the last.</summary>
    public ReadOnlySpan<char> Number { get; private init; }

    public ReadOnlySpan<char> Before { get; private init; }

    public ReadOnlySpan<char> Behind { get; private init; }

    public static bool TryRead(ReadOnlySpan<char> text, out QuantityParts parts)
    {
        parts = default;
        if (text.Length is 0 or > LongestText)
            return false;
        // Book-keepers write (12.30) for -12.30.
        var negative = text.Length > 2 && text[0] is '(' or '（' && text[^1] is ')' or '）';
        if (negative)
            text = CellText.Trim(text[1..^1]);
        var first = 0;
        while (first < text.Length && CharacterClass.DigitValue(text[first]) < 0)
            first++;
        var last = text.Length - 1;
        while (last > first && CharacterClass.DigitValue(text[last]) < 0)
            last--;
        if (first == text.Length)
            return false;
        // ".50" is half of one; the stop of "Rp.500" belongs to the word.
        if (first > 0 && text[first - 1] is '.' or ',' && (first == 1 || !char.IsLetter(text[first - 2])))
            first--;
        var before = CellText.Trim(text[..first]);
        var behind = WithoutDash(CellText.Trim(text[(last + 1)..]));
        var signs = (negative ? 1 : 0) + TakeSign(ref before) + TakeSign(ref behind);
        if (signs > 1)
            return false;
        parts = new() { IsNegative = signs == 1, Number = text[first..(last + 1)], Before = before, Behind = behind };
        return true;
    }

    // 12,- and 500/- and 12.– end a round amount.
    private static ReadOnlySpan<char> WithoutDash(ReadOnlySpan<char> behind)
    {
        if (behind.Length > 0 && behind[0] is ',' or '.' or '/')
            behind = behind[1..].TrimStart("-–—=");
        return CellText.Trim(behind);
    }

    private static int TakeSign(ref ReadOnlySpan<char> side)
    {
        if (side.IsEmpty)
            return 0;
        if (side[0] is '-' or '−' or '－' or '–')
            side = CellText.Trim(side[1..]);
        else if (side[^1] is '-' or '−' or '－' or '–')
            side = CellText.Trim(side[..^1]);
        else
            return 0;
        return 1;
    }
}
