using System.Globalization;
using NodaTime;
using NodaTime.Text;

namespace Meridian.Samples;

/// <summary>Composes one CSV line at a time in a buffer of its own; nothing is allocated per row.</summary>
internal sealed class CustomerRow
{
    // Ten years of days back from "today" are written often enough to be kept as text.
    private readonly string[] _days;
    private readonly LocalDate _today;
    private readonly int _seed;
    private readonly Population _population;
    private readonly char[] _line = new char[1024];
    private readonly char[] _truth = new char[256];
    private readonly char[] _email = new char[128];
    private int _length;
    private int _truthLength;

    private static readonly PhoneStyle[] Separated = [PhoneStyle.Spaced, PhoneStyle.Dashed, PhoneStyle.Parenthesised, PhoneStyle.Dotted];
    private static readonly PhoneStyle[] Home = [PhoneStyle.National, PhoneStyle.National, PhoneStyle.NationalDigits];
    private static readonly PhoneStyle[] Odd =
        [PhoneStyle.DoubleZero, PhoneStyle.DoubleZeroSpaced, PhoneStyle.FullWidth, PhoneStyle.NoBreakSpaces, PhoneStyle.Labelled, PhoneStyle.TrailingWords, PhoneStyle.Apostrophe];

    private static readonly string[] BadPhones = ["n/a", "0000000000", "12345", "unknown", "8.61381E+12", "+86138", "-", "null", "call office"];

    private static readonly string[] Notes =
    [
        "VIP", "wholesale", "\"Prefers evenings, not Fridays\"", "asked for an invoice", "\"Said \"\"call me in May\"\"\"", "老客户", "met at the fair", "\"Returned 2, kept 1\"",
        "cliente nuevo", "لا تتصل بعد العاشرة", "referred by a friend", "address changed",
    ];

    public CustomerRow(int seed, LocalDate today)
    {
        _seed = seed;
        _today = today;
        _population = new Population(seed);
        _days = [.. Enumerable.Range(0, 3653).Select(d => LocalDatePattern.Iso.Format(today.PlusDays(-d)))];
    }

    /// <summary>The truth about the row composed last: id, person, E.164 and e-mail as far as the row shows them.</summary>
    public ReadOnlySpan<char> Truth => _truth.AsSpan(0, _truthLength);

    /// <summary>The line of row <paramref name="index"/>, which is <paramref name="person"/>; <paramref name="again"/>: not for the first time.</summary>
    public ReadOnlySpan<char> Compose(long index, long person, bool again)
    {
        Span<char> digits = stackalloc char[NumberPlan.MaxDigits];
        var who = _population.Of(person, digits);
        digits = digits[..who.PhoneDigits];
        var draw = new Draw(_seed, Draw.Stream.Row, index);
        _length = 0;

        var nobody = draw.Chance(1);
        var badPhone = draw.Chance(2);
        var email = !nobody && who.HasEmail && !(again && draw.Chance(30));
        var phone = !nobody && !(again && email && draw.Chance(8));

        Add('C');
        Add(index + 1, "D8");
        var idLength = _length;
        Add(',');
        AddName(who, again, ref draw);
        Add(',');
        var home = false;
        if (phone && badPhone)
            Add(draw.Pick(BadPhones));
        else if (phone)
            home = AddPhone(who, digits, ref draw);
        Add(',');
        var emailLength = email ? EmailAddress.Write(who, _email) : 0;
        AddEmail(_email.AsSpan(0, emailLength), again, ref draw);
        Add(',');
        // A number written as at home is of use only beside its country.
        var country = draw.Below(100);
        if (home || country < 95)
            Add(country < 85 ? who.Country.Code : who.Country.English);
        Add(',');
        if (!(again && draw.Chance(40)))
            Add(draw.Chance(30) ? who.City.English : who.City.Native);
        Add(',');
        if (!nobody && draw.Chance(85))
            Add(draw.Chance(65) ? who.Country.Platforms[0] : draw.Pick(who.Country.Platforms));
        Add(',');
        if (draw.Chance(80))
            Add(who.Community.Language);
        Add(',');
        if (draw.Chance(again ? 40 : 70))
            Add(_today.PlusDays(-who.AgeInDays));
        Add(',');
        if (draw.Chance(85))
            Add(_days[draw.Below(draw.Chance(50) ? 90 : 900)]);
        Add(',');
        Add(draw.Chance(40) ? 0 : draw.Between(1, 30), default);
        Add(',');
        if (draw.Chance(15))
            Add(draw.Pick(Notes));
        Add('\n');

        KeepTruth(_line.AsSpan(0, idLength), person, phone && !badPhone ? digits : [], who.Country, _email.AsSpan(0, emailLength));
        return _line.AsSpan(0, _length);
    }

    // 60 % E.164, 25 % as at home, 10 % with separators, 5 % odd. True: the number needs the country beside it.
    private bool AddPhone(in Sketch who, ReadOnlySpan<char> digits, ref Draw draw)
    {
        var kind = draw.Below(100);
        var style = kind switch { < 60 => PhoneStyle.E164, < 85 => draw.Pick(Home), < 95 => draw.Pick(Separated), _ => draw.Pick(Odd) };
        _length += PhoneSpelling.Write(style, who.Country, digits, _line.AsSpan(_length));
        return kind is >= 60 and < 85;
    }

    // At most three names that differ in more than case, so that a person seen often stays below the limit of names per phone.
    private void AddName(in Sketch who, bool again, ref Draw draw)
    {
        var start = _length;
        var form = draw.Below(100);
        if (!who.OwnScript || (again && form < 35))
        {
            Add(who.Given.Latin);
            Add(' ');
            Add(who.Family.Latin);
        }
        else
        {
            var familyFirst = who.Culture.Order is NameOrder.FamilyFirstJoined or NameOrder.FamilyFirstSpaced;
            Add(familyFirst ? who.Family.Native : who.Given.Native);
            if (who.Culture.Order != NameOrder.FamilyFirstJoined)
                Add(' ');
            Add(familyFirst ? who.Given.Native : who.Family.Native);
        }

        var name = _line.AsSpan(start, _length - start);
        if (form % 10 == (again ? 1 : 9))
            ToUpper(name);
        else if (again && form % 10 == 2)
            ToLower(name);
    }

    private void AddEmail(ReadOnlySpan<char> email, bool again, ref Draw draw)
    {
        var start = _length;
        Add(email);
        if (again && draw.Chance(15))
            ToUpper(_line.AsSpan(start, email.Length));
    }

    private void KeepTruth(ReadOnlySpan<char> id, long person, ReadOnlySpan<char> digits, Country country, ReadOnlySpan<char> email)
    {
        _truthLength = 0;
        _truth.AsSpan().TryWrite(CultureInfo.InvariantCulture, $"{id},{person},{(digits.IsEmpty ? "" : "+")}{(digits.IsEmpty ? "" : country.CallingDigits)}{digits},{email}\n", out _truthLength);
    }

    private static void ToUpper(Span<char> text)
    {
        foreach (ref var c in text)
            c = char.ToUpperInvariant(c);
    }

    private static void ToLower(Span<char> text)
    {
        foreach (ref var c in text)
            c = char.ToLowerInvariant(c);
    }

    private void Add(char c) => _line[_length++] = c;

    private void Add(ReadOnlySpan<char> text)
    {
        text.CopyTo(_line.AsSpan(_length));
        _length += text.Length;
    }

    private void Add(long number, ReadOnlySpan<char> format)
    {
        number.TryFormat(_line.AsSpan(_length), out var written, format, CultureInfo.InvariantCulture);
        _length += written;
    }

    private void Add(LocalDate date)
    {
        Add(date.Year, "D4");
        Add('-');
        Add(date.Month, "D2");
        Add('-');
        Add(date.Day, "D2");
    }
}
