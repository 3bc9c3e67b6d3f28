namespace Meridian.Foundation.Geography;

/// <summary>Reads a country from text that is more than a bare alpha-2 code.</summary>
internal static class CountryText
{
    private static readonly NameIndex Names = Load();
    private static readonly Dictionary<string, string> Alpha3 = Countries.All.ToDictionary(c => c.Alpha3, c => c.Code, StringComparer.Ordinal);
    private static readonly Dictionary<string, string>.AlternateLookup<ReadOnlySpan<char>> Alpha3BySpan = Alpha3.GetAlternateLookup<ReadOnlySpan<char>>();

    // Words of state in front of a name, as keys, a longer one before one that begins it. Where such a form names another country than
    // the bare name (Republic of China, Republic of the Congo), it stands in country-aliases.tsv and never comes here.
    private static readonly string[] Styles =
    [
        "the", "federaldemocraticrepublicof", "federalrepublicof", "federativerepublicof", "islamicrepublicof", "unitedrepublicof",
        "democraticsocialistrepublicof", "plurinationalstateof", "bolivarianrepublicof", "cooperativerepublicof", "arabrepublicof",
        "grandduchyof", "principalityof", "commonwealthof", "sultanateof", "hashemitekingdomof", "kingdomof", "republicof", "stateof", "unionof",
    ];

    [ThreadStatic]
    private static RecentTexts? recent;

    /// <summary>Every name that is known, by key, for audits.</summary>
    public static NameIndex Index => Names;

    /// <summary>The country's code, or "" when the text names none, or several. The text is trimmed and not empty.</summary>
    public static string Read(ReadOnlySpan<char> text)
    {
        var memory = recent ??= new RecentTexts();
        if (memory.TryGet(text, out var code, out var slot))
            return code;
        code = OfName(text, out var known);
        if (!known)
            code = OfNameAndCode(text);
        if (!known && code.Length == 0)
            code = OfParts(text);
        memory.Keep(slot, text, code);
        return code;
    }

    /// <param name="known">True when the text is a name, even if the name is ambiguous and no code is given.</param>
    private static string OfName(ReadOnlySpan<char> text, out bool known)
    {
        // A key has no room for a flag: "🇺🇸 India" would be India.
        known = !text.ContainsAnyInRange('\uD800', '\uDFFF');
        if (!known)
            return "";
        if (text.Length == 2 && char.IsAsciiLetter(text[0]) && char.IsAsciiLetter(text[1]))
            return Countries.OfLetters(text[0], text[1]) ?? "";

        Span<char> buffer = stackalloc char[NameKey.MaxKey];
        ReadOnlySpan<char> key = buffer[..NameKey.Fold(text, buffer)];
        // Full-width ＵＳ and "(US)" fold to two bare letters.
        if (key.Length == 2 && char.IsAsciiLetter(key[0]) && char.IsAsciiLetter(key[1]))
            return Countries.OfLetters(key[0], key[1]) ?? "";
        if (key.Length == 3 && OfAlpha3(key, text, out var code))
            return code;
        code = Names.CandidatesOfKey(key);
        if (code.Length > 0)
            return Only(code);

        for (var rest = key; StripStyle(ref rest);)
        {
            code = Names.CandidatesOfKey(rest);
            if (code.Length > 0)
                return Only(code);
        }
        known = false;
        return "";
    }

    private static string Only(string codes) => codes.Contains(' ') || codes == "-" ? "" : codes;

    // NGA is Nigeria and Nga is what Vietnamese calls Russia: capitals decide, and "nga" decides nothing.
    private static bool OfAlpha3(ReadOnlySpan<char> key, ReadOnlySpan<char> text, out string code)
    {
        Span<char> capitals = stackalloc char[3];
        key.ToUpperInvariant(capitals);
        if (!Alpha3BySpan.TryGetValue(capitals, out code!))
            return false;
        var name = Names.CandidatesOfKey(key);
        if (name.Length > 0 && name != code && !text.SequenceEqual(capitals))
            code = text.SequenceEqual(key) ? "" : Only(name);
        return true;
    }

    private static bool StripStyle(ref ReadOnlySpan<char> key)
    {
        foreach (var style in Styles)
        {
            if (key.Length > style.Length + 2 && key.StartsWith(style))
            {
                key = key[style.Length..];
                return true;
            }
        }
        return false;
    }

    /// <summary>"United States (US)", "US - United States", "Cocos (Keeling) Islands CC": a code and a name, whatever punctuation the name has.</summary>
    private static string OfNameAndCode(ReadOnlySpan<char> text)
    {
        if (text.Length > NameKey.MaxText)
            return "";
        const string Between = " -–—:()[]/|,";
        var inner = text.Trim(Between);
        var head = inner.IndexOfAnyExceptInRange('A', 'Z');
        var tail = inner.LastIndexOfAnyExceptInRange('A', 'Z') + 1;
        if (head is 2 or 3 && Agree(inner[..head], inner[head..].Trim(Between), out var code))
            return code;
        return inner.Length - tail is 2 or 3 && Agree(inner[tail..], inner[..tail].Trim(Between), out code) ? code : "";

        static bool Agree(ReadOnlySpan<char> first, ReadOnlySpan<char> second, out string code)
        {
            code = OfName(first, out _);
            return code.Length > 0 && OfName(second, out _) == code;
        }
    }

    /// <summary>"🇺🇸 USA", "+1 USA", "中国China": every part must name the same country.</summary>
    private static string OfParts(ReadOnlySpan<char> text)
    {
        if (text.Length > NameKey.MaxText)
            return "";
        var found = "";
        var rest = text;
        while (CountryParts.TryTake(ref rest, out var part, out var flag))
        {
            var code = flag;
            if (code.Length == 0)
            {
                if (part.IsEmpty)
                    continue;
                code = OfName(part, out _);
            }
            if (code.Length == 0 || (found.Length > 0 && found != code))
                return "";
            found = code;
        }
        return found;
    }

    private static NameIndex Load()
    {
        var index = new NameIndex(6000);
        foreach (var row in DataFile.Rows("country-names.tsv"))
        {
            var code = Countries.OfLetters(row[0][0], row[0][1])!;
            foreach (var name in row[1].AsSpan().Split('|'))
                index.Add(row[1].AsSpan()[name], code);
        }
        foreach (var row in DataFile.Rows("country-aliases.tsv"))
        {
            var code = row[0] == "-" ? "-" : Countries.OfLetters(row[0][0], row[0][1])!;
            foreach (var name in row[1].Split('|'))
                index.Settle(name, code);
        }
        return index;
    }
}
