using System.Collections.Frozen;
using System.Text;

namespace Meridian.Foundation.Platforms;

/// <summary>Reads one cell as a handle on one platform. Plain handles, links, at-signs, WhatsApp JIDs, phones and yes/no answers.</summary>
internal static class HandleReader
{
    private const int MaxCell = 1024;

    private static readonly FrozenSet<string> NothingWords = Keys("na", "none", "null", "nil", "nan", "undefined", "unknown", "empty", "not provided", "无", "無", "没有", "沒有", "暂无", "暫無", "空", "未填写", "未知", "ninguno", "ninguna", "nenhum", "nenhuma", "vacio", "tidak ada", "kosong", "لا يوجد", "aucun", "aucune", "keine", "kein", "нет данных", "không có", "ไม่มี", "なし", "없음");

    private static readonly FrozenSet<string> PresentWords = Keys("yes", "y", "true", "same", "same number", "same as phone", "same as mobile", "same phone", "是", "有", "同", "同号", "同號", "同手机", "同手机号", "同手機", "同电话", "同电话号", "同電話", "手机同号", "微信同号", "电话同号", "手機同號", "微信同步", "si", "mismo", "el mismo", "mismo numero", "igual", "sim", "o mesmo", "mesmo numero", "ya", "sama", "sama dengan telepon", "sama dengan hp", "نعم", "نفس الرقم", "نفس رقم الهاتف", "oui", "meme numero", "ja", "gleiche nummer", "हाँ", "да", "тот же", "тот же номер", "có", "giống số điện thoại", "ใช่", "เบอร์เดียวกัน", "はい", "同じ", "예", "네", "동일");

    private static readonly FrozenSet<string> AbsentWords = Keys("no", "n", "false", "否", "不用", "não", "nao", "tidak", "لا", "non", "nein", "नहीं", "нет", "không", "ไม่", "いいえ", "아니오", "아니요");

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Nothing = NothingWords.GetAlternateLookup<ReadOnlySpan<char>>();
    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Present = PresentWords.GetAlternateLookup<ReadOnlySpan<char>>();
    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Absent = AbsentWords.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>As <see cref="Platforms.TryReadHandle"/>.</summary>
    public static HandleReading Read(Platform platform, ReadOnlySpan<char> cell, out string value)
    {
        value = "";
        cell = TrimInvisible(cell);
        if (cell.IsEmpty)
            return HandleReading.Blank;
        if (cell.Length > MaxCell)
            return HandleReading.Invalid;
        if (!Ascii.IsValid(cell))
            return ReadWide(platform, cell, out value);
        return ReadText(platform, cell, out value);
    }

    /// <summary>Full-width letters and digits, as Chinese and Japanese keyboards give them, are levelled first.</summary>
    private static HandleReading ReadWide(Platform platform, ReadOnlySpan<char> cell, out string value)
    {
        Span<char> level = stackalloc char[MaxCell * 2];
        for (var i = 0; i < cell.Length; i++)
        {
            if (char.IsSurrogate(cell[i]) && !(i + 1 < cell.Length && char.IsSurrogatePair(cell[i], cell[i + 1])))
            {
                value = "";
                return HandleReading.Invalid;
            }

            if (char.IsHighSurrogate(cell[i]))
                i++;
        }

        if (cell.TryNormalize(level, out var length, NormalizationForm.FormKC))
            return ReadText(platform, level[..length].Trim(), out value);
        value = "";
        return HandleReading.Invalid;
    }

    private static HandleReading ReadText(Platform platform, ReadOnlySpan<char> text, out string value)
    {
        value = "";
        if (SaidInWords(text) is { } said)
            return said;
        if (platform.Key is "whatsapp" && WhatsAppAddress.TryRead(text, out var phone))
        {
            value = phone;
            return phone.Length == 0 ? HandleReading.Invalid : HandleReading.Phone;
        }

        if (PlatformLink.TrySplit(text, out var host, out var path))
            return PlatformLink.Find(host) is { } owner && owner == platform ? PlatformLink.Read(platform, path, out value) : ReadPlain(platform, text, out value);
        return ReadPlain(platform, text, out value);
    }

    private static HandleReading? SaidInWords(ReadOnlySpan<char> text)
    {
        // Longer texts answer nothing with yes or no; handles are mostly shorter, so the look-ups are cheap hashes.
        if (text.Length > 40 || text[0] == '@')
            return null;
        Span<char> key = stackalloc char[Spelling.MaxFolded];
        var folded = key[..Spelling.Key(text, key)];
        if (folded.IsEmpty || Nothing.Contains(folded))
            return HandleReading.Blank;
        if (Present.Contains(folded))
            return HandleReading.Present;
        return Absent.Contains(folded) ? HandleReading.Absent : null;
    }

    /// <summary>A handle or phone without a link around it.</summary>
    internal static HandleReading ReadPlain(Platform platform, ReadOnlySpan<char> text, out string value)
    {
        value = "";
        var phoneShaped = PhoneShape.Of(text, out var marked);
        // A plus, brackets, blanks or a trunk zero make a number a phone even where handles may be all digits.
        if (phoneShaped && marked)
        {
            value = text.ToString();
            return HandleReading.Phone;
        }

        var bare = Unwrap(platform, text);
        if (platform.Form.IsOpaqueId(bare))
        {
            value = bare.ToString();
            return HandleReading.Handle;
        }

        if (bare.Length <= Spelling.MaxLength)
        {
            Span<char> lower = stackalloc char[Spelling.MaxLength];
            var length = bare.ToLowerInvariant(lower);
            if (platform.Form.IsId(lower[..length]))
            {
                value = lower[..length].ToString();
                return HandleReading.Handle;
            }
        }

        // "+55 11 98765-4321 (Ana)" in a WhatsApp column is for the phone rules to judge: they know about trailing words.
        if (phoneShaped || (platform.ReachedBy == ReachedBy.Phone && PhoneShape.HoldsDigits(text)))
        {
            value = text.ToString();
            return HandleReading.Phone;
        }

        return HandleReading.Invalid;
    }

    /// <summary>"@ana", "ana@qq.com" on QQ, "u/ana" on Reddit, "id123" on VK.</summary>
    private static ReadOnlySpan<char> Unwrap(Platform platform, ReadOnlySpan<char> text)
    {
        while (text.Length > 1 && text[0] is '@')
            text = text[1..];
        return platform.Key switch
        {
            "qq" when text.EndsWith("@qq.com", StringComparison.OrdinalIgnoreCase) => text[..^7],
            "reddit" when text.StartsWith("u/", StringComparison.OrdinalIgnoreCase) => text[2..],
            "reddit" when text.StartsWith("/u/", StringComparison.OrdinalIgnoreCase) => text[3..],
            _ => text,
        };
    }

    private static ReadOnlySpan<char> TrimInvisible(ReadOnlySpan<char> text) =>
        text.Trim().Trim("\u200B\u200C\u200D\u200E\u200F\u202A\u202B\u202C\u202D\u202E\u2066\u2067\u2068\u2069\uFEFF").Trim();

    private static FrozenSet<string> Keys(params string[] words) => words.Select(Spelling.Key).ToFrozenSet(StringComparer.Ordinal);
}
