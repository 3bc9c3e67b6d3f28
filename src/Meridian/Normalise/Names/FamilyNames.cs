using System.Collections.Frozen;

namespace Meridian.Normalise;

/// <summary>Family names that let an unspaced East Asian name be parted.</summary>
internal static class FamilyNames
{
    private static readonly FrozenSet<string> Chinese = Of("chinese");
    private static readonly FrozenSet<string> ChineseCompound = Of("chinese-compound");
    private static readonly FrozenSet<string> Japanese = Of("japanese");
    private static readonly FrozenSet<string> Korean = Of("korean");
    private static readonly FrozenSet<string> KoreanCompound = Of("korean-compound");

    private static FrozenSet<string> Of(string kind) => DataFile.Rows("family-names.tsv").Where(r => r[1] == kind).Select(r => r[0].Normalize(System.Text.NormalizationForm.FormKC)).ToFrozenSet();

    /// <summary>
    /// How many characters of the name are its family name, or 0 if that is not certain: every list that knows a beginning of the name has to agree. 欧阳修 is 欧阳 + 修, 张小明 is 张 + 小明;
    /// 高橋誠 stays whole, for 高 is Chinese and 高橋 Japanese.
    /// </summary>
    public static int LengthOfFamily(ReadOnlySpan<char> name, string script) => script switch
    {
        "Kore" => Korea(name),
        "Hani" => Han(name),
        _ => 0,
    };

    private static int Korea(ReadOnlySpan<char> name)
    {
        if (name.Length is < 2 or > 4)
            return 0;
        if (name.Length > 2 && Has(KoreanCompound, name[..2]))
            return 2;
        // Two-syllable given names are the rule; four syllables need a compound family name to be parted.
        return name.Length < 4 && Has(Korean, name[..1]) ? 1 : 0;
    }

    private static int Han(ReadOnlySpan<char> name)
    {
        if (name.Length is < 2 or > 5)
            return 0;
        var chinese = name.Length > 2 && name.Length <= 4 && Has(ChineseCompound, name[..2]) ? 2 : name.Length <= 3 && Has(Chinese, name[..1]) ? 1 : 0;
        var japanese = 0;
        for (var length = 1; length <= 3 && length < name.Length; length++)
        {
            if (name.Length - length <= 3 && Has(Japanese, name[..length]))
                japanese = length;
        }
        return chinese == 0 ? japanese : japanese == 0 || japanese == chinese ? chinese : 0;
    }

    private static bool Has(FrozenSet<string> names, ReadOnlySpan<char> name) => names.GetAlternateLookup<ReadOnlySpan<char>>().Contains(name);
}
