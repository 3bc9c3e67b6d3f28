namespace Meridian.Samples;

/// <summary>A way in which people and programs write a phone number.</summary>
public enum PhoneStyle
{
    /// <summary>+8613812345678.</summary>
    E164,

    /// <summary>+86 138 1234 5678.</summary>
    Spaced,

    /// <summary>+86-138-1234-5678.</summary>
    Dashed,

    /// <summary>+86 (138) 1234 5678.</summary>
    Parenthesised,

    /// <summary>+86.138.1234.5678.</summary>
    Dotted,

    /// <summary>As at home, with the trunk prefix: 0812-3456-7890. Needs the country.</summary>
    National,

    /// <summary>The same, digits only. Needs the country.</summary>
    NationalDigits,

    /// <summary>008613812345678.</summary>
    DoubleZero,

    /// <summary>0086 138 1234 5678.</summary>
    DoubleZeroSpaced,

    /// <summary>＋８６ １３８ １２３４ ５６７８, as a Chinese or Japanese keyboard writes it.</summary>
    FullWidth,

    /// <summary>+86 138 1234 5678 with no-break spaces, as copied from a web page.</summary>
    NoBreakSpaces,

    /// <summary>p:+8613812345678, as Facebook's lead forms export it.</summary>
    Labelled,

    /// <summary>+86 138 1234 5678 (office).</summary>
    TrailingWords,

    /// <summary>'+8613812345678: an apostrophe keeps a spreadsheet from counting.</summary>
    Apostrophe,

    /// <summary>8613812345678.0: a spreadsheet took it for a number. Needs the country or a reader who tries "+".</summary>
    SpreadsheetNumber,
}

/// <summary>Writes one number in any <see cref="PhoneStyle"/>.</summary>
internal static class PhoneSpelling
{
    /// <summary>The longest spelling.</summary>
    public const int MaxLength = 48;

    private static readonly string[] Words = [" (office)", " mobile", " (WhatsApp)", " cell", " (work)"];

    /// <summary>Writes <paramref name="digits"/>, a national significant number of <paramref name="country"/>; returns the length written.</summary>
    public static int Write(PhoneStyle style, Country country, ReadOnlySpan<char> digits, Span<char> destination)
    {
        var to = new Cursor(destination);
        switch (style)
        {
            case PhoneStyle.E164: to.Add('+'); to.Add(country.CallingDigits); to.Add(digits); break;
            case PhoneStyle.Spaced: International(ref to, country, digits, ' '); break;
            case PhoneStyle.Dashed: International(ref to, country, digits, '-'); break;
            case PhoneStyle.Dotted: International(ref to, country, digits, '.'); break;
            case PhoneStyle.NoBreakSpaces: International(ref to, country, digits, '\u00A0'); break;
            case PhoneStyle.Parenthesised: Parenthesised(ref to, country, digits); break;
            case PhoneStyle.National: to.Fill(country.National, digits, keep: true, separator: '\0'); break;
            case PhoneStyle.NationalDigits: to.Fill(country.National, digits, keep: false, separator: '\0'); break;
            case PhoneStyle.DoubleZero: to.Add("00"); to.Add(country.CallingDigits); to.Add(digits); break;
            case PhoneStyle.DoubleZeroSpaced: to.Add("00"); to.Add(country.CallingDigits); to.Add(' '); to.Fill(country.International, digits, keep: true, separator: ' '); break;
            case PhoneStyle.FullWidth: International(ref to, country, digits, ' '); to.Widen(); break;
            case PhoneStyle.Labelled: to.Add("p:+"); to.Add(country.CallingDigits); to.Add(digits); break;
            case PhoneStyle.TrailingWords: International(ref to, country, digits, ' '); to.Add(Words[digits[^1] % Words.Length]); break;
            case PhoneStyle.Apostrophe: to.Add("'+"); to.Add(country.CallingDigits); to.Add(digits); break;
            case PhoneStyle.SpreadsheetNumber: to.Add(country.CallingDigits); to.Add(digits); to.Add(".0"); break;
            default: throw new ArgumentOutOfRangeException(nameof(style), style, null);
        }

        return to.Length;
    }

    private static void International(ref Cursor to, Country country, ReadOnlySpan<char> digits, char separator)
    {
        to.Add('+');
        to.Add(country.CallingDigits);
        to.Add(separator);
        to.Fill(country.International, digits, keep: true, separator);
    }

    private static void Parenthesised(ref Cursor to, Country country, ReadOnlySpan<char> digits)
    {
        var first = country.International.AsSpan().IndexOfAny(' ', '-');
        to.Add('+');
        to.Add(country.CallingDigits);
        to.Add(" (");
        to.Add(digits[..first]);
        to.Add(") ");
        to.Fill(country.International.AsSpan(first + 1), digits[first..], keep: true, separator: '\0');
    }

    private ref struct Cursor(Span<char> destination)
    {
        private readonly Span<char> _destination = destination;

        public int Length { get; private set; }

        public void Add(char c) => _destination[Length++] = c;

        public void Add(ReadOnlySpan<char> text)
        {
            text.CopyTo(_destination[Length..]);
            Length += text.Length;
        }

        // keep: separators are written, as the template has them or all as the one given; else digits only.
        public void Fill(ReadOnlySpan<char> template, ReadOnlySpan<char> digits, bool keep, char separator)
        {
            var next = 0;
            foreach (var c in template)
            {
                if (c == 'x')
                    Add(digits[next++]);
                else if (c == '~')
                    next++;
                else if (char.IsAsciiDigit(c))
                    Add(c);
                else if (keep)
                    Add(separator == '\0' ? c : separator);
            }
        }

        public readonly void Widen()
        {
            foreach (ref var c in _destination[..Length])
            {
                if (c is > ' ' and <= '~')
                    c = (char)(c + 0xFEE0);
            }
        }
    }
}
