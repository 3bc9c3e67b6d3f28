using Meridian.Phones.Tests.Agreement;
using Xunit;

namespace Meridian.Phones.Tests;

public class AgreementTests
{
    /// <summary>Two million: a minute of two cores, nearly all of it the reference's.</summary>
    private const long Count = 2_000_000;

    [Fact]
    public void The_engine_gives_the_references_answers_on_two_million_inputs()
    {
        var differences = Agreement.Agreement.Compare(Count, firstSeed: 1, deepEvery: 8);
        Assert.True(differences.Count == 0, string.Join("\n", differences));
    }

    /// <summary>What keeps the test above from proving nothing.</summary>
    [Fact]
    public void The_inputs_hold_numbers_of_all_regions_and_types_and_every_kind_of_error()
    {
        const int inputs = 200_000;
        var source = new InputSource(seed: 5);
        var errors = new int[Enum.GetValues<PhoneError>().Length];
        var types = new int[Enum.GetValues<PhoneType>().Length];
        var sources = new int[Enum.GetValues<CountryCodeSource>().Length];
        var regions = new HashSet<string>(StringComparer.Ordinal);
        int extensions = 0, carriers = 0;
        for (var i = 0; i < inputs; i++)
        {
            var input = source.Next();
            errors[(int)PhoneReader.Read(input.Text, input.Region, out var number)]++;
            types[(int)number.Type]++;
            sources[(int)number.Source]++;
            if (number.IsValid)
                regions.Add(number.Region!);
            extensions += number.ExtensionDigits.Length > 0 ? 1 : 0;
            carriers += number.CarrierCode.Length > 0 ? 1 : 0;
        }

        Assert.True(errors[0] > inputs / 2, $"numbers: {errors[0]}");
        Assert.True(types[1..].Sum() > inputs / 4, $"valid: {types[1..].Sum()}");
        Assert.All(errors, e => Assert.True(e > 100, string.Join(' ', errors)));
        Assert.All(types, t => Assert.True(t > 100, string.Join(' ', types)));
        Assert.All(sources, s => Assert.True(s > 100, string.Join(' ', sources)));

        // Morocco claims all beginnings of the code that it shares with Western Sahara, so that no number is ever there.
        Assert.Equal(["EH"], PhoneRegions.All.Append(PhoneRegions.World).Except(regions));
        Assert.True(extensions > 1000 && carriers > 100, $"{extensions} extensions, {carriers} carriers");
    }

    [Theory]
    [InlineData("phone_messy_a.csv", "raw", "default_region")]
    [InlineData("phone_examples_all_regions.csv", "national", "region")]
    [InlineData("phone_examples_all_regions.csv", "e164", "region")]
    public void The_engine_gives_the_references_answers_on_the_public_lists(string file, string textColumn, string regionColumn)
    {
        var rows = PhoneLists.Rows(file);
        Assert.SkipWhen(rows is null, $"{file} is not in shared/data.");
        foreach (var row in rows)
        {
            var region = row[regionColumn];
            foreach (var hint in new[] { region.Length == 2 ? region : null, "US", "IT" })
            {
                var difference = Comparison.Difference(new PhoneInput(row[textColumn], hint), deep: true);
                Assert.True(difference is null, difference);
            }
        }
    }
}
