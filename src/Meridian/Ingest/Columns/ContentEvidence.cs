using System.Globalization;
using System.Net;
using Meridian.Foundation.Platforms;

namespace Meridian.Ingest.Columns;

/// <summary>How a column's sample values bear on one field.</summary>
/// <param name="Values">Values looked at, blanks left out.</param>
/// <param name="Passed">Share of them that read as the field, 0 to 1.</param>
/// <param name="Failed">Share that cannot be the field; the rest says nothing either way.</param>
internal readonly record struct ContentShare(int Values, double Passed, double Failed)
{
    // Log-odds. Full agreement lifts a column without any header (0.25) above 0.8; full contradiction brings a certain header (0.97) below 0.3.
    private const double MostFor = 3;
    private const double MostAgainst = 4.5;

    /// <summary>Weight of the evidence in log-odds; one value alone weighs half of what many do.</summary>
    public double Support => (Passed - Failed) * (Passed >= Failed ? MostFor : MostAgainst) * Values / (Values + 1.0);
}

/// <summary>Judges the sample values of one column. Results are kept, as several fields ask the same.</summary>
internal sealed class ContentEvidence(IReadOnlyList<string> values, IContentTests tests)
{
    private readonly Dictionary<string, ContentShare> _shares = new(StringComparer.Ordinal);

    public IReadOnlyList<string> Values => values;

    public ContentShare For(Field field)
    {
        if (_shares.TryGetValue(field.Key, out var share))
            return share;
        var passed = 0;
        var failed = 0;
        foreach (var value in values)
        {
            var verdict = Judge(field, value);
            passed += verdict > 0 ? 1 : 0;
            failed += verdict < 0 ? 1 : 0;
        }

        share = values.Count == 0 ? default : new ContentShare(values.Count, (double)passed / values.Count, (double)failed / values.Count);
        return _shares[field.Key] = share;
    }

    /// <summary>1: reads as the field; -1: cannot be it; 0: says nothing.</summary>
    private int Judge(Field field, string value) => field.Content switch
    {
        FieldContent.Phone => tests.IsPhone(value) ? 1 : LooksDialled(value) ? 0 : -1,
        FieldContent.CallingCode => IsCallingCode(value) ? 1 : -1,
        FieldContent.Email => Sign(value.Contains('@', StringComparison.Ordinal) && tests.IsEmail(value)),
        FieldContent.Platform => JudgePlatform(value),
        FieldContent.Country => Sign(!char.IsAsciiDigit(value[0]) && value[0] != '+' && tests.IsCountry(value)),
        FieldContent.Postcode => value.Length > 12 || !value.Any(char.IsDigit) ? -1 : 0,
        FieldContent.Language => Sign(tests.IsLanguage(value)),
        FieldContent.Locale => IsLocale(value) ? 1 : tests.IsLanguage(value) ? 0 : -1,
        FieldContent.TimeZone => Sign(tests.IsTimeZone(value)),
        FieldContent.Ip => Sign(IsIp(value)),
        FieldContent.Gender => Sign(tests.IsGender(value)),
        FieldContent.Date => tests.IsDate(value) ? 1 : IsNumber(value) ? 0 : -1,
        FieldContent.Age => Sign(IsWhole(value, out var age) && age <= 130),
        FieldContent.Count => Sign(IsWhole(value, out _)),
        FieldContent.DaysOf30 => Sign(IsWhole(value, out var days) && days <= 31),
        FieldContent.Money => Sign(tests.IsMoney(value)),
        FieldContent.Currency => JudgeCurrency(value),
        FieldContent.Url => value.StartsWith("http", StringComparison.OrdinalIgnoreCase) || value.StartsWith("data:image", StringComparison.OrdinalIgnoreCase) ? 1 : value.Contains('.', StringComparison.Ordinal) ? 0 : -1,
        FieldContent.Consent => tests.IsBoolean(value) ? 1 : value.Length > 40 || value.Contains('@', StringComparison.Ordinal) || IsNumber(value) ? -1 : 0,
        FieldContent.Handle => JudgeHandle(field.Platform!, value),
        FieldContent.Name => JudgeName(value),
        _ => JudgeText(field, value),
    };

    private int JudgePlatform(string value)
    {
        if (tests.IsPlatform(value) || Platforms.ReadList(value, out var unknown).Count > 0)
            return 1;
        // "E-mail" among platforms is understood and names none.
        return unknown is null ? 0 : -1;
    }

    private static int JudgeHandle(Platform platform, string value)
    {
        Platforms.TryReadHandle(platform, value, out _, out var reading);
        return reading switch
        {
            HandleReading.Handle => 1,
            HandleReading.Phone => platform.FindsByPhone ? 1 : 0,
            HandleReading.Invalid => -1,
            _ => 0,
        };
    }

    private int JudgeName(string value)
    {
        if (tests.IsName(value) is { } known)
            return Sign(known);
        return IsIdentifier(value) || !value.Any(char.IsLetter) ? -1 : 0;
    }

    /// <summary>Free text may be anything, but a column full of e-mails or international numbers is those, whatever it is called.</summary>
    private int JudgeText(Field field, string value) =>
        field.Key is "external_id" or "user_id" or "nickname" or "company" or "city" or "state" or "job_title" && IsIdentifier(value) ? -1 : 0;

    private bool IsIdentifier(string value) =>
        (value.Contains('@', StringComparison.Ordinal) && tests.IsEmail(value))
        || (value[0] == '+' && tests.IsPhone(value))
        || value.EndsWith("@s.whatsapp.net", StringComparison.OrdinalIgnoreCase) || value.EndsWith("@c.us", StringComparison.OrdinalIgnoreCase);

    private static int JudgeCurrency(string value)
    {
        if (value.Length == 3 && value.All(char.IsAsciiLetter))
            return 1;
        return value.Any(char.IsDigit) ? -1 : 0;
    }

    /// <summary>Digits enough for a number, though not one that is valid as it stands: a trunk prefix without a country, a spreadsheet's 8.61E+12.</summary>
    private static bool LooksDialled(string value)
    {
        var digits = value.Count(char.IsDigit);
        return digits is >= 6 and <= 20 && value.Count(char.IsLetter) <= 4 && !value.Contains('@', StringComparison.Ordinal) && !value.Contains(':', StringComparison.Ordinal);
    }

    private static bool IsCallingCode(string value)
    {
        var digits = value.AsSpan().TrimStart('+').Trim();
        if (digits.StartsWith("00", StringComparison.Ordinal))
            digits = digits[2..];
        return digits.Length is >= 1 and <= 4 && digits[0] != '0' && !digits.ContainsAnyExceptInRange('0', '9');
    }

    // The parser takes "12.50" for an address too, as C's inet_aton does.
    private static bool IsIp(string value) => (value.Contains(':', StringComparison.Ordinal) || value.AsSpan().Count('.') == 3) && IPAddress.TryParse(value, out _);

    private static bool IsLocale(string value) =>
        value.Length is 5 or 6 or 10 && value.AsSpan().IndexOfAny('-', '_') is 2 or 3 && value.All(c => char.IsAsciiLetter(c) || c is '-' or '_');

    private static bool IsWhole(string value, out decimal number) =>
        decimal.TryParse(value, NumberStyles.Integer | NumberStyles.AllowThousands | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out number)
        && number >= 0 && number == decimal.Truncate(number);

    private static bool IsNumber(string value) => decimal.TryParse(value, NumberStyles.Number, CultureInfo.InvariantCulture, out _);

    private static int Sign(bool passes) => passes ? 1 : -1;
}
