using NodaTime;

namespace Meridian.Normalise;

/// <summary>
/// Reads dates and times as people and programs write them, in the months' and weekdays' names of CLDR's larger languages and in any script's digits:
/// ISO 8601, <c>5/3/2024 3:10 PM</c>, <c>5 de marzo de 2024</c>, <c>2024年3月5日</c>, <c>Tue Mar 05 2024 10:11:12 GMT+0100</c>, Thai Buddhist and Japanese eras.
/// Impossible days (31/02) and years outside 1850 to 2100 are refused. A month or a year alone is no date.
/// </summary>
public static class DateText
{
    // Below it a number in a date column is a year (also a Buddhist one), not the serial of a day before 1907.
    private const int FirstSerial = 2701;

    // 31 December 2100.
    private const int LastSerial = 73_415;

    /// <summary>Reads a cell under an order; with <see cref="DateOrder.Ambiguous"/> it refuses what two orders would read differently.</summary>
    public static bool TryRead(ReadOnlySpan<char> cell, DateOrder order, out DateValue value) => TryRead(cell, new DateReading(order), out value);

    /// <summary>Reads a cell; false if it is no date, or not one under this reading.</summary>
    public static bool TryRead(ReadOnlySpan<char> cell, DateReading reading, out DateValue value)
    {
        value = default;
        var text = CellText.Clean(cell);
        if (reading.BareNumbers && TryBareNumber(text, out value))
            return true;
        if (!DateShape.TryRead(text, out var shape))
            return false;
        if (shape.Kind is DateShape.Form.Annual or DateShape.Form.Pair)
            return TryAnnual(shape, reading, out value);
        if (!TryDay(shape, reading, out var day))
            return false;
        if (!shape.Time.IsPresent)
        {
            value = DateValue.OfDay(day);
            return true;
        }
        if (shape.Time.IsNextDay)
            day = day.PlusDays(1);
        if (day.Year > DateShape.LastYear)
            return false;
        value = DateValue.OfTime(day + shape.Time.Time, shape.Time.Offset);
        return true;
    }

    private static bool TryDay(DateShape shape, DateReading reading, out LocalDate day)
    {
        if (!shape.DependsOnOrder || reading.Order is DateOrder.DayMonthYear or DateOrder.MonthDayYear || (reading.Order == DateOrder.YearMonthDay && shape.Kind == DateShape.Form.ShortYear))
            return shape.TryDay(reading.Order, out day);
        var dayFirst = shape.TryDay(DateOrder.DayMonthYear, out day);
        if (shape.TryDay(DateOrder.MonthDayYear, out var other))
        {
            if (dayFirst)
                return day == other || reading.DayFirstIfAmbiguous;
            day = other;
            return true;
        }
        return dayFirst || shape.TryDay(DateOrder.YearMonthDay, out day);
    }

    private static bool TryAnnual(DateShape shape, DateReading reading, out DateValue value)
    {
        value = default;
        int month, day;
        if (shape.Kind == DateShape.Form.Annual || reading.Order != DateOrder.Ambiguous)
        {
            if (!shape.TryMonthDay(reading.Order, out month, out day))
                return false;
        }
        else if (!shape.TryMonthDay(DateOrder.DayMonthYear, out month, out day))
        {
            if (!shape.TryMonthDay(DateOrder.MonthDayYear, out month, out day))
                return false;
        }
        else if (month != day && shape.TryMonthDay(DateOrder.MonthDayYear, out _, out _) && !reading.DayFirstIfAmbiguous)
        {
            return false;
        }
        value = DateValue.OfMonthDay(month, day);
        return true;
    }

    /// <summary>Spreadsheet serials (days since 30 December 1899, the 1900 leap-year fault included) and Unix time.</summary>
    private static bool TryBareNumber(ReadOnlySpan<char> text, out DateValue value)
    {
        value = default;
        if (text.Length is < 4 or > 24 || text.ContainsAnyExcept("0123456789."))
            return false;
        var dot = text.IndexOf('.');
        var whole = dot < 0 ? text : text[..dot];
        if (!decimal.TryParse(text, System.Globalization.NumberStyles.AllowDecimalPoint, System.Globalization.CultureInfo.InvariantCulture, out var number))
            return false;
        switch (whole.Length)
        {
            case 10:
                value = OfUnix(Instant.FromUnixTimeTicks((long)(number * NodaConstants.TicksPerSecond)));
                break;
            case 13:
                value = OfUnix(Instant.FromUnixTimeTicks((long)(number * NodaConstants.TicksPerMillisecond)));
                break;
            case 4 or 5 when number is >= FirstSerial and <= LastSerial:
                var day = new LocalDate(1899, 12, 30).PlusDays((int)number);
                var seconds = (int)Math.Round((number - Math.Truncate(number)) * 86_400);
                value = seconds == 0 ? DateValue.OfDay(day) : DateValue.OfTime(day.AtMidnight().PlusSeconds(seconds));
                break;
            default:
                return false;
        }
        return value.Date!.Value.Year <= DateShape.LastYear;
    }

    private static DateValue OfUnix(Instant instant) => DateValue.OfTime(instant.InUtc().LocalDateTime, Offset.Zero);
}
