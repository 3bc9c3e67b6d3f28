using System.Text;

namespace Meridian.Bench;

/// <summary>Draws texts that a phone engine was not made for. One buffer for all, so that drawing costs little beside reading.</summary>
internal sealed class HostileNumbers
{
    /// <summary>Far beyond what is read; a text of this length comes once in some thousand.</summary>
    public const int Longest = 1 << 20;

    /// <summary>What opens, parts or ends something in the grammar of numbers.</summary>
    private static readonly string[] Parts =
    [
        "tel:", "TEL:", ";phone-context=", ";phone-context=+", ";isub=", ";ext=", " ext ", " extn.", "доб", "анексо", "#", "～", "x", "~", ",,", ";", "//", "/", "+", "＋", "++", "00", "011", "0011", "(", ")", "[", "]", "-", "‐", "－", ".", "\u2060",
        "\u00AD", "\u200B", "\u3000", "\u0000", "15", "9", "0", "1", "55", "54", "52", "800", "39", "int ", "anexo", "800-FLOWERS", "example.com", "%20", "\uD83D\uDE00", "\uD800", "\uDC00", "\uFFFF", "\uFEFF", "\r\n",
    ];

    /// <summary>The zeros of the scripts' digits, also of those outside the first plane.</summary>
    private static readonly int[] Zeros = [.. Enumerable.Range(0, 0x1FFFF).Where(c => c is < 0xD800 or > 0xDFFF && Rune.GetUnicodeCategory(new Rune(c)) == System.Globalization.UnicodeCategory.DecimalDigitNumber && Rune.GetNumericValue(new Rune(c)) == 0)];

    private static readonly string?[] Regions = ["US", "AR", "BR", "MX", "JP", "IT", "CN", "GB", "RU", "KZ", "HU", "", "zz", "GB\0", "001", "💀", null];

    private readonly StringBuilder _text = new();
    private readonly byte[] _bytes = new byte[2 * Longest];
    private Random _draw = new(0);

    /// <summary>The next text; the same for the same seed.</summary>
    public (string Kind, string Text, string? Region) Next(int seed)
    {
        _draw = new Random(seed);
        _text.Clear();
        var kind = _draw.Next(8) switch
        {
            0 => Units(),
            1 => Bytes(),
            2 => Joined(),
            3 => Scripts(),
            4 => Extension(),
            5 => Nested(),
            6 => Spoilt(),
            _ => Repeated(),
        };
        return (kind, _text.ToString(), Regions[_draw.Next(Regions.Length)]);
    }

    /// <summary>The next bytes, of which most are no UTF-8.</summary>
    public ReadOnlySpan<byte> NextBytes(int seed)
    {
        _draw = new Random(~seed);
        var bytes = _bytes.AsSpan(0, Length());
        _draw.NextBytes(bytes);
        // Digits between, or nearly all would be refused at the first byte.
        for (var i = 0; i < bytes.Length; i += 1 + _draw.Next(3))
            bytes[i] = (byte)('0' + _draw.Next(10));
        return bytes;
    }

    /// <summary>Mostly what is read, sometimes around the bounds of what is, seldom a megabyte.</summary>
    private int Length() => _draw.Next(5_000) switch
    {
        0 => _draw.Next(Longest),
        < 500 => _draw.Next(240, 760),
        < 1_500 => _draw.Next(100, 251),
        _ => _draw.Next(60),
    };

    private string Units()
    {
        for (var left = Length(); left > 0; left--)
            _text.Append((char)_draw.Next(0x10000));
        return "utf16";
    }

    private string Bytes()
    {
        var bytes = _bytes.AsSpan(0, Length());
        _draw.NextBytes(bytes);
        foreach (var unit in bytes)
            _text.Append((char)unit);
        return "latin";
    }

    private string Joined()
    {
        for (var left = _draw.Next(1, 40); left > 0; left--)
            Part();
        return "joined";
    }

    private string Scripts()
    {
        _text.Append(_draw.Next(2) == 0 ? "+" : "");
        for (var left = _draw.Next(1, 60); left > 0; left--)
            _text.Append(char.ConvertFromUtf32(Zeros[_draw.Next(Zeros.Length)] + _draw.Next(10)));
        return "scripts";
    }

    private string Extension()
    {
        Number();
        for (var times = _draw.Next(1, 4); times > 0; times--)
        {
            Part();
            Digits(_draw.Next(3) == 0 ? Length() : _draw.Next(12));
        }

        return "extension";
    }

    private string Nested()
    {
        for (var times = _draw.Next(1, 30); times > 0; times--)
        {
            _text.Append(_draw.Next(2) == 0 ? "tel:" : "");
            Number();
            _text.Append(_draw.Next(4) switch { 0 => ";phone-context=", 1 => ";isub=", 2 => ";ext=", _ => ";phone-context=tel:" });
        }

        Number();
        return "nested tel:";
    }

    /// <summary>A number that would be read, with some units exchanged.</summary>
    private string Spoilt()
    {
        Number();
        for (var times = _draw.Next(1, 4); times > 0; times--)
            _text[_draw.Next(_text.Length)] = _draw.Next(2) == 0 ? (char)_draw.Next(0x10000) : (char)_draw.Next(128);
        return "spoilt";
    }

    private string Repeated()
    {
        var (one, two) = (Parts[_draw.Next(Parts.Length)], Parts[_draw.Next(Parts.Length)]);
        for (var length = Length(); _text.Length < length;)
            _text.Append(one).Append(two);
        return "repeated";
    }

    private void Part()
    {
        if (_draw.Next(3) == 0)
            Digits(_draw.Next(1, 14));
        else
            _text.Append(Parts[_draw.Next(Parts.Length)]);
    }

    private void Number()
    {
        _text.Append(_draw.Next(3) switch { 0 => "+", 1 => "00", _ => "" });
        Digits(_draw.Next(3, 18));
    }

    private void Digits(int count)
    {
        for (; count > 0; count--)
            _text.Append((char)('0' + _draw.Next(10)));
    }
}
