namespace Meridian.Samples;

/// <summary>
/// An endless, seeded population: person number i always has the same country, name, number and birth date, and no two people share a phone number
/// or an e-mail address. In every hundred neighbours the countries stand exactly in the proportion of their weights.
/// </summary>
internal sealed class Population
{
    private readonly Slot[] _slots = new Slot[100];
    private readonly int _seed;

    public Population(int seed)
    {
        _seed = seed;
        var slot = 0;
        foreach (var country in Countries.All)
        {
            var plan = new NumberPlan(country, seed);
            var cultures = country.Communities.Select(c => NameCulture.Of(c.Names)).ToArray();
            for (var ordinal = 0; ordinal < country.Weight; ordinal++)
                _slots[slot++] = new Slot(country, plan, cultures, ordinal);
        }

        var draw = new Draw(seed, Draw.Stream.Block, -1);
        for (var i = _slots.Length - 1; i > 0; i--)
        {
            var other = draw.Below(i + 1);
            (_slots[i], _slots[other]) = (_slots[other], _slots[i]);
        }
    }

    /// <summary>What is fixed about a person for life; cheap enough to be drawn again for every row. <paramref name="digits"/> receives the national significant number.</summary>
    public Sketch Of(long person, Span<char> digits)
    {
        var block = person / 100;
        var turn = new Draw(_seed, Draw.Stream.Block, block);
        var (country, plan, cultures, ordinal) = _slots[((int)(person % 100) + turn.Below(100)) % 100];
        var length = plan.Write((block * country.Weight) + ordinal, digits, out var city);

        var draw = new Draw(_seed, Draw.Stream.Person, person);
        var group = 0;
        for (var share = draw.Below(100); share >= country.Communities[group].Share; group++)
            share -= country.Communities[group].Share;

        var (community, culture) = (country.Communities[group], cultures[group]);
        var female = draw.Chance(50);
        var families = female ? culture.FemaleFamilies : culture.Families;
        return new Sketch(
            person, country, community, culture, female, draw.Pick(female ? culture.FemaleGiven : culture.MaleGiven), draw.Pick(families), draw.Pick(families),
            draw.Chance(community.OwnScript), city ?? draw.Pick(country.Cities), length, AgeInDays: (18 * 366) + Math.Min(draw.Below(52 * 365), draw.Below(52 * 365)),
            HasEmail: draw.Chance(90), EmailStyle: draw.Below(5), EmailDomain: draw.Below(EmailAddress.Domains.Length));
    }
}

/// <summary>One of a hundred places: the country's person number <paramref name="Ordinal"/> in each hundred.</summary>
internal sealed record Slot(Country Country, NumberPlan Plan, NameCulture[] Cultures, int Ordinal);

/// <summary>The constant part of a person; the phone number is kept beside it. Younger ages are likelier, all are 18 to 70 years.</summary>
internal readonly record struct Sketch(
    long Index, Country Country, Community Community, NameCulture Culture, bool Female, NamePart Given, NamePart Family, NamePart MothersFamily,
    bool OwnScript, City City, int PhoneDigits, int AgeInDays, bool HasEmail, int EmailStyle, int EmailDomain);
