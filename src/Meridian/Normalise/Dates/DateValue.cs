using NodaTime;
using NodaTime.Text;

namespace Meridian.Normalise;

/// <summary>How much of a point in time a cell tells.</summary>
public enum DatePrecision
{
    /// <summary>Month and day without a year, as birthdays are often kept.</summary>
    MonthDay,

    /// <summary>A calendar day.</summary>
    Day,

    /// <summary>A day and a time of day.</summary>
    Second,
}

/// <summary>A date or time as a cell tells it, no more precise than it was written.</summary>
public readonly record struct DateValue
{
    // Birthdays without year live in a leap year, so that 29 February fits.
    private const int LeapYear = 2000;

    private readonly LocalDateTime _local;

    private DateValue(LocalDateTime local, DatePrecision precision, Offset? offset)
    {
        _local = local;
        Precision = precision;
        Offset = offset;
    }

    public DatePrecision Precision { get; }

    /// <summary>The distance from UTC, where the cell gave one.</summary>
    public Offset? Offset { get; }

    /// <summary>The day on the wall calendar of the writer; null without a year.</summary>
    public LocalDate? Date => Precision == DatePrecision.MonthDay ? null : _local.Date;

    /// <summary>The wall clock of the writer; midnight for a day; null without a year.</summary>
    public LocalDateTime? DateTime => Precision == DatePrecision.MonthDay ? null : _local;

    /// <summary>The point in time; null unless the cell gave an offset or counted from an epoch.</summary>
    public Instant? Instant => Offset is { } offset && Precision == DatePrecision.Second ? _local.WithOffset(offset).ToInstant() : null;

    /// <summary>Month and day, which every precision has.</summary>
    public AnnualDate MonthDay => new(_local.Month, _local.Day);

    public static DateValue OfDay(LocalDate day) => new(day.AtMidnight(), DatePrecision.Day, null);

    public static DateValue OfTime(LocalDateTime time, Offset? offset = null) => new(time, DatePrecision.Second, offset);

    /// <exception cref="ArgumentOutOfRangeException">There is no such day, not even in a leap year.</exception>
    public static DateValue OfMonthDay(int month, int day) => new(new LocalDateTime(LeapYear, month, day, 0, 0), DatePrecision.MonthDay, null);

    /// <summary>ISO 8601: <c>2024-03-05</c>, <c>2024-03-05T10:11:12</c> with the offset if there is one, <c>--03-05</c> without year. <see cref="DateText"/> reads it back to the same value.</summary>
    public override string ToString() => Precision switch
    {
        DatePrecision.MonthDay => $"--{_local.Month:00}-{_local.Day:00}",
        DatePrecision.Day => LocalDatePattern.Iso.Format(_local.Date),
        _ => LocalDateTimePattern.ExtendedIso.Format(_local) + (Offset is { } offset ? OffsetPattern.GeneralInvariantWithZ.Format(offset) : ""),
    };
}
