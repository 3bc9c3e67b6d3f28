using CsCheck;
using Meridian.Normalise;
using NodaTime;

namespace Meridian.Tests.Normalise;

public sealed class DateTextTests
{
    [Theory]
    // ISO 8601 and its neighbours
    [InlineData("2024-03-05", "2024-03-05")]
    [InlineData(" 2024-03-05 ", "2024-03-05")]
    [InlineData("2024/3/5", "2024-03-05")]
    [InlineData("2024.03.05", "2024-03-05")]
    [InlineData("2024. 3. 5.", "2024-03-05")]
    [InlineData("20240305", "2024-03-05")]
    [InlineData("2024-03-05T10:11:12", "2024-03-05T10:11:12")]
    [InlineData("2024-03-05 10:11:12", "2024-03-05T10:11:12")]
    [InlineData("2024-03-05 10:11", "2024-03-05T10:11:00")]
    [InlineData("2024-03-05T10:11:12Z", "2024-03-05T10:11:12Z")]
    [InlineData("2024-03-05T10:11:12.345Z", "2024-03-05T10:11:12.345Z")]
    [InlineData("2024-03-05T10:11:12.123456789Z", "2024-03-05T10:11:12.123456789Z")]
    [InlineData("2024-03-05T10:11:12,5+08:00", "2024-03-05T10:11:12.5+08")]
    [InlineData("2024-03-05T10:11:12+0530", "2024-03-05T10:11:12+05:30")]
    [InlineData("2024-03-05T10:11:12-03", "2024-03-05T10:11:12-03")]
    [InlineData("2024-03-05 10:11:12 +00:00", "2024-03-05T10:11:12Z")]
    [InlineData("2024-03-05 10:11:12 UTC", "2024-03-05T10:11:12Z")]
    [InlineData("20240305T101112Z", "2024-03-05T10:11:12Z")]
    [InlineData("20240305101112", "2024-03-05T10:11:12")]
    [InlineData("2024-03-05T24:00:00", "2024-03-06T00:00:00")]
    // programs
    [InlineData("Tue Mar 05 2024 10:11:12 GMT+0100 (Central European Standard Time)", "2024-03-05T10:11:12+01")]
    [InlineData("Tue, 5 Mar 2024 10:11:12 +0100", "2024-03-05T10:11:12+01")]
    [InlineData("Tue, 05 Mar 2024 10:11:12 GMT", "2024-03-05T10:11:12Z")]
    [InlineData("05-MAR-24", "2024-03-05")]
    [InlineData("05MAR2024", "2024-03-05")]
    [InlineData("[5/3/24, 10:11:12 PM]", "2024-03-05T22:11:12")]
    [InlineData("5/3/24, 22:11", "2024-03-05T22:11:00")]
    // day first
    [InlineData("05/03/2024", "2024-03-05")]
    [InlineData("5-3-24", "2024-03-05")]
    [InlineData("5-3-30", "1930-03-05")]
    [InlineData("5-3-29", "2029-03-05")]
    [InlineData("05.03.2024 10:11", "2024-03-05T10:11:00")]
    [InlineData("05/03/2024 10.30", "2024-03-05T10:30:00")]
    [InlineData("05 03 2024", "2024-03-05")]
    [InlineData("29/02/2024", "2024-02-29")]
    [InlineData("05/03/2024 12:05 AM", "2024-03-05T00:05:00")]
    [InlineData("05/03/2024 12:05 pm", "2024-03-05T12:05:00")]
    [InlineData("05/03/2024 3 PM", "2024-03-05T15:00:00")]
    [InlineData("05/03/2024 3:05 p. m.", "2024-03-05T15:05:00")]
    [InlineData("05/03/2024 3:05 p.m.", "2024-03-05T15:05:00")]
    [InlineData("10:11 05/03/2024", "2024-03-05T10:11:00")]
    [InlineData("10:11 - 5 mar 2024", "2024-03-05T10:11:00")]
    // month names
    [InlineData("March 5, 2024", "2024-03-05")]
    [InlineData("March 5th, 2024", "2024-03-05")]
    [InlineData("5th of March 2024", "2024-03-05")]
    [InlineData("Tuesday, March 5, 2024 at 3:05 PM", "2024-03-05T15:05:00")]
    [InlineData("Sept. 9, 2024", "2024-09-09")]
    [InlineData("2024 Mar 5", "2024-03-05")]
    [InlineData("5 de marzo de 2024", "2024-03-05")]
    [InlineData("martes, 5 de marzo de 2024", "2024-03-05")]
    [InlineData("mar 5 mar 2024", "2024-03-05")]
    [InlineData("5 de março de 2024", "2024-03-05")]
    [InlineData("5 de MARÇO de 2024 às 10:11", "2024-03-05T10:11:00")]
    [InlineData("1er février 2024", "2024-02-01")]
    [InlineData("5 août 2024", "2024-08-05")]
    [InlineData("5. März 2024", "2024-03-05")]
    [InlineData("5 Maret 2024", "2024-03-05")]
    [InlineData("5 Agustus 2024 pukul 10.11", "2024-08-05T10:11:00")]
    [InlineData("5 марта 2024 г.", "2024-03-05")]
    [InlineData("5 марта 2024 года", "2024-03-05")]
    [InlineData("5 мая 2024 г., 10:11", "2024-05-05T10:11:00")]
    [InlineData("5 मार्च 2024", "2024-03-05")]
    [InlineData("5 tháng 3, 2024", "2024-03-05")]
    [InlineData("ngày 5 tháng 3 năm 2024", "2024-03-05")]
    [InlineData("5 มีนาคม 2567", "2024-03-05")]
    [InlineData("5 มี.ค. 2567", "2024-03-05")]
    [InlineData("05/03/2567", "2024-03-05")]
    [InlineData("5 Mart 2024 Salı", "2024-03-05")]
    [InlineData("5 marzo 2024", "2024-03-05")]
    [InlineData("٥ مارس ٢٠٢٤", "2024-03-05")]
    [InlineData("٠٥/٠٣/٢٠٢٤", "2024-03-05")]
    [InlineData("5 آذار 2024", "2024-03-05")]
    [InlineData("٥ مارس ٢٠٢٤، ٣:٠٥ م", "2024-03-05T15:05:00")]
    [InlineData("5/3/2024 3:05 ص", "2024-03-05T03:05:00")]
    // East Asia
    [InlineData("2024年3月5日", "2024-03-05")]
    [InlineData("2024年03月05号", "2024-03-05")]
    [InlineData("2024年3月5日 10时11分12秒", "2024-03-05T10:11:12")]
    [InlineData("2024年3月5日 下午3:05", "2024-03-05T15:05:00")]
    [InlineData("2024年3月5日下午3点05分", "2024-03-05T15:05:00")]
    [InlineData("2024年3月5日 晚上8点", "2024-03-05T20:00:00")]
    [InlineData("2024年3月5日 星期二", "2024-03-05")]
    [InlineData("2024年3月5日(火)", "2024-03-05")]
    [InlineData("2024年3月5日火曜日 午後3時05分", "2024-03-05T15:05:00")]
    [InlineData("２０２４／０３／０５", "2024-03-05")]
    [InlineData("２０２４年３月５日", "2024-03-05")]
    [InlineData("24年3月5日", "2024-03-05")]
    [InlineData("令和6年3月5日", "2024-03-05")]
    [InlineData("昭和60年3月5日", "1985-03-05")]
    [InlineData("民國113年3月5日", "2024-03-05")]
    [InlineData("2024년 3월 5일", "2024-03-05")]
    [InlineData("2024년 3월 5일 오후 3:05", "2024-03-05T15:05:00")]
    [InlineData("2024년 3월 5일 화요일 오후 3시 5분", "2024-03-05T15:05:00")]
    [InlineData("2024/3/5 上午10:11", "2024-03-05T10:11:00")]
    [InlineData("2024-3-5 上午 10:11:12", "2024-03-05T10:11:12")]
    // without year
    [InlineData("--05-23", "--05-23")]
    [InlineData("--0523", "--05-23")]
    [InlineData("23/05", "--05-23")]
    [InlineData("23 May", "--05-23")]
    [InlineData("May 23", "--05-23")]
    [InlineData("3月5日", "--03-05")]
    [InlineData("29/02", "--02-29")]
    public void Reads_dates_as_they_are_written_day_first(string cell, string expected)
    {
        Assert.True(DateText.TryRead(cell, DateOrder.DayMonthYear, out var value), cell);
        Assert.Equal(expected, value.ToString());
    }

    [Theory]
    [InlineData("05/03/2024", DateOrder.MonthDayYear, "2024-05-03")]
    [InlineData("5/3/24 3:05 PM", DateOrder.MonthDayYear, "2024-05-03T15:05:00")]
    [InlineData("05-23", DateOrder.MonthDayYear, "--05-23")]
    [InlineData("05-23", DateOrder.YearMonthDay, "--05-23")]
    [InlineData("24-03-05", DateOrder.YearMonthDay, "2024-03-05")]
    [InlineData("85.03.05", DateOrder.YearMonthDay, "1985-03-05")]
    [InlineData("2024-03-05", DateOrder.MonthDayYear, "2024-03-05")]
    // an ambiguous column: what reads one way only is read
    [InlineData("13/02/2024", DateOrder.Ambiguous, "2024-02-13")]
    [InlineData("02/13/2024", DateOrder.Ambiguous, "2024-02-13")]
    [InlineData("05/05/2024", DateOrder.Ambiguous, "2024-05-05")]
    [InlineData("85-03-17", DateOrder.Ambiguous, "1985-03-17")]
    public void The_order_decides(string cell, DateOrder order, string expected)
    {
        Assert.True(DateText.TryRead(cell, order, out var value), cell);
        Assert.Equal(expected, value.ToString());
    }

    [Theory]
    [InlineData("31/02/2024")]
    [InlineData("29/02/2023")]
    [InlineData("2023-02-29")]
    [InlineData("00/00/0000")]
    [InlineData("0000-00-00")]
    [InlineData("02/13/2024")]
    [InlineData("01/01/1849")]
    [InlineData("01/01/2101")]
    [InlineData("2024-13-01")]
    [InlineData("2024-03-05 25:00")]
    [InlineData("2024-03-05 10:61")]
    [InlineData("2024-03-05 13:05 AM")]
    [InlineData("2024-03-05 晚上12点")]
    [InlineData("2024-03-05T10:11:12+25:00")]
    [InlineData("2024-03-05 10:11 PST")]
    [InlineData("5/3.2024")]
    [InlineData("5/3")]
    [InlineData("2024")]
    [InlineData("2024-03")]
    [InlineData("March 2024")]
    [InlineData("45356")]
    [InlineData("1709633472")]
    [InlineData("13800138000")]
    [InlineData("+34 600 123 456")]
    [InlineData("10.30")]
    [InlineData("12.50 €")]
    [InlineData("hello")]
    [InlineData("May")]
    [InlineData("3rd")]
    [InlineData("192.168.10.12")]
    [InlineData("ana@example.com")]
    [InlineData("")]
    [InlineData("-")]
    public void Refuses_what_is_no_date(string cell)
    {
        if (cell == "5/3")
            Assert.False(DateText.TryRead(cell, DateOrder.Ambiguous, out _));
        else
            Assert.False(DateText.TryRead(cell, DateOrder.DayMonthYear, out var value), $"{cell} was read as {value}");
    }

    [Fact]
    public void An_ambiguous_column_is_guessed_only_where_the_caller_asks()
    {
        Assert.False(DateText.TryRead("05/03/2024", DateOrder.Ambiguous, out _));
        Assert.True(DateText.TryRead("05/03/2024", new DateReading(DateOrder.Ambiguous, DayFirstIfAmbiguous: true), out var value));
        Assert.Equal(new LocalDate(2024, 3, 5), value.Date);
    }

    [Theory]
    [InlineData("45356", "2024-03-05")]
    [InlineData("45356.5", "2024-03-05T12:00:00")]
    [InlineData("45356.0", "2024-03-05")]
    [InlineData("25569", "1970-01-01")]
    [InlineData("1709633472", "2024-03-05T10:11:12Z")]
    [InlineData("1709633472123", "2024-03-05T10:11:12.123Z")]
    [InlineData("1709633472.5", "2024-03-05T10:11:12.5Z")]
    public void Reads_bare_numbers_where_the_column_is_known_to_hold_dates(string cell, string expected)
    {
        Assert.True(DateText.TryRead(cell, new DateReading(DateOrder.Ambiguous, BareNumbers: true), out var value), cell);
        Assert.Equal(expected, value.ToString());
    }

    [Theory]
    [InlineData("2024")]
    [InlineData("2567")]
    [InlineData("12")]
    [InlineData("99999")]
    [InlineData("123456789")]
    [InlineData("4700000000000")]
    public void A_year_or_an_id_is_no_serial_number(string cell) => Assert.False(DateText.TryRead(cell, new DateReading(DateOrder.Ambiguous, BareNumbers: true), out _));

    [Fact]
    public void A_time_with_an_offset_is_an_instant_and_one_without_is_not()
    {
        DateText.TryRead("2024-03-05T10:11:12+08:00", DateOrder.Ambiguous, out var with);
        DateText.TryRead("2024-03-05T10:11:12", DateOrder.Ambiguous, out var without);
        Assert.Equal(Instant.FromUtc(2024, 3, 5, 2, 11, 12), with.Instant);
        Assert.Null(without.Instant);
        Assert.Equal(new LocalDateTime(2024, 3, 5, 10, 11, 12), without.DateTime);
    }

    [Fact]
    public void Every_day_is_read_back_from_every_way_to_write_it()
    {
        var spellings = new[] { "yyyy'-'MM'-'dd", "yyyy'/'M'/'d", "yyyyMMdd", "d'/'M'/'yyyy", "dd'.'MM'.'yyyy", "d MMM yyyy", "MMMM d, yyyy", "d-MMM-yyyy", "yyyy'年'M'月'd'日'" };
        Gen.Select(Gen.Int[0, 91_675], Gen.Int[0, spellings.Length - 1]).Sample((days, spelling) =>
        {
            var day = new LocalDate(1850, 1, 1).PlusDays(days);
            var text = NodaTime.Text.LocalDatePattern.CreateWithInvariantCulture(spellings[spelling]).Format(day);
            Assert.True(DateText.TryRead(text, DateOrder.DayMonthYear, out var value), text);
            Assert.Equal(day, value.Date);
        }, iter: 5000);
    }

    [Fact]
    public void What_was_read_is_read_again_as_the_same_value()
    {
        Gen.Select(Gen.Int[0, 91_674], Gen.Long[0, NodaConstants.NanosecondsPerDay - 1], Gen.Int[-56, 56], Gen.Int[0, 3]).Sample((days, nanoseconds, quarters, form) =>
        {
            var day = new LocalDate(1850, 1, 1).PlusDays(days);
            var time = day.AtMidnight().PlusNanoseconds(nanoseconds);
            var value = form switch
            {
                0 => DateValue.OfDay(day),
                1 => DateValue.OfTime(time),
                2 => DateValue.OfTime(time, Offset.FromSeconds(quarters * 900)),
                _ => DateValue.OfMonthDay(day.Month, day.Day),
            };
            Assert.True(DateText.TryRead(value.ToString(), DateOrder.Ambiguous, out var again), value.ToString());
            Assert.Equal(value, again);
        }, iter: 5000);
    }
}
