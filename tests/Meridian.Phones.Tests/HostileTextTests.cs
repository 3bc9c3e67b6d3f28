using System.Diagnostics;
using System.Text;
using Xunit;

namespace Meridian.Phones.Tests;

public class HostileTextTests
{
    private static readonly string?[] Regions = ["US", "AR", "BR", "JP", null, "", "zz", "GB\0"];

    [Fact]
    public void No_text_throws()
    {
        var random = new Random(20261125);
        var bytes = new byte[300];
        for (var i = 0; i < 400_000; i++)
        {
            var length = random.Next(bytes.Length + 1);
            var region = Regions[random.Next(Regions.Length)];
            random.NextBytes(bytes.AsSpan(0, length));
            Ask(PhoneReader.Read(bytes.AsSpan(0, length), region, out var fromUtf8), fromUtf8);
            var text = new string('\0', length / 2).Select((_, at) => (char)(bytes[2 * at] | (random.Next(4) == 0 ? bytes[(2 * at) + 1] << 8 : 0))).ToArray();
            Ask(PhoneReader.Read(text, region, out var fromUtf16), fromUtf16);
        }
    }

    [Theory]
    [InlineData("1")]
    [InlineData("+")]
    [InlineData(" ext ")]
    [InlineData(";phone-context=")]
    [InlineData("/ ")]
    [InlineData(",;")]
    [InlineData("\uD800")]
    [InlineData("٣")]
    public void Long_texts_are_refused_at_once(string part)
    {
        var text = new StringBuilder().Insert(0, part, 1_000_000 / part.Length).ToString();
        var watch = Stopwatch.StartNew();
        for (var i = 0; i < 1000; i++)
        {
            Assert.Equal(PhoneError.TooLong, PhoneReader.Read(text, "US", out _));
            Assert.Equal(PhoneError.TooLong, PhoneReader.Read(Encoding.UTF8.GetBytes(text[..2000]), "US", out _));
        }

        // Reading a megabyte a thousand times would be many times that; refusing it at once is nothing of it.
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(15), $"{watch.Elapsed}");
    }

    [Theory]
    [InlineData("1")]
    [InlineData("1 ")]
    [InlineData("12 ext ")]
    [InlineData("1,;")]
    [InlineData("0/ ")]
    [InlineData("１～#")]
    [InlineData("1x")]
    [InlineData("tel:1;ext=")]
    public void The_longest_texts_that_are_read_take_microseconds(string part)
    {
        var text = new StringBuilder().Insert(0, part, PhoneReader.LongestText).ToString()[..(PhoneReader.LongestText - 1)] + '7';
        var watch = Stopwatch.StartNew();
        for (var i = 0; i < 2000; i++)
        {
            foreach (var region in Regions)
                PhoneReader.Read(text, region, out _);
        }

        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(16), $"{watch.Elapsed / (2000 * Regions.Length)} a text");
    }

    /// <summary>Every question about whatever was read.</summary>
    private static void Ask(PhoneError error, PhoneNumber number)
    {
        Assert.Equal(error == PhoneError.None, number.CountryCode != 0);
        Span<char> text = stackalloc char[96];
        foreach (var format in Enum.GetValues<PhoneFormat>())
            Assert.True(number.TryFormat(text, out _, format));
        Assert.Equal(error == PhoneError.None, number.Length != PhoneLength.InvalidCountryCode);
        _ = (number.Region, number.Type, number.Extension, number.CarrierCode, number.GetHashCode(), PhoneZones.Find(in number), PhoneAreas.Find(in number), PhoneCarriers.Find(in number));
    }
}
