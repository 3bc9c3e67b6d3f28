using Meridian.Numbers;

namespace Meridian.Tests.Numbers;

public sealed class ScreenedNumberTests
{
    [Theory]
    [InlineData("+49 1511 2345678", null, "+4915112345678", "DE", "mobile")]
    [InlineData("0151 12345678", "DE", "+4915112345678", "DE", "mobile")]
    [InlineData("'+5511987654321", null, "+5511987654321", "BR", "mobile")]
    [InlineData("tel:+12125550143", null, "+12125550143", "US", "fixed_line_or_mobile")]
    [InlineData("+800 2345 9876", null, "+80023459876", null, "toll_free")]
    public void A_valid_number_needs_no_reason(string cell, string? country, string e164, string? region, string type)
    {
        var number = ScreenedNumber.Read(cell, null, null, country);
        Assert.Equal((e164, NumberVerdict.Valid, null, region, type), (number.E164, number.Verdict, number.Reason, number.Country, number.Type));
    }

    [Theory]
    [InlineData("", null, "no number")]
    [InlineData("n/a", null, "no number")]
    [InlineData("call me", null, "no digits")]
    [InlineData("12", "US", "too short")]
    [InlineData("+49 1", null, "too short")]
    [InlineData("+1 212 555", null, "too short")]
    [InlineData("+86 138 0013 8000 1234 5", null, "too long")]
    [InlineData("12345678901234567890123456789", null, "too long")]
    [InlineData("+999 123456", null, "unknown country code")]
    [InlineData("021 1234", null, "no country code")]
    [InlineData("8.61381E+12", null, "rounded by a spreadsheet")]
    [InlineData("8,61381E+12", null, "rounded by a spreadsheet")]
    [InlineData("+65 1234 567", null, "too short")]
    [InlineData("x23456", "DE", "extension without its number")]
    [InlineData("Ext. 801 23", "US", "extension without its number")]
    [InlineData("分机：80123", "CN", "extension without its number")]
    public void What_is_no_number_says_why(string cell, string? country, string reason)
    {
        var number = ScreenedNumber.Read(cell, null, null, country);
        Assert.Equal((null, NumberVerdict.Impossible, reason, 0ul), (number.E164, number.Verdict, number.Reason, number.Key));
    }

    [Theory]
    [InlineData("+1 111 555 0143", "empty range")]
    [InlineData("+86 200 1234 5678", "empty range")]
    [InlineData("+1 555 0143", "no area code")]
    public void A_number_of_a_range_that_nobody_uses_is_possible_only(string cell, string reason)
    {
        var number = ScreenedNumber.Read(cell, null, null, null);
        Assert.Equal((NumberVerdict.Possible, reason, null), (number.Verdict, number.Reason, number.Type));
        Assert.NotEqual(0ul, number.Key);
    }

    /// <summary>Brazil's mobile numbers from before 2016; a landline never had a 9, and a number that is in use without one is not given one.</summary>
    [Theory]
    [InlineData("+55 11 8765-4321", null, "+5511987654321", "mobile")]
    [InlineData("(11) 8765-4321", "BR", "+5511987654321", "mobile")]
    [InlineData("551187654321", null, "+5511987654321", "mobile")]
    [InlineData("+55 11 3765-4321", null, "+551137654321", "fixed_line")]
    [InlineData("+55 11 7765-4321", null, "+551177654321", "mobile")]
    public void A_Brazilian_mobile_number_without_its_9_is_read_as_it_is_today(string cell, string? country, string e164, string type)
    {
        var number = ScreenedNumber.Read(cell, null, null, country);
        Assert.Equal((e164, NumberVerdict.Valid, type), (number.E164, number.Verdict, number.Type));
    }

    [Fact]
    public void Of_several_numbers_the_first_valid_one_counts_and_the_reason_says_so()
    {
        var number = ScreenedNumber.Read("+1 111 555 0143; +49 1511 2345678; +12125550143", null, null, null);
        Assert.Equal(("+4915112345678", "first of several numbers"), (number.E164, number.Reason));
    }

    [Fact]
    public void Spellings_of_one_number_have_one_key() =>
        Assert.Single(new[] { "+4915112345678", "0049 1511 2345678", "+49 (0) 1511 2345678", "４９１５１１２３４５６７８" }.Select(c => ScreenedNumber.Read(c, null, null, null).Key).Distinct());

    /// <summary>Found by the test below: the plus had no room in front of them, and reading threw.</summary>
    [Fact]
    public void Letters_that_fill_the_buffer_behind_a_plus_are_too_long() =>
        Assert.Equal("too long", ScreenedNumber.Read("+1" + new string('A', 70), null, null, null).Reason);

    /// <summary>Whatever stands in a cell is answered.</summary>
    [Fact]
    public void No_text_throws() => CsCheck.Check.Sample(CsCheck.Gen.String, s => ScreenedNumber.Read(s, null, "DE", null), iter: 5_000);
}
