namespace Meridian.Normalise;

/// <summary>Reads genders in 17 languages as <c>female</c>, <c>male</c> or <c>other</c>.</summary>
public static class GenderWords
{
    public const string Female = "female";
    public const string Male = "male";
    public const string Other = "other";

    private static readonly WordTable<string> Words = new(DataFile.Rows("gender.words.tsv").Select(r => (r[0], r[1] switch
    {
        Female => Female,
        Male => Male,
        Other => Other,
        _ => throw new InvalidOperationException($"'{r[1]}' is no gender"),
    })));

    /// <summary>Reads a cell by itself: M is male, and digits are refused. Cells of one column are better read by its <see cref="GenderCoding"/>.</summary>
    public static bool TryRead(ReadOnlySpan<char> cell, out string gender) => TryRead(cell, default, out gender);

    /// <summary>Reads a cell of a column; false if it says nothing, or nothing known.</summary>
    public static bool TryRead(ReadOnlySpan<char> cell, GenderCoding coding, out string gender)
    {
        var text = CellText.CleanKnown(cell);
        gender = "";
        if (text.IsEmpty)
            return false;
        if (text.Length == 1 || text is [_, '.', '0'])
        {
            if (coding.MIsFemale && text[0] is 'm' or 'M')
            {
                gender = Female;
                return true;
            }
            if (coding.IsIso5218 && text[0] is '1' or '2')
            {
                gender = text[0] == '1' ? Male : Female;
                return true;
            }
        }
        if (!Words.TryFind(text, out var known))
            return false;
        gender = known;
        return true;
    }
}

/// <summary>What single letters and digits mean in one column.</summary>
/// <param name="MIsFemale">Hombre and mujer, homem and mulher: H stands beside M.</param>
/// <param name="IsIso5218">1 male, 2 female, as in ISO 5218 and China's GB/T 2261.1.</param>
public readonly record struct GenderCoding(bool MIsFemale = false, bool IsIso5218 = false);

/// <summary>Finds out what M, 1 and 2 mean from all of a column's cells. Not thread-safe: one per thread, then <see cref="Merge"/>.</summary>
public sealed class GenderColumn
{
    private bool _h;
    private bool _f;
    private bool _two;

    public void Add(ReadOnlySpan<char> cell)
    {
        var text = CellText.Clean(cell);
        if (text.Length != 1 && text is not [_, '.', '0'])
            return;
        _h |= text[0] is 'h' or 'H';
        _f |= text[0] is 'f' or 'F';
        _two |= text[0] == '2';
    }

    public void Merge(GenderColumn other)
    {
        _h |= other._h;
        _f |= other._f;
        _two |= other._two;
    }

    /// <summary>H without any F makes M a woman. A column of 0 and 1 alone follows no standard and stays unread; a 2 shows that it does.</summary>
    public GenderCoding Coding => new(_h && !_f, _two);
}
