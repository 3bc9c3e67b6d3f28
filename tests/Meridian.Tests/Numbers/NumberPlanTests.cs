using Meridian.Numbers;

namespace Meridian.Tests.Numbers;

public sealed class NumberPlanTests
{
    [Fact]
    public void Every_region_has_a_calling_code_and_examples_that_screen_as_what_they_are()
    {
        var regions = NumberingFacts.Regions();
        Assert.True(regions.Count(r => r.Region != "001") >= 236);
        foreach (var region in regions)
        {
            Assert.NotEmpty(region.Examples);
            foreach (var (type, e164) in region.Examples)
            {
                var number = ScreenedNumber.Read(e164, null, null, null);
                Assert.Equal((NumberVerdict.Valid, type), (number.Verdict, number.Type));
                Assert.StartsWith($"+{region.CallingCode}", e164, StringComparison.Ordinal);
            }
        }
    }

    [Theory]
    [InlineData("CN", "mobile", "138")]
    [InlineData("DE", "mobile", "151")]
    [InlineData("US", "fixed_line_or_mobile", "212")]
    [InlineData("US", "toll_free", "800")]
    [InlineData("BR", "fixed_line", "113")]
    [InlineData("IT", "fixed_line", "065")]
    public void Leading_digits_that_everybody_knows_are_in_the_plan(string country, string type, string leading) =>
        Assert.Contains(NumberRanges.Of(NumberingFacts.Region(country)!), r => r.Type == type && string.CompareOrdinal(r.First, leading) <= 0 && string.CompareOrdinal(leading, r.Last) <= 0);

    [Theory]
    [InlineData("IN", null, "mobile")]
    [InlineData("US", null, "fixed_line_or_mobile")]
    [InlineData("IT", "fixed_line", "fixed_line")]
    public void Samples_are_valid_different_and_the_same_for_a_seed(string country, string? type, string expected)
    {
        var region = NumberingFacts.Region(country)!;
        var numbers = NumberSamples.Draw(region, type, null, 200, 7).ToList();
        Assert.Equal(200, numbers.Select(n => n.E164).Distinct(StringComparer.Ordinal).Count());
        Assert.All(numbers, n =>
        {
            var read = ScreenedNumber.Read(n.E164, null, null, null);
            Assert.Equal((NumberVerdict.Valid, country, expected), (read.Verdict, read.Country, read.Type));
        });
        Assert.Equal(numbers, NumberSamples.Draw(region, type, null, 200, 7));
        Assert.NotEqual(numbers, NumberSamples.Draw(region, type, null, 200, 8));
    }

    [Fact]
    public void A_type_that_a_country_has_not_gives_no_samples() => Assert.Empty(NumberSamples.Draw(NumberingFacts.Region("AD")!, "pager", null, 5, 1));

    [Theory]
    [InlineData("CN", null, "1381", "mobile")]
    [InlineData("CN", "mobile", "150-159", "mobile")]
    [InlineData("BR", null, "119", "mobile")]
    [InlineData("GB", null, "20", "fixed_line")]
    public void Samples_stay_within_a_range(string country, string? type, string range, string expected)
    {
        var region = NumberingFacts.Region(country)!;
        var numbers = NumberSamples.Draw(region, type, range, 100, 3).ToList();
        Assert.Equal(100, numbers.Count);
        var (first, last) = (range.Split('-')[0], range.Split('-')[^1]);
        Assert.All(numbers, n =>
        {
            var national = n.E164[(1 + region.CallingCode.ToString(System.Globalization.CultureInfo.InvariantCulture).Length)..];
            Assert.True(string.CompareOrdinal(national[..first.Length], first) >= 0 && string.CompareOrdinal(national[..last.Length], last) <= 0, n.E164);
            Assert.Equal(expected, ScreenedNumber.Read(n.E164, null, null, null).Type);
        });
    }

    /// <summary>The longest numbers that a plan allows are ten times as many as those that people have.</summary>
    [Fact]
    public void Samples_of_a_fixed_line_range_are_as_long_as_numbers_are() =>
        Assert.All(NumberSamples.Draw(NumberingFacts.Region("DE")!, null, "30", 100, 3), n => Assert.InRange(n.E164.Length, 10, 12));

    [Theory]
    [InlineData("15x")]
    [InlineData("")]
    [InlineData("159-150")]
    [InlineData("1-22")]
    [InlineData("1-2-3")]
    public void What_is_no_range_is_told(string range) => Assert.False(NumberSamples.IsRange(range));

    /// <summary>What coverage says that a region has, ranges show and samples can be drawn of.</summary>
    [Fact]
    public void Every_type_of_every_region_has_a_range_and_samples()
    {
        var missing = new System.Collections.Concurrent.ConcurrentBag<string>();
        Parallel.ForEach(NumberingFacts.Regions().Where(r => r.Region != "001"), region =>
        {
            var ranges = NumberRanges.Of(region);
            foreach (var (type, _) in region.Examples)
            {
                if (!ranges.Exists(r => r.Type == type) || !NumberSamples.Draw(region, type, null, 1, 1).Any())
                    missing.Add($"{region.Region} {type}");
            }
        });
        Assert.Empty(missing.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Ranges_name_the_places_of_fixed_lines() =>
        Assert.Contains(NumberRanges.Of(NumberingFacts.Region("CN")!), r => r.Type == "fixed_line" && r.Areas.Contains("Beijing", StringComparer.Ordinal));
}
