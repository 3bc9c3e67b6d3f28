using System.Globalization;
using System.Text.RegularExpressions;

namespace Meridian.Ingest.Reading;

/// <summary>What a spreadsheet stores, as the text that a person means: no exponents, no ".0", ISO dates.</summary>
internal static partial class CellText
{
    // Days from 1899-12-30; 1904 workbooks count from four years and a day later.
    private const int Days1904 = 1462;

    // 9999-12-31, the last date that Excel knows.
    private const double LastDay = 2_958_465.999_99;

    /// <summary>
    /// A number as written where that is plain ("8613800138000", "0.1"); otherwise with the 15 digits that Excel keeps, so that the stored 19.989999999999998
    /// is the 19.99 that was typed.
    /// </summary>
    public static string Number(string raw)
    {
        raw = raw.Trim();
        if (IsPlain(raw))
            return raw;
        if (!double.TryParse(raw, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) || !double.IsFinite(value))
            return raw;
        var digits = value.ToString("G15", CultureInfo.InvariantCulture);
        // Decimal writes no exponents, and holds 15 digits up to 28 places on either side.
        return digits.Contains('E') && decimal.TryParse(digits, NumberStyles.Float, CultureInfo.InvariantCulture, out var exact)
            ? exact.ToString("0.############################", CultureInfo.InvariantCulture)
            : digits;
    }

    /// <summary>A serial day as "yyyy-MM-dd", with " HH:mm:ss" where it has a time, or "HH:mm:ss" alone where it has no day.</summary>
    public static string Date(string raw, bool from1904)
    {
        if (!double.TryParse(raw, NumberStyles.Float, CultureInfo.InvariantCulture, out var serial) || !(serial >= 0 && serial <= LastDay))
            return Number(raw);
        // Excel's 1900 has a 29 February: days before 1 March 1900 stand one lower.
        var days = from1904 ? serial + Days1904 : serial is >= 1 and < 60 ? serial + 1 : serial;
        // Rounded to seconds: noon is stored as 0.499999999.
        var time = DateTime.FromOADate(0).AddSeconds(Math.Round(days * 86_400));
        if (serial < 1 && !from1904)
            return time.ToString("HH:mm:ss", CultureInfo.InvariantCulture);
        return time.ToString(time.TimeOfDay == TimeSpan.Zero ? "yyyy-MM-dd" : "yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
    }

    /// <summary>An ISO 8601 cell (t="d") in the same form as <see cref="Date"/>.</summary>
    public static string IsoDate(string raw) =>
        DateTime.TryParse(raw, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out var time)
            ? time.ToString(time.TimeOfDay == TimeSpan.Zero ? "yyyy-MM-dd" : "yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture)
            : raw;

    /// <summary>Resolves _xHHHH_ (ECMA-376 part 1, 22.9.2.19), in which Excel writes control characters.</summary>
    public static string Unescape(string text) =>
        text.Contains("_x", StringComparison.Ordinal)
            ? Escape().Replace(text, m => ((char)int.Parse(m.ValueSpan.Slice(2, 4), NumberStyles.HexNumber, CultureInfo.InvariantCulture)).ToString())
            : text;

    /// <summary>Whether a number format shows days or times (ECMA-376 part 1, 18.8.30 lists the built-in ones, East Asian dates among them).</summary>
    public static bool IsDateFormat(int id, string? code)
    {
        if (code is null)
            return id is (>= 14 and <= 22) or (>= 27 and <= 36) or (>= 45 and <= 47) or (>= 50 and <= 58);
        // Text in quotes, escaped characters, colours and locales are not date letters; [h] is elapsed time.
        var bare = Literals().Replace(code.Split(';')[0], "");
        return bare.AsSpan().IndexOfAny("dmyhsDMYHS") >= 0 && !bare.Contains('#') && !bare.Contains('?');
    }

    private static bool IsPlain(string raw)
    {
        var digits = raw.AsSpan(raw.StartsWith('-') ? 1 : 0);
        var point = digits.IndexOf('.');
        var significant = digits.Length - (point >= 0 ? 1 : 0);
        return significant > 0 && digits[0] != '.' && digits.IndexOfAnyExcept("0123456789.") < 0
            && (point < 0 || (significant <= 15 && digits[^1] is not ('0' or '.')));
    }

    [GeneratedRegex("_x[0-9A-Fa-f]{4}_", RegexOptions.NonBacktracking)]
    private static partial Regex Escape();

    [GeneratedRegex("\"[^\"]*\"|\\\\.|_.|\\*.|\\[(?![hmsHMS]+\\])[^\\]]*\\]", RegexOptions.None, matchTimeoutMilliseconds: 100)]
    private static partial Regex Literals();
}
