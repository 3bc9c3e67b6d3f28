namespace Meridian.Normalise;

/// <summary>The digits and separators of one number, judged by themselves: which separator parts the decimals, as far as the number alone can say.</summary>
internal readonly ref struct NumberShape
{
    /// <summary>More digits than a decimal holds exactly are no quantity but an identifier.</summary>
    private const int MostDigits = 28;

    private const char Blank = ' ';

    // Digits in ASCII; '.' and ',' as written; ' ' for what only ever groups (blanks, apostrophes, the Arabic thousands sign); 'd' for the Arabic decimal sign.
    private readonly ReadOnlySpan<char> _text;

    private NumberShape(ReadOnlySpan<char> text, DecimalMark proves, char unclear, int decimalAt)
    {
        _text = text;
        Proves = proves;
        Unclear = unclear;
        DecimalAt = decimalAt;
    }

    /// <summary>The mark that this number gives away: 1.234,5 proves the comma; 12 345 proves nothing.</summary>
    public DecimalMark Proves { get; }

    /// <summary>The separator of a number like 1.234, which is a thousand or a fraction; '\0' where the number is clear.</summary>
    public char Unclear { get; }

    /// <summary>Where the decimals' separator stands, or -1; of no meaning while <see cref="Unclear"/>.</summary>
    private int DecimalAt { get; }

    /// <summary>Reads digits with separators, no sign, no currency. The buffer holds the result's text and must be as long as the number.</summary>
    public static bool TryRead(ReadOnlySpan<char> number, Span<char> buffer, out NumberShape shape)
    {
        shape = default;
        if (number.Length > buffer.Length)
            return false;
        int points = 0, commas = 0, blanks = 0, arabic = 0, digits = 0;
        for (var i = 0; i < number.Length; i++)
        {
            var c = number[i];
            var digit = CharacterClass.DigitValue(c);
            var plain = digit >= 0 ? (char)('0' + digit) : c switch
            {
                '.' or '．' => '.',
                ',' or '，' or '⹁' => ',',
                '٫' => 'd',
                '\'' or '’' or '٬' => Blank,
                _ when CharacterClass.IsBlank(c) && c is not ('\n' or '\r' or '\0') => Blank,
                _ => '\0',
            };
            if (plain == '\0' || (plain == Blank && (i == 0 || buffer[i - 1] == Blank)))
                return false;
            buffer[i] = plain;
            digits += digit >= 0 ? 1 : 0;
            points += plain == '.' ? 1 : 0;
            commas += plain == ',' ? 1 : 0;
            blanks += plain == Blank ? 1 : 0;
            arabic += plain == 'd' ? 1 : 0;
        }
        ReadOnlySpan<char> text = buffer[..number.Length];
        if (digits is 0 or > MostDigits)
            return false;
        if (arabic > 0)
            return arabic == 1 && points == 0 && TryMake(text, text.IndexOf('d'), DecimalMark.Unknown, out shape);
        if (points > 0 && commas > 0)
        {
            var last = text.LastIndexOfAny('.', ',');
            var decimals = text[last];
            return (decimals == '.' ? points : commas) == 1 && TryMake(text, last, MarkOf(decimals), out shape);
        }
        if (points + commas == 0)
            return TryMake(text, -1, DecimalMark.Unknown, out shape);
        var separator = points > 0 ? '.' : ',';
        if (points + commas > 1)
            return TryMake(text, -1, MarkOf(separator == '.' ? ',' : '.'), out shape);
        var at = text.IndexOf(separator);
        var behind = text.Length - at - 1;
        if (behind == 0)
            return TryMake(text[..at], -1, DecimalMark.Unknown, out shape);
        if (behind == 3 && at is >= 1 and <= 3 && text[0] != '0' && blanks == 0)
        {
            shape = new(text, DecimalMark.Unknown, separator, at);
            return true;
        }
        return TryMake(text, at, MarkOf(separator), out shape);
    }

    /// <summary>The value; an unclear separator is read by <paramref name="mark"/>, and groups thousands if that is unknown too.</summary>
    public decimal Value(DecimalMark mark)
    {
        var decimalAt = Unclear == '\0' ? DecimalAt : MarkOf(Unclear) == mark ? DecimalAt : -1;
        // Two halves of at most 14 digits each: a decimal holds 28 exactly.
        long high = 0, low = 0;
        int digits = 0, decimals = 0, lowDigits = 0;
        for (var i = 0; i < _text.Length; i++)
        {
            if (!char.IsAsciiDigit(_text[i]))
                continue;
            if (digits++ < MostDigits / 2)
            {
                high = (high * 10) + (_text[i] - '0');
            }
            else
            {
                low = (low * 10) + (_text[i] - '0');
                lowDigits++;
            }
            decimals += decimalAt >= 0 && i > decimalAt ? 1 : 0;
        }
        decimal all = high;
        for (var i = 0; i < lowDigits; i++)
            all *= 10;
        return Scale(all + low, decimals);
    }

    private static decimal Scale(decimal digits, int decimals)
    {
        Span<int> bits = stackalloc int[4];
        decimal.GetBits(digits, bits);
        return new(bits[0], bits[1], bits[2], false, (byte)decimals);
    }

    private static DecimalMark MarkOf(char separator) => separator == '.' ? DecimalMark.Point : DecimalMark.Comma;

    private static bool TryMake(ReadOnlySpan<char> text, int decimalAt, DecimalMark proves, out NumberShape shape)
    {
        shape = new(text, proves, '\0', decimalAt);
        var whole = decimalAt < 0 ? text : text[..decimalAt];
        var decimals = decimalAt < 0 ? [] : text[(decimalAt + 1)..];
        return !decimals.ContainsAnyExceptInRange('0', '9') && AreGroups(whole);
    }

    // 1 234 567, 1,234,567 and India's 12,34,567: three digits last, two or three before, one to three first, one kind of separator.
    private static bool AreGroups(ReadOnlySpan<char> whole)
    {
        var first = whole.IndexOfAnyExceptInRange('0', '9');
        if (first < 0)
            return true;
        var separator = whole[first];
        if (first is 0 or > 3 || HasOther(whole, separator))
            return false;
        for (var rest = whole[(first + 1)..]; ;)
        {
            var next = rest.IndexOf(separator);
            if (next < 0)
                return rest.Length == 3;
            if (next is not (2 or 3))
                return false;
            rest = rest[(next + 1)..];
        }
    }

    private static bool HasOther(ReadOnlySpan<char> whole, char separator)
    {
        foreach (var c in whole)
        {
            if (!char.IsAsciiDigit(c) && c != separator)
                return true;
        }
        return false;
    }
}
