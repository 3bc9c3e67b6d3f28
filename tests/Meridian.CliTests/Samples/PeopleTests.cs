using Meridian.Samples;
using NodaTime;

namespace Meridian.CliTests.Samples;

public sealed class PeopleTests
{
    private static readonly LocalDate Today = new(2026, 3, 14);
    private static readonly IReadOnlyList<Person> Sample = People.Generate(seed: 11, count: 5_000, Today);

    [Fact]
    public void The_same_seed_gives_the_same_people_and_another_seed_others()
    {
        var again = People.Generate(seed: 11, count: 200, Today);
        Assert.Equal(Sample.Take(200).Select(p => (p.Name, p.Phone, p.Email, p.BirthDate, p.Activity)), again.Select(p => (p.Name, p.Phone, p.Email, p.BirthDate, p.Activity)));
        Assert.Empty(People.Generate(seed: 12, count: 200, Today).Select(p => p.Phone).Intersect(again.Select(p => p.Phone)));
    }

    [Fact]
    public void Countries_stand_in_the_proportion_of_their_weights()
    {
        Assert.Equal(100, Countries.All.Sum(c => c.Weight));
        Assert.All(Countries.All, c => Assert.Equal(c.Weight * Sample.Count / 100, Sample.Count(p => p.Country == c)));
        Assert.All(Countries.All, c => Assert.Equal(100, c.Communities.Sum(g => g.Share)));
    }

    [Fact]
    public void Nobody_shares_a_phone_or_an_address_with_anybody()
    {
        Assert.Equal(Sample.Count, Sample.Select(p => p.Phone).Distinct().Count());
        var emails = Sample.Select(p => p.Email).OfType<string>().ToList();
        Assert.Equal(emails.Count, emails.Distinct(StringComparer.OrdinalIgnoreCase).Count());
    }

    [Fact]
    public void Addresses_stay_under_the_domains_kept_for_examples()
    {
        Assert.All(
            Sample.Select(p => p.Email).OfType<string>(),
            e => Assert.Matches(@"^[a-z][a-z._]*\d+@([a-z]+\.)?example\.(com|net|org)$", e));
        Assert.InRange(Sample.Count(p => p.Email is null), Sample.Count * 8 / 100, Sample.Count * 12 / 100);
    }

    [Fact]
    public void Names_are_varied_and_in_the_script_of_their_people()
    {
        Assert.True(Sample.Select(p => p.Name.Latin).Distinct().Count() > Sample.Count * 85 / 100);
        Assert.All(Sample.Where(p => p.Country.Code == "CN"), p => Assert.All(p.Name.Whole, c => Assert.InRange(c, '\u4E00', '\u9FFF')));
        Assert.All(Sample.Where(p => p.Country.Code == "TH"), p => Assert.All(p.Name.Given, c => Assert.InRange(c, '\u0E00', '\u0E7F')));
        Assert.All(Sample, p => Assert.All(p.Name.Latin, c => Assert.True(c < '\u0250' || c is >= '\u1E00' and < '\u1F00' || c == '’', p.Name.Latin)));
    }

    [Fact]
    public void A_russian_womans_family_name_agrees_with_her()
    {
        var women = Sample.Where(p => p is { Country.Code: "RU", Female: true }).ToList();
        Assert.NotEmpty(women);
        Assert.All(women, p => Assert.EndsWith("a", p.Name.LatinFamily, StringComparison.Ordinal));
    }

    [Fact]
    public void Every_class_of_activity_occurs()
    {
        var age = Sample.Select(p => (Days: p.Activity.LastActive is { } d ? Period.DaysBetween(d, Today) : (int?)null, p.Activity)).ToList();
        Assert.All(
            new[]
            {
                age.Count(a => a.Days <= 7 && a.Activity.ActiveDays30 >= 4), age.Count(a => a.Days is > 7 and <= 30), age.Count(a => a.Days is > 30 and <= 90),
                age.Count(a => a.Days > 90), age.Count(a => a.Days is null),
            },
            count => Assert.True(count > Sample.Count * 5 / 100));
        Assert.All(age, a => Assert.False(a.Days < 0));
        Assert.All(Sample, p => Assert.InRange(Period.Between(p.BirthDate, Today).Years, 18, 71));
    }

    [Fact]
    public void Dates_move_with_today()
    {
        var later = People.Generate(seed: 11, count: 300, Today.PlusDays(100));
        Assert.Equal(Sample.Take(300).Select(p => p.Activity.LastActive?.PlusDays(100)), later.Select(p => p.Activity.LastActive));
    }
}
