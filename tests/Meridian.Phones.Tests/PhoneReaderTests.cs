using System.Text;
using Xunit;

namespace Meridian.Phones.Tests;

public class PhoneReaderTests
{
    [Theory]
    [InlineData("+44 20 7031 3000", null, "+442070313000", PhoneType.FixedLine, "GB")]
    [InlineData("020 7031 3000", "GB", "+442070313000", PhoneType.FixedLine, "GB")]
    [InlineData("011 15-2345-6789", "AR", "+5491123456789", PhoneType.Mobile, "AR")]
    [InlineData("0 15 11 98765-4321", "BR", "+5511987654321", PhoneType.Mobile, "BR")]
    [InlineData("06 698 12345", "IT", "+390669812345", PhoneType.FixedLine, "VA")]
    [InlineData("011 44 20 7031 3000", "US", "+442070313000", PhoneType.FixedLine, "GB")]
    [InlineData("1-800-FLOWERS", "US", "+18003569377", PhoneType.TollFree, "US")]
    [InlineData("+٨٦ ١٣٨ ٠٠١٣ ٨٠٠٠", null, "+8613800138000", PhoneType.Mobile, "CN")]
    [InlineData("＋８６　１３８００１３８０００", null, "+8613800138000", PhoneType.Mobile, "CN")]
    [InlineData("tel:2070313000;phone-context=+44", null, "+442070313000", PhoneType.FixedLine, "GB")]
    [InlineData("+800 1234 5678", null, "+80012345678", PhoneType.TollFree, "001")]
    [InlineData("416 555 0123", "US", "+14165550123", PhoneType.FixedLineOrMobile, "CA")]
    public void A_number_is_read_with_its_type_and_region(string text, string? region, string e164, PhoneType type, string expectedRegion)
    {
        Assert.Equal(PhoneError.None, PhoneReader.Read(text, region, out var number));
        Assert.Equal(PhoneError.None, PhoneReader.Read(Encoding.UTF8.GetBytes(text), region, out var fromUtf8));
        Assert.Equal(e164, number.ToString(PhoneFormat.E164));
        Assert.Equal(number, fromUtf8);
        Assert.Equal((type, expectedRegion), (number.Type, number.Region));
    }

    [Theory]
    [InlineData("", "US", PhoneError.NotANumber)]
    [InlineData("hello", "US", PhoneError.NotANumber)]
    [InlineData("020 7031 3000", null, PhoneError.InvalidCountryCode)]
    [InlineData("+999 123 456", "US", PhoneError.InvalidCountryCode)]
    [InlineData("011 4", "US", PhoneError.TooShortAfterIdd)]
    [InlineData("+44 2", null, PhoneError.TooShort)]
    [InlineData("+44 20 7031 3000 7031 3000", null, PhoneError.TooLong)]
    public void What_is_no_number_has_a_reason(string text, string? region, PhoneError error)
    {
        Assert.Equal(error, PhoneReader.Read(text, region, out var number));
        Assert.Equal(default, number);
    }

    [Fact]
    public void A_number_is_written_in_four_formats_with_its_extension()
    {
        Assert.Equal(PhoneError.None, PhoneReader.Read("(202) 555-0123 x42", "US", out var number));
        Assert.Equal("+12025550123", number.ToString(PhoneFormat.E164));
        Assert.Equal("+1 202-555-0123 ext. 42", number.ToString(PhoneFormat.International));
        Assert.Equal("(202) 555-0123 ext. 42", number.ToString(PhoneFormat.National));
        Assert.Equal("tel:+1-202-555-0123;ext=42", number.ToString(PhoneFormat.Rfc3966));
        Assert.False(number.TryFormat(new char[10], out var written, PhoneFormat.National));
        Assert.Equal(0, written);
        var utf8 = new byte[128];
        Assert.True(number.TryFormat(utf8, out written, PhoneFormat.Rfc3966));
        Assert.Equal("tel:+1-202-555-0123;ext=42", Encoding.UTF8.GetString(utf8, 0, written));
    }

    [Fact]
    public void The_national_digits_keep_their_zeros()
    {
        PhoneReader.Read("+39 06 698 12345", null, out var number);
        var digits = new char[27];
        Assert.True(number.TryWriteNational(digits, out var written));
        Assert.Equal("0669812345", new string(digits, 0, written));
        Assert.False(number.TryWriteNational(new char[9], out _));
    }

    [Fact]
    public void A_carrier_that_was_dialled_is_kept()
    {
        PhoneReader.Read("0 15 11 98765-4321", "BR", out var number);
        Assert.Equal("15", number.CarrierCode);
    }

    [Fact]
    public void A_number_made_from_its_parts_is_the_one_that_was_read()
    {
        PhoneReader.Read("+39 06 698 12345", null, out var read);
        Assert.Equal(read, PhoneNumber.Of(39, read.National, read.LeadingZeroCount));
        Assert.Throws<ArgumentOutOfRangeException>(() => PhoneNumber.Of(999, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => PhoneNumber.Of(39, 123456789012345678));
    }

    [Fact]
    public void A_list_is_read_as_its_elements_are()
    {
        string?[] texts = ["+442070313000", null, "x", "020 7031 3000"];
        var numbers = new PhoneNumber[4];
        var errors = new PhoneError[4];
        Assert.Equal(2, PhoneReader.ReadAll(texts, "GB", numbers, errors));
        Assert.Equal([PhoneError.None, PhoneError.NotANumber, PhoneError.NotANumber, PhoneError.None], errors);
        Assert.Equal(numbers[0], numbers[3]);
    }

    [Fact]
    public void Reading_and_writing_take_nothing_from_the_heap()
    {
        string[] texts = ["+44 20 7031 3000", "020 7031 3000 ext. 12", "1-800-FLOWERS", "+٨٦ ١٣٨ ٠٠١٣ ٨٠٠٠", "0 15 11 98765-4321", "tel:2070313000;phone-context=+44", "nothing"];
        var buffer = new char[96];
        for (var round = 0; round < 2; round++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            foreach (var text in texts)
            {
                PhoneReader.Read(text, "GB", out var number);
                number.TryFormat(buffer, out _, PhoneFormat.International);
                GC.KeepAlive(number.Region);
            }

            if (round == 1)
                Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        }
    }
}
