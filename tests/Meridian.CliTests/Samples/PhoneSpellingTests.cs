using System.Globalization;
using System.Text;
using Meridian.Samples;
using PhoneNumbers;

namespace Meridian.CliTests.Samples;

/// <summary>What the generator calls a valid number in a given spelling, libphonenumber reads as that number.</summary>
public sealed class PhoneSpellingTests
{
    private static readonly PhoneNumberUtil Reference = PhoneNumberUtil.GetInstance();

    public static TheoryData<string> Codes() => new(Countries.All.Select(c => c.Code));

    [Theory]
    [MemberData(nameof(Codes))]
    public void Every_prefix_of_a_country_gives_valid_mobile_numbers_of_that_country(string code)
    {
        var country = Countries.All.Single(c => c.Code == code);
        var prefixes = country.Prefixes.Length > 0 ? country.Prefixes : country.Cities.SelectMany(c => c.NumberPrefixes);
        var tails = (long)Math.Pow(10, country.FreeDigits);
        foreach (var prefix in prefixes)
        {
            for (long i = 0; i < 400; i++)
            {
                var tail = (i * (tails / 400)) + ((i * 7919) % (tails / 400));
                var number = $"+{country.CallingDigits}{prefix}{tail.ToString(CultureInfo.InvariantCulture).PadLeft(country.FreeDigits, '0')}";
                var parsed = Reference.Parse(number, null);
                Assert.True(Reference.IsValidNumberForRegion(parsed, code), $"{number} is not a valid number of {code}.");
                Assert.Contains(Reference.GetNumberType(parsed), new[] { PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE_OR_MOBILE });
            }
        }
    }

    [Theory]
    [MemberData(nameof(Codes))]
    public void Every_spelling_reads_back_as_the_same_number(string code)
    {
        var country = Countries.All.Single(c => c.Code == code);
        var plan = new NumberPlan(country, seed: 5);
        Span<char> digits = stackalloc char[NumberPlan.MaxDigits];
        Span<char> text = stackalloc char[PhoneSpelling.MaxLength];
        for (var rank = 0; rank < 60; rank++)
        {
            var length = plan.Write(rank, digits, out _);
            var expected = $"+{country.CallingDigits}{digits[..length]}";
            foreach (var style in Enum.GetValues<PhoneStyle>())
            {
                var spelled = new string(text[..PhoneSpelling.Write(style, country, digits[..length], text)]);
                var read = Reference.Format(Reference.Parse(Cleaned(spelled), code), PhoneNumberFormat.E164);
                Assert.True(expected == read, $"{style} of {expected}, '{spelled}', reads as {read}.");
            }
        }
    }

    [Fact]
    public void No_two_ranks_of_a_country_share_a_number()
    {
        var country = Countries.All.Single(c => c.Code == "GB");
        var plan = new NumberPlan(country, seed: 9);
        Span<char> digits = stackalloc char[NumberPlan.MaxDigits];
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var rank = 0; rank < 200_000; rank++)
            Assert.True(seen.Add(new string(digits[..plan.Write(rank, digits, out _)])));
    }

    // What any careful reader does first: width, label, words, the spreadsheet's leftovers, 00.
    private static string Cleaned(string spelled)
    {
        var text = spelled.Normalize(NormalizationForm.FormKC).TrimStart('\'');
        if (text.StartsWith("p:", StringComparison.Ordinal))
            text = text[2..];
        if (text.EndsWith(".0", StringComparison.Ordinal) && !text.StartsWith('+'))
            text = $"+{text[..^2]}";
        var letters = text.AsSpan().IndexOfAnyInRange('A', 'z');
        if (letters >= 0)
            text = text[..letters].TrimEnd('(', ' ');
        return text.StartsWith("00", StringComparison.Ordinal) ? $"+{text[2..]}" : text;
    }
}
