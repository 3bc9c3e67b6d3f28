using CsCheck;
using Meridian.Normalise;
using NodaTime;
using NodaTime.Text;

namespace Meridian.Tests.Normalise;

public sealed class DateOrderDetectorTests
{
    private static DateColumn Column(params string[] cells)
    {
        var detector = new DateOrderDetector();
        foreach (var cell in cells)
            detector.Add(cell);
        return detector.Column();
    }

    [Fact]
    public void One_cell_proves_the_order_of_the_whole_column()
    {
        var column = Column("05/03/2024", "13/02/2024", "01/12/2023", "", "n/a");
        Assert.Equal(new DateColumn(DateOrder.DayMonthYear, "13/02/2024 proves day before month", 3, 0, 0, null, 0, null, false), column);
    }

    [Theory]
    [InlineData("02/13/2024,03/04/2024", DateOrder.MonthDayYear)]
    [InlineData("13.02.2024,03.04.2024", DateOrder.DayMonthYear)]
    [InlineData("13/02/24,03/04/24", DateOrder.DayMonthYear)]
    [InlineData("2024-03-05,2024-12-31", DateOrder.YearMonthDay)]
    [InlineData("2024年3月5日", DateOrder.YearMonthDay)]
    [InlineData("85-03-17,92-11-02", DateOrder.YearMonthDay)]
    [InlineData("24-03-05,24-03-17,23-11-30,24-07-09,23-12-01", DateOrder.YearMonthDay)]
    [InlineData("13/02", DateOrder.DayMonthYear)]
    [InlineData("02/13", DateOrder.MonthDayYear)]
    [InlineData("2024-03-05,13/02/2024", DateOrder.DayMonthYear)]
    [InlineData("05/03/2024 10:11,13/02/2024 22:11", DateOrder.DayMonthYear)]
    [InlineData("٠٥/٠٣/٢٠٢٤,١٣/٠٢/٢٠٢٤", DateOrder.DayMonthYear)]
    [InlineData("05/03/2024,06/07/2024", DateOrder.Ambiguous)]
    [InlineData("hello", DateOrder.Ambiguous)]
    [InlineData("", DateOrder.Ambiguous)]
    public void Finds_the_order(string cells, DateOrder expected) => Assert.Equal(expected, Column(cells.Split(',')).Order);

    [Fact]
    public void An_ambiguous_column_says_how_many_cells_are_undecided()
    {
        var column = Column("05/03/2024", "06/07/2024", "08/08/2024", "2024-01-02");
        Assert.Equal((DateOrder.Ambiguous, 2L, 4L, null), (column.Order, column.Undecided, column.Dates, column.Proof));
    }

    [Fact]
    public void Few_cells_against_a_proven_order_are_conflicts_and_are_refused_later()
    {
        var cells = Enumerable.Range(1, 28).Select(d => $"{d:00}/02/2024").Append("02/30/2024").Append("02/28/2024").ToArray();
        var column = Column(cells);
        Assert.Equal((DateOrder.DayMonthYear, 1L, "02/28/2024"), (column.Order, column.Conflicts, column.ConflictExample));
        Assert.Equal((1L, "02/30/2024"), (column.Unreadable, column.UnreadableExample));
        Assert.False(DateText.TryRead("02/28/2024", column.Reading, out _));
    }

    [Fact]
    public void A_mixed_column_is_ambiguous_and_shows_both_sides()
    {
        var column = Column("13/02/2024", "02/14/2024", "05/06/2024");
        Assert.Equal((DateOrder.Ambiguous, 1L, 1L), (column.Order, column.Conflicts, column.Undecided));
        Assert.NotNull(column.ConflictExample);
        Assert.True(DateText.TryRead("02/14/2024", column.Reading, out _));
        Assert.False(DateText.TryRead("05/06/2024", column.Reading, out _));
    }

    [Fact]
    public void Bare_numbers_count_only_where_the_header_says_dates()
    {
        var said = new DateOrderDetector(bareNumbers: true);
        var unsaid = new DateOrderDetector();
        foreach (var cell in new[] { "45356", "45357.5", "2024-03-05" })
        {
            said.Add(cell);
            unsaid.Add(cell);
        }
        Assert.Equal((3L, 0L), (said.Column().Dates, said.Column().Unreadable));
        Assert.Equal((1L, 2L), (unsaid.Column().Dates, unsaid.Column().Unreadable));
        Assert.True(DateText.TryRead("45356", said.Column().Reading, out _));
    }

    [Fact]
    public void Any_column_with_a_day_above_twelve_is_read_back_whole_and_parts_merge_to_the_same_column()
    {
        var patterns = new (string Pattern, DateOrder Order)[]
        {
            ("dd/MM/yyyy", DateOrder.DayMonthYear), ("MM/dd/yyyy", DateOrder.MonthDayYear), ("d.M.yyyy", DateOrder.DayMonthYear), ("M-d-yyyy", DateOrder.MonthDayYear), ("yyyy/MM/dd", DateOrder.YearMonthDay),
        };
        Gen.Select(Gen.Int[0, 91_000].Array[1, 60], Gen.Int[0, patterns.Length - 1], Gen.Int[0, 60]).Sample((offsets, which, cut) =>
        {
            var (pattern, order) = patterns[which];
            var format = LocalDatePattern.CreateWithInvariantCulture(pattern.Replace("/", "'/'", StringComparison.Ordinal));
            var days = offsets.Select(o => new LocalDate(1850, 1, 1).PlusDays(o)).Append(new LocalDate(2024, 2, 13)).ToArray();
            var (whole, first, second) = (new DateOrderDetector(), new DateOrderDetector(), new DateOrderDetector());
            for (var i = 0; i < days.Length; i++)
            {
                var cell = format.Format(days[i]);
                whole.Add(cell);
                (i < cut ? first : second).Add(cell);
            }
            first.Merge(second);
            Assert.Equal(order, whole.Column().Order);
            Assert.Equal(whole.Column(), first.Column());
            foreach (var day in days)
            {
                Assert.True(DateText.TryRead(format.Format(day), whole.Column().Reading, out var value));
                Assert.Equal(day, value.Date);
            }
        }, iter: 1000);
    }

    [Fact]
    public void The_birth_dates_of_five_thousand_records_are_found_to_be_year_first()
    {
        if (SharedData.Find("identity_febrl3.csv") is not { } path)
        {
            Assert.Skip("shared/data is not here");
            return;
        }
        var lines = File.ReadAllLines(path);
        var at = Array.FindIndex(lines[0].Split(','), h => h.Trim() == "date_of_birth");
        var detector = new DateOrderDetector();
        foreach (var line in lines.Skip(1))
            detector.Add(line.Split(',')[at]);
        var column = detector.Column();
        // The rest are errors put in on purpose ("19550231", "1936078").
        Assert.Equal((DateOrder.YearMonthDay, 0L), (column.Order, column.Undecided));
        Assert.Equal((4810L, 35L), (column.Dates, column.Unreadable));
    }
}
