using System.Text;

namespace Meridian.Normalise;

/// <summary>The script of text, as ISO 15924 codes, by Unicode's property Script.</summary>
public static class Scripts
{
    /// <summary>No letter of a known script.</summary>
    public const string Unknown = "Zyyy";

    private static readonly (int First, int Last, byte Script)[] Ranges;
    private static readonly string[] Codes;

    // One look instead of a search for the plane of nearly all names.
    private static readonly byte[] Basic = new byte[0x10000];

    static Scripts()
    {
        var rows = DataFile.Rows("scripts.tsv").Select(r => (First: Convert.ToInt32(r[0], 16), Last: Convert.ToInt32(r[1], 16), Code: r[2])).OrderBy(r => r.First).ToArray();
        Codes = [Unknown, .. rows.Select(r => r.Code).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        Ranges = [.. rows.Select(r => (r.First, r.Last, (byte)Array.IndexOf(Codes, r.Code)))];
        foreach (var (first, last, script) in Ranges)
        {
            for (var point = first; point <= Math.Min(last, 0xFFFF); point++)
                Basic[point] = script;
        }
    }

    /// <summary>The script of one character, or <see cref="Unknown"/> for digits, marks, emoji and smaller scripts.</summary>
    public static string Of(Rune rune) => Codes[Index(rune.Value)];

    /// <summary>The script of most letters; of equals the one that comes first. Kana makes a text Jpan, Hangul makes it Kore, whatever Han stands beside them.</summary>
    public static string Of(ReadOnlySpan<char> text)
    {
        // Nearly all names are of one script: no counting then.
        if (TryOne(text, out var one))
            return one;
        Span<int> counts = stackalloc int[Codes.Length];
        Span<int> firsts = stackalloc int[Codes.Length];
        var at = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            var script = Index(rune.Value);
            at++;
            if (script == 0 || !Rune.IsLetter(rune))
                continue;
            if (counts[script]++ == 0)
                firsts[script] = at;
        }
        int best = 0, kana = 0, hangul = 0;
        for (var script = 1; script < counts.Length; script++)
        {
            if (counts[script] > 0 && (best == 0 || counts[script] > counts[best] || (counts[script] == counts[best] && firsts[script] < firsts[best])))
                best = script;
            kana += Codes[script] is "Hira" or "Kana" ? counts[script] : 0;
            hangul += Codes[script] == "Hang" ? counts[script] : 0;
        }
        return Codes[best] switch
        {
            "Hani" or "Hira" or "Kana" when kana > 0 => "Jpan",
            "Hani" or "Hang" when hangul > 0 => "Kore",
            var code => code,
        };
    }

    private static bool TryOne(ReadOnlySpan<char> text, out string script)
    {
        byte only = 0;
        script = Unknown;
        foreach (var c in text)
        {
            if (char.IsSurrogate(c))
                return false;
            var index = Basic[c];
            if (index == 0 || index == only || !char.IsLetter(c))
                continue;
            if (only != 0)
                return false;
            only = index;
        }
        script = Codes[only] switch
        {
            "Hira" or "Kana" => "Jpan",
            "Hang" => "Kore",
            var code => code,
        };
        return true;
    }

    private static int Index(int point)
    {
        if (point < Basic.Length)
            return Basic[point];
        int low = 0, high = Ranges.Length - 1;
        while (low <= high)
        {
            var middle = (low + high) / 2;
            if (point < Ranges[middle].First)
                high = middle - 1;
            else if (point > Ranges[middle].Last)
                low = middle + 1;
            else
                return Ranges[middle].Script;
        }
        return 0;
    }
}
