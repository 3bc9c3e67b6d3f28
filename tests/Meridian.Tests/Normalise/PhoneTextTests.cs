using Meridian.Normalise;

namespace Meridian.Tests.Normalise;

/// <summary>The rule "Phone text": what is cleaned first, and which reading wins.</summary>
public sealed class PhoneTextTests
{
    [Theory]
    // As written, the row's country, the result.
    [InlineData("+8613800138000", null, "+8613800138000")]
    [InlineData("＋８６１３８００１３８０００", null, "+8613800138000")]
    [InlineData("008613800138000", "US", "+8613800138000")]
    [InlineData("p:+12025550143", null, "+12025550143")]
    [InlineData("'+12025550143", null, "+12025550143")]
    [InlineData("tel:+1-202-555-0143;ext=5", null, "+12025550143")]
    [InlineData("13800138000.0", "CN", "+8613800138000")]
    [InlineData("+82.102.000.000.0", null, "+821020000000")]
    [InlineData("+376 712 345 (office)", null, "+376712345")]
    [InlineData("Tel: +880 18 12 345 678", null, "+8801812345678")]
    [InlineData("+1 202 555 0143 ext. 12", null, "+12025550143")]
    [InlineData("\u202a+1 202 555 0143\u202c", null, "+12025550143")]
    [InlineData("1-800-FLOWERS", "US", "+18003569377")]
    [InlineData("15812345678", "CN", "+8615812345678")]
    [InlineData("8613800138000", null, "+8613800138000")]
    [InlineData("8613800138000", "US", "+8613800138000")]
    [InlineData("+44 (0) 7911 123456", null, "+447911123456")]
    [InlineData("+39 06 1234 5678", null, "+390612345678")]
    [InlineData("4.47911123456E+11", null, "+447911123456")]
    [InlineData("٠٥٠١٢٣٤٥٦٧", "SA", "+966501234567")]
    [InlineData("011 15-2345-6789", "AR", "+5491123456789")]
    [InlineData("5215512345678", null, "+525512345678")]
    [InlineData("+52 1 55 1234 5678", null, "+525512345678")]
    [InlineData("044 55 1234 5678", "MX", "+525512345678")]
    public void A_number_is_read(string cell, string? country, string e164)
    {
        Assert.True(PhoneText.TryRead(CellText.CleanKnown(cell), country, null, null, out var phone, out var problem), problem);
        Assert.Equal((e164, true), (phone.E164, phone.IsValid));
    }

    [Theory]
    [InlineData("8.61381E+12", "CN", "rounded by a spreadsheet")]
    [InlineData("12", "US", "too short")]
    [InlineData("call me", "US", "holds no digits")]
    [InlineData("0171 234567", null, "no country code")]
    [InlineData("0000", "US", "not a phone number")]
    public void A_number_is_refused_with_the_reason(string cell, string? country, string reason)
    {
        Assert.False(PhoneText.TryRead(cell, country, null, null, out _, out var problem));
        Assert.Contains(reason, problem, StringComparison.Ordinal);
    }

    [Fact]
    public void The_first_valid_candidate_wins_in_order_of_row_column_and_import()
    {
        // 020 7946 0018 is a London number and no number of the United States.
        Assert.True(PhoneText.TryRead("020 7946 0018", "US", "GB", "FR", out var phone, out _));
        Assert.Equal("+442079460018", phone.E164);
    }

    [Theory]
    [InlineData("+55 11 8765-4321", "+55 11 98765-4321")]
    [InlineData("+52 1 222 123 4567", "+52 222 123 4567")]
    [InlineData("+54 11 15 2345 6789", "+54 9 11 2345 6789")]
    public void National_variants_of_a_mobile_number_match(string one, string other)
    {
        Assert.True(PhoneText.TryRead(one, null, null, null, out var a, out _));
        Assert.True(PhoneText.TryRead(other, null, null, null, out var b, out _));
        Assert.Equal(a.MatchText, b.MatchText);
    }

    [Theory]
    [InlineData("+54 11 2345 6789", "+54 9 11 2345 6789")]
    [InlineData("+55 11 3765-4321", "+55 11 93765-4321")]
    public void A_landline_is_never_welded_to_a_mobile(string landline, string mobile)
    {
        Assert.True(PhoneText.TryRead(landline, null, null, null, out var a, out _));
        Assert.True(PhoneText.TryRead(mobile, null, null, null, out var b, out _));
        Assert.NotEqual(a.MatchText, b.MatchText);
    }

    [Theory]
    [InlineData("+1 111 111 1111")]
    [InlineData("1234567890")]
    [InlineData("99999999999")]
    public void A_made_up_number_joins_nobody(string cell) =>
        Assert.False(PhoneText.TryRead(cell, "US", null, null, out var phone, out _) && phone.MayJoin);

    [Theory]
    [InlineData("+49 (0) 1511/2345678", "+4915112345678")]
    [InlineData("+49 1511/2345678", "+4915112345678")]
    [InlineData("1,202,555,0188", "+12025550188")]
    public void Marks_within_a_number_cut_nothing_off(string cell, string e164)
    {
        Assert.True(PhoneText.TryRead(cell, "US", null, null, out var phone, out _));
        Assert.Equal((e164, true), (phone.E164, phone.IsValid));
    }

    [Theory]
    [InlineData("+34612345605; 12", 2)]
    [InlineData("+34612345615、+34612345616", 2)]
    [InlineData("+34612345613 +34612345614", 2)]
    [InlineData("020 7946 0018 / 020 7946 0019", 2)]
    [InlineData("310/246-1501", 1)]
    [InlineData("+49 (0) 1511/2345678", 1)]
    [InlineData("+34 600111222/600333444", 2)]
    [InlineData("+1 (202) 555-0143", 1)]
    [InlineData("Tel: +1 202 555 0143", 1)]
    public void A_cell_with_several_numbers_is_told_from_one_with_one(string cell, int numbers) =>
        Assert.Equal(numbers, PhoneCell.HoldsSeveral(cell) ? PhoneCell.Split(cell).Count : 1);

    [Fact]
    public void All_spellings_of_the_messy_corpus_are_read_where_the_reference_reads_words_as_digits()
    {
        var path = SharedData.Find("phone_messy_a.csv");
        Assert.SkipWhen(path is null, "shared/data is not here");
        var rows = File.ReadLines(path).Skip(1).Select(l => l.Split(',')).ToList();
        var wrong = rows.Where(r => !PhoneText.TryRead(CellText.CleanKnown(r[4]), r[3] == "-" ? null : r[3], null, null, out var phone, out _) || phone.E164 != r[5]).Select(r => r[4]).ToList();
        Assert.Equal(3811, rows.Count);
        Assert.Empty(wrong);
    }
}
