using System.Buffers;
using System.Collections.Frozen;

namespace Meridian.Foundation.Platforms;

/// <summary>Takes a cell that names several platforms apart.</summary>
internal static class PlatformList
{
    private const int MostWords = 16;
    private const int LongestName = 4;

    private static readonly SearchValues<char> Separators = SearchValues.Create(",;/|&+\\\r\n\t、，；。｜／＆＋·•،؛");

    private static readonly FrozenSet<string> JoiningWords = new[]
    {
        "and", "or", "y", "e", "o", "ou", "et", "und", "oder", "和", "与", "及", "或", "與", "dan", "atau", "و", "أو", "और", "и", "или", "và", "hoặc", "และ", "หรือ", "と", "및", "와", "과",
    }.Select(Spelling.Key).ToFrozenSet(StringComparer.Ordinal);

    private static readonly FrozenSet<string> NothingWords = new[]
    {
        "none", "na", "null", "nil", "nan", "no", "other", "others", "unknown", "无", "無", "没有", "其他", "其它", "未知", "ninguno", "ninguna", "otro", "otros", "nenhum", "nenhuma", "outro", "outros", "tidak ada", "lainnya",
        "لا يوجد", "لا شيء", "أخرى", "aucun", "aucune", "autre", "autres", "keine", "andere", "sonstige", "अन्य", "нет", "другое", "khác", "không", "ไม่มี", "อื่นๆ", "なし", "その他", "없음", "기타",
    }.Select(Spelling.Key).ToFrozenSet(StringComparer.Ordinal);

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Joining = JoiningWords.GetAlternateLookup<ReadOnlySpan<char>>();
    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Nothing = NothingWords.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>As <see cref="Platforms.ReadList(ReadOnlySpan{char}, out string)"/>.</summary>
    public static IReadOnlyList<Platform> Read(ReadOnlySpan<char> cell, out string? unknown)
    {
        unknown = null;
        cell = cell.Trim();
        if (cell.IsEmpty)
            return [];
        // The whole cell first: "X/Twitter" and "Matrix / Element" are one platform each.
        if (Platforms.TryName(cell, out var whole))
            return whole.IsPlatform ? whole.Alone : [];

        var found = new List<Platform>();
        while (!cell.IsEmpty)
        {
            var end = cell.IndexOfAny(Separators);
            var part = (end < 0 ? cell : cell[..end]).Trim();
            cell = end < 0 ? [] : cell[(end + 1)..];
            if (!part.IsEmpty)
                ReadPart(part, found, ref unknown);
        }

        return found.Count == 1 ? found[0].Alone : found;
    }

    private static void ReadPart(ReadOnlySpan<char> part, List<Platform> found, ref string? unknown)
    {
        if (TryAdd(part, found) || SaysNothing(part))
            return;
        // "WhatsApp: no", "Telegram = yes".
        if (part.IndexOfAny(":=：") is var mark and > 0 && Platforms.TryName(part[..mark].Trim(), out var named) && TryYesOrNo(part[(mark + 1)..], out var yes))
        {
            if (yes && named.IsPlatform && !found.Contains(named))
                found.Add(named);
            return;
        }

        Span<Range> words = stackalloc Range[MostWords];
        var count = part.SplitAny(words, " \u00A0\u3000", StringSplitOptions.RemoveEmptyEntries);
        for (var i = 0; i < count;)
        {
            var taken = TakeName(part, words[i..count], found);
            if (taken == 0 && !IsJoining(part[words[i]]) && !TryTakeApart(part[words[i]], found))
            {
                unknown ??= part.ToString();
                return;
            }

            i += Math.Max(1, taken);
        }
    }

    /// <summary>The longest run of words from the first on that is a name: "WhatsApp Business Telegram" is two platforms.</summary>
    private static int TakeName(ReadOnlySpan<char> part, ReadOnlySpan<Range> words, List<Platform> found)
    {
        for (var length = Math.Min(LongestName, words.Length); length > 0; length--)
        {
            var from = words[0].Start.Value;
            var to = words[length - 1].End.Value;
            if (TryAdd(part[from..to], found))
                return length;
        }

        return 0;
    }

    /// <summary>"微信和QQ", "微信QQ", "واتساب وتلجرام": names that nothing stands between.</summary>
    private static bool TryTakeApart(ReadOnlySpan<char> word, List<Platform> found)
    {
        if (System.Text.Ascii.IsValid(word) || word.Length > 40)
            return false;
        var before = found.Count;
        while (!word.IsEmpty)
        {
            var taken = 0;
            for (var length = word.Length; length > 0 && taken == 0; length--)
            {
                if (TryAdd(word[..length], found) || (length < 3 && found.Count >= before && IsJoining(word[..length])))
                    taken = length;
            }

            if (taken == 0)
            {
                found.RemoveRange(before, found.Count - before);
                return false;
            }

            word = word[taken..];
        }

        return true;
    }

    private static bool TryAdd(ReadOnlySpan<char> name, List<Platform> found)
    {
        if (!Platforms.TryName(name, out var platform))
            return false;
        if (platform.IsPlatform && !found.Contains(platform))
            found.Add(platform);
        return true;
    }

    private static bool TryYesOrNo(ReadOnlySpan<char> word, out bool yes)
    {
        word = word.Trim();
        yes = word is "1" or "✓" or "✔" || Is(word, "yes", "y", "true", "ja", "sí", "si", "sim", "oui", "是", "有", "да");
        return yes || word is "0" or "✗" or "✘" or "-" || Is(word, "no", "n", "false", "nein", "não", "nao", "non", "否", "无", "沒有", "没有", "нет");
    }

    private static bool Is(ReadOnlySpan<char> word, params ReadOnlySpan<string> words)
    {
        foreach (var one in words)
        {
            if (word.Equals(one, StringComparison.OrdinalIgnoreCase))
                return true;
        }

        return false;
    }

    private static bool IsJoining(ReadOnlySpan<char> word)
    {
        Span<char> key = stackalloc char[Spelling.MaxFolded];
        return Joining.Contains(key[..Spelling.Key(word, key)]);
    }

    private static bool SaysNothing(ReadOnlySpan<char> part)
    {
        Span<char> key = stackalloc char[Spelling.MaxFolded];
        var length = Spelling.Key(part, key);
        return length == 0 || Nothing.Contains(key[..length]);
    }
}
