using System.Globalization;
using System.Text.RegularExpressions;
using Parlot;

namespace Meridian.Rules.Syntax;

/// <summary>What begins with a digit: a number, a calendar day (2026-01-31) or an instant (2026-01-31T10:00:00Z).</summary>
internal static partial class NumberOrTime
{
    private const int LongestTime = 40;

    /// <summary>The token at the cursor, which stands at a digit or a point before one.</summary>
    public static Token Read(Scanner scanner)
    {
        var cursor = scanner.Cursor;
        var start = cursor.Offset;
        var rest = cursor.Span;
        if (DateShape().IsMatch(rest[..Math.Min(rest.Length, LongestTime)]))
            return DateOrTime(cursor);
        if (OtherDateShape().Match(cursor.Buffer, start, Math.Min(rest.Length, LongestTime)) is { Success: true } other)
            return RuleLexer.Bad(start, other.Length, "Write a date as year-month-day, such as 2026-01-31.");
        var length = NumberLength(rest);
        var number = double.Parse(rest[..length], NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture);
        cursor.Advance(length);
        if (!double.IsFinite(number))
            return RuleLexer.Bad(start, length, "The number is too large.");
        return new Token(TokenKind.Number, start, length, "") { Number = number };
    }

    /// <summary>The number so that it reads as the same again.</summary>
    public static string Write(double number) => number.ToString("R", CultureInfo.InvariantCulture);

    public static string Write(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    public static string Write(DateTime time) => time.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFF'Z'", CultureInfo.InvariantCulture);

    /// <summary>2026-01-31; false where the calendar has no such day.</summary>
    public static bool TryDate(string text, out DateOnly day) => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out day);

    /// <summary>2026-01-31T10:00:00Z, with fractions down to the microsecond that stores keep, and any offset from UTC; false where there is no such instant, and where the text names no zone.</summary>
    public static bool TryTime(string text, out DateTime time)
    {
        time = default;
        if (!TimeShape().IsMatch(text) || !DateTimeOffset.TryParseExact(text.ToUpperInvariant(), ["yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd'T'HH:mmK"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var at))
            return false;
        // The store's columns are timestamps without a zone, and hold microseconds.
        time = new DateTime(at.UtcTicks - (at.UtcTicks % TimeSpan.TicksPerMicrosecond), DateTimeKind.Unspecified);
        return true;
    }

    private static Token DateOrTime(Cursor cursor)
    {
        var start = cursor.Offset;
        var length = 0;
        var rest = cursor.Span;
        while (length < rest.Length && length < LongestTime && (char.IsAsciiLetterOrDigit(rest[length]) || rest[length] is '-' or ':' or '.' or '+'))
            length++;
        // A time ends where its shape ends; what follows a date without a T is not the date's.
        var text = rest[..length].ToString();
        if (text.Length > 10 && text[10] is not ('T' or 't'))
            text = text[..10];
        else if (text.Length > 10 && TimeStart().Match(text) is { Success: true } shape)
            text = shape.Value;
        cursor.Advance(text.Length);
        if (text.Length == 10)
        {
            return TryDate(text, out var day)
                ? new Token(TokenKind.Date, start, text.Length, text) { Time = day.ToDateTime(TimeOnly.MinValue) }
                : RuleLexer.Bad(start, text.Length, $"The calendar has no day {text}. Write a date as year-month-day, such as 2026-01-31.");
        }

        if (TryTime(text, out var time))
            return new Token(TokenKind.Time, start, text.Length, text) { Time = time };
        return RuleLexer.Bad(start, text.Length, TimeShape().IsMatch(text + "Z")
            ? $"The time {text} names no zone. Add Z for UTC ({text}Z) or an offset such as +08:00."
            : $"There is no time {text}. Write a time as 2026-01-31T10:00:00Z.");
    }

    private static int NumberLength(ReadOnlySpan<char> rest)
    {
        var at = Digits(rest, 0);
        if (at < rest.Length && rest[at] == '.' && at + 1 < rest.Length && char.IsAsciiDigit(rest[at + 1]))
            at = Digits(rest, at + 1);
        if (at < rest.Length && rest[at] is 'e' or 'E')
        {
            var exponent = at + 1 < rest.Length && rest[at + 1] is '+' or '-' ? at + 2 : at + 1;
            if (exponent < rest.Length && char.IsAsciiDigit(rest[exponent]))
                at = Digits(rest, exponent);
        }

        return at;
    }

    private static int Digits(ReadOnlySpan<char> text, int at)
    {
        while (at < text.Length && char.IsAsciiDigit(text[at]))
            at++;
        return at;
    }

    [GeneratedRegex(@"\A[0-9]{4}-[0-9]{2}-[0-9]{2}(?![0-9])", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex DateShape();

    [GeneratedRegex(@"\G(?:[0-9]{1,2}[/.][0-9]{1,2}[/.][0-9]{4}|[0-9]{4}[/.][0-9]{1,2}[/.][0-9]{1,2}|[0-9]{4}-[0-9]{1,2}-[0-9]{1,2})(?![0-9])", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex OtherDateShape();

    [GeneratedRegex(@"\A[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt][0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]{1,7})?)?(?:[Zz]|[+-][0-9]{2}:[0-9]{2})\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex TimeShape();

    [GeneratedRegex(@"\A[0-9-]{10}[Tt](?:[0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?(?:[Zz]|[+-][0-9]{2}:[0-9]{2})?)", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex TimeStart();
}
