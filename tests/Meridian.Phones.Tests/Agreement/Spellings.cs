using System.Globalization;
using System.Text;

namespace Meridian.Phones.Tests.Agreement;

/// <summary>Ways to write a number that the reference has a rule for, and characters that it has none for.</summary>
internal static class Spellings
{
    private static readonly string[] Marks =
    [
        " ", "-", "(", ")", ".", "/", "  ", " - ", "*", "[", "]", "~", "x", "X", "xx", "\u00A0", "\u00AD", "\u200B", "\u2060", "\u3000", "–", "−", "（", "）", "．", "－", "ー",
        "／", "⁓", "∼", "～", ",", ";", "#", "+", ":", "\t", "\\", " /", "a", "\n",
    ];

    private static readonly string[] Labels =
    [
        ";ext=", " ext ", " ext. ", "ext:", " extn ", " xtn", " x", "x", " #", "#", "~", " int ", " int.", " anexo ", " доб ", " ДОБ.", " extension ", " extensión ",
        " extensio\u0301n ", ",,", ",", ";", ", ", ",,,", " ,, ", "; ", ";:", ",:", ",-,", " - ", "-", " ", "ｅｘｔｎ", "ｘｔ", "ｘｔｎ ", "ｘ", "＃", "～", "ｉｎｔ", "e", "xt", " EXT ", "Int", ",ext,", "xext",
        "ext.:", "ext-", "x.", ";EXT=", " доб", "#-", ".", "extens", "exten", "extensi",
    ];

    private static readonly string[] Words =
    [
        "Tel: ", "tel:", "phone ", "(office)", " mobile", " or 12", "/x12", "/ x7", "\\ x8", "; home", " abc", "ABC", "FLOWERS", "Call ", "1800", " ~", "…", "!", "?", "x", " ext", "(0)", ";isub=12",
        ";isub=", ";foo=bar", " & ", "'", "\"", "@", "=", "#", "##", "a", "K", "\u212A\u212A\u212A", "é", "😀", "\uD800",
    ];

    private static readonly char[] Zeros = CreateZeros();

    public static string Mark(Random random) => Marks[random.Next(Marks.Length)];

    public static string WithExtension(string text, Random random)
    {
        var digits = new StringBuilder();
        var count = random.Next(8) == 0 ? random.Next(1, 23) : random.Next(1, 7);
        for (var i = 0; i < count; i++)
            digits.Append((char)('0' + random.Next(10)));
        var extension = random.Next(6) == 0 ? InOtherScript(digits.ToString(), random) : digits.ToString();
        var end = random.Next(6) == 0 ? "#" : "";
        var label = Labels[random.Next(Labels.Length)];
        if (random.Next(10) == 0)
            label += Labels[random.Next(Labels.Length)];
        return text + label + extension + end;
    }

    public static string InOtherScript(string text, Random random)
    {
        var zero = Zeros[random.Next(Zeros.Length)];
        var all = random.Next(3) > 0;
        var written = text.ToCharArray();
        for (var i = 0; i < written.Length; i++)
        {
            if (char.IsAsciiDigit(written[i]) && (all || random.Next(2) == 0))
                written[i] = (char)(zero + written[i] - '0');
        }

        return new string(written);
    }

    public static string AsTelAddress(string text, int code, Random random) => random.Next(16) switch
    {
        0 => $"tel:{text}",
        1 => $"tel:{text};phone-context=+{code}",
        2 => $"{text};phone-context=+{code}",
        3 => $"tel:{text};phone-context=example.com",
        4 => $"tel:{text};isub=12345;phone-context=+{code}",
        5 => $"tel:{text};phone-context=+{code};ext=12",
        6 => $"tel:{text};phone-context=",
        7 => $"{text};phone-context=tel:+{code}",
        8 => $"tel:{text};phone-context=a-b.c{Mark(random)}d",
        9 => $"tel:{text};phone-context=1-.{Mark(random)}",
        10 => $"tel:{text};isub=1",
        11 => $"tel:{text}\n;phone-context=+{code}\n",
        12 => $"tel:{text};phone-context=+({code}).{Mark(random)}",
        13 => $"tel:{text};phone-context=x-1.example-.org.",
        14 => $"  tel:{text};phone-context=ab-cd.example",
        _ => $"tel:{text};ext=5;isub=7;phone-context=+-{code}",
    };

    public static string WithWords(string text, Random random)
    {
        var word = Words[random.Next(Words.Length)];
        return random.Next(3) switch
        {
            0 => word + text,
            1 => text + word,
            _ => text.Insert(random.Next(text.Length + 1), word),
        };
    }

    public static string WithForeignCharacter(string text, Random random)
    {
        var c = random.Next(3) == 0 ? (char)random.Next(0x20, 0x250) : (char)random.Next(0x10000);
        return text.Insert(random.Next(text.Length + 1), c.ToString());
    }

    public static string Random(Random random)
    {
        const string likely = "0123456789 -+().,;#x/*ext~";
        var text = new char[random.Next(0, 40) == 0 ? random.Next(240, 262) : random.Next(0, 30)];
        for (var i = 0; i < text.Length; i++)
            text[i] = random.Next(8) == 0 ? (char)random.Next(0x10000) : likely[random.Next(likely.Length)];
        return new string(text);
    }

    private static char[] CreateZeros() =>
        Enumerable.Range(128, 0xFFFF - 128).Select(c => (char)c).Where(c => CharUnicodeInfo.GetDecimalDigitValue(c) == 0).ToArray();
}
