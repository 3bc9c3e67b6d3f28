using System.Globalization;
using CsCheck;
using Meridian.Normalise;

namespace Meridian.Tests.Normalise;

public sealed class NumberTextTests
{
    [Theory]
    [InlineData("0", 0)]
    [InlineData("12", 12)]
    [InlineData("1,234", 1234)]
    [InlineData("1.234", 1234)]
    [InlineData("1 234", 1234)]
    [InlineData("1\u00A0234", 1234)]
    [InlineData("1\u202F234\u202F567", 1234567)]
    [InlineData("1'234", 1234)]
    [InlineData("1,234,567", 1234567)]
    [InlineData("12,34,567", 1234567)]
    [InlineData("17850.0", 17850)]
    [InlineData("5,00", 5)]
    [InlineData("+5", 5)]
    [InlineData("'5", 5)]
    [InlineData(" 5 ", 5)]
    [InlineData("١٢٣", 123)]
    [InlineData("１２３", 123)]
    [InlineData("१२३", 123)]
    [InlineData("9223372036854775807", long.MaxValue)]
    public void Reads_counts(string cell, long expected)
    {
        Assert.True(NumberText.TryReadCount(cell, out var count));
        Assert.Equal(expected, count);
    }

    [Theory]
    [InlineData("")]
    [InlineData("-")]
    [InlineData("-5")]
    [InlineData("(5)")]
    [InlineData("1.5")]
    [InlineData("1,5")]
    [InlineData("12k")]
    [InlineData("5 times")]
    [InlineData("1,23,4")]
    [InlineData("12 34")]
    [InlineData("1E+06")]
    [InlineData("9223372036854775808")]
    [InlineData("1-2")]
    [InlineData("50%")]
    [InlineData("many")]
    public void Refuses_what_is_no_count(string cell) => Assert.False(NumberText.TryReadCount(cell, out _));

    [Theory]
    [InlineData("1.234", DecimalMark.Point, "1.234")]
    [InlineData("1.234", DecimalMark.Comma, "1234")]
    [InlineData("1,234", DecimalMark.Point, "1234")]
    [InlineData("1,234", DecimalMark.Comma, "1.234")]
    [InlineData("0.125", DecimalMark.Unknown, "0.125")]
    [InlineData("1234.567", DecimalMark.Unknown, "1234.567")]
    [InlineData(".5", DecimalMark.Unknown, "0.5")]
    [InlineData("-12,5", DecimalMark.Unknown, "-12.5")]
    [InlineData("12 345,678", DecimalMark.Unknown, "12345.678")]
    [InlineData("1.234.567,8", DecimalMark.Unknown, "1234567.8")]
    [InlineData("١٬٢٣٤٫٥", DecimalMark.Unknown, "1234.5")]
    public void The_mark_decides_where_the_number_does_not(string cell, DecimalMark mark, string expected)
    {
        Assert.True(NumberText.TryRead(cell, mark, out var value));
        Assert.Equal(expected, value.ToString(CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData("1.234")]
    [InlineData("1,234")]
    [InlineData("1.234,5,6")]
    [InlineData("1,2345.6")]
    [InlineData("1..2")]
    [InlineData("1.2.3.4")]
    [InlineData("12345678901234567890123456789")]
    public void Refuses_what_it_cannot_tell(string cell) => Assert.False(NumberText.TryRead(cell, DecimalMark.Unknown, out _));

    [Theory]
    [InlineData("1.234|1.234,50", DecimalMark.Comma, "1.234,50")]
    [InlineData("1,234|1,234.5", DecimalMark.Point, "1,234.5")]
    [InlineData("€ 12,5|1.234", DecimalMark.Comma, "€ 12,5")]
    [InlineData("1.234.567|1.234", DecimalMark.Comma, "1.234.567")]
    [InlineData("1.234|2.345", DecimalMark.Unknown, null)]
    [InlineData("1.5|2,5", DecimalMark.Unknown, null)]
    [InlineData("12|13", DecimalMark.Unknown, null)]
    [InlineData("hello|", DecimalMark.Unknown, null)]
    public void A_column_settles_what_a_cell_cannot(string cells, DecimalMark mark, string? proof)
    {
        var detector = new DecimalMarkDetector();
        foreach (var cell in cells.Split('|'))
            detector.Add(cell);
        Assert.Equal((mark, proof), (detector.Column().Mark, detector.Column().Proof));
    }

    [Fact]
    public void Every_number_is_read_back_from_every_way_to_group_it()
    {
        var cultures = new[] { "en-US", "de-DE", "fr-FR", "pt-BR", "de-CH", "hi-IN", "ru-RU" }.Select(CultureInfo.GetCultureInfo).ToArray();
        Gen.Select(Gen.Int[-99_999_999, 99_999_999], Gen.Int[0, cultures.Length - 1]).Sample((hundredths, which) =>
        {
            var number = hundredths / 100m;
            var text = number.ToString("N2", cultures[which]);
            Assert.True(NumberText.TryRead(text, DecimalMark.Unknown, out var value), text);
            Assert.Equal(number, value);
        }, iter: 5000);
    }
}
