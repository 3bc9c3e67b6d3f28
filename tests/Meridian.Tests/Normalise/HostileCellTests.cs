using System.Diagnostics;
using CsCheck;
using Meridian.Normalise;

namespace Meridian.Tests.Normalise;

/// <summary>Cells made to break readers: every reader has to answer, soon, and without throwing.</summary>
public sealed class HostileCellTests
{
    private static void ReadWithAll(string cell)
    {
        CellText.Clean(cell);
        CellText.CleanKnown(cell);
        CellText.IsNothing(cell);
        UnicodeForm.ToNfkc(cell);
        TextFold.Fold(cell);
        EmailText.TryRead(cell, out _, out _);
        foreach (var order in Enum.GetValues<DateOrder>())
            DateText.TryRead(cell, new DateReading(order, DayFirstIfAmbiguous: true, BareNumbers: true), out _);
        var dates = new DateOrderDetector(bareNumbers: true);
        dates.Add(cell);
        dates.Column();
        MoneyText.TryRead(cell, "US", out _, out _);
        NumberText.TryRead(cell, DecimalMark.Comma, out _);
        NumberText.TryReadCount(cell, out _);
        var marks = new DecimalMarkDetector();
        marks.Add(cell);
        marks.Column();
        var genders = new GenderColumn();
        genders.Add(cell);
        GenderWords.TryRead(cell, genders.Coding, out _);
        BooleanWords.TryRead(cell, out _);
        PersonName.TryRead(cell, out _);
        PersonName.Combine(cell, cell);
    }

    [Fact]
    public void No_reader_throws_on_any_text() => RandomText.Any.Sample(ReadWithAll, iter: RandomText.Many);

    [Fact]
    public void No_reader_throws_on_any_single_code_unit()
    {
        for (var c = 0; c <= char.MaxValue; c++)
            ReadWithAll(((char)c).ToString());
    }

    public static TheoryData<string> LongCells => new(
        "a", "1", ".", "@", "-", " ", "'", "(", "<", "\u200B", "\u200D", "\u0301", "ﷺ", "\uD83D", "a@", "1/", "1,", "1 ", "~", "年", "12/", ",a", "<a@b.c>", "\"", "mailto:", "=\"", "﷽", "각", "null", "1:", "(1)");

    [Theory]
    [MemberData(nameof(LongCells))]
    public void A_cell_of_fifty_thousand_characters_is_answered_at_once(string unit)
    {
        var cell = string.Concat(Enumerable.Repeat(unit, 50_000 / unit.Length));
        ReadWithAll(cell);
        var best = long.MaxValue;
        for (var time = 0; time < 3 && best >= 1_000; time++)
        {
            var watch = Stopwatch.StartNew();
            ReadWithAll(cell);
            ReadWithAll("ana@example.com" + cell);
            ReadWithAll("05/03/2024" + cell);
            best = Math.Min(best, watch.ElapsedMilliseconds);
        }

        // Linear work takes some milliseconds here; quadratic work on 50,000 characters would take seconds each time, on a busy machine not only the first.
        Assert.True(best < 1_000, $"{best} ms for 50,000 times '{unit}'");
    }

    [Theory]
    [InlineData("2024-03-05")]
    [InlineData("05/03/2024")]
    [InlineData("2024-03-05T10:11:12Z")]
    [InlineData("5 marzo 2024")]
    [InlineData("2024年3月5日")]
    [InlineData("٥ مارس ٢٠٢٤")]
    [InlineData("hello world")]
    [InlineData("13800138000")]
    [InlineData("1,234")]
    [InlineData("1.234,50")]
    [InlineData("US$1,234.50")]
    [InlineData("1.234,50 €")]
    [InlineData("  n/a ")]
    [InlineData("não informado")]
    [InlineData("Mujer")]
    [InlineData("sí")]
    public void Judging_a_cell_allocates_nothing(string cell)
    {
        void Read()
        {
            CellText.CleanKnown(cell);
            DateText.TryRead(cell, DateOrder.DayMonthYear, out _);
            NumberText.TryReadCount(cell, out _);
            MoneyText.TryRead(cell, "US", out _, out _);
            GenderWords.TryRead(cell, out _);
            BooleanWords.TryRead(cell, out _);
            EmailSyntax.IsPlain(cell, out _);
        }
        // Code that the JIT has not optimised yet may box; it is optimised after some dozens of calls and a tenth of a second.
        var watch = Stopwatch.StartNew();
        long allocated;
        do
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < 100; i++)
                Read();
            allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        }
        while (allocated > 0 && watch.ElapsedMilliseconds < 10_000);
        Assert.Equal(0, allocated);
    }
}
