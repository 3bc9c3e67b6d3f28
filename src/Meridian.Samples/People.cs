using NodaTime;

namespace Meridian.Samples;

/// <summary>Makes people up. The same seed, index and day give the same person on every machine.</summary>
public static class People
{
    private static readonly string[] Industries = ["Retail", "Logistics", "Food & Beverage", "Textiles", "Electronics", "Travel", "Education", "Healthcare", "Construction", "Beauty"];
    private static readonly string[] CompanyWords = ["Trading", "Imports", "Group", "Logistics", "Textiles", "Studio", "Supplies", "Partners", "Market", "Foods"];

    /// <summary>The first <paramref name="count"/> people of the population of <paramref name="seed"/>.</summary>
    public static IReadOnlyList<Person> Generate(int seed, int count, LocalDate today)
    {
        var population = new Population(seed);
        var people = new Person[count];
        for (var i = 0; i < count; i++)
            people[i] = Make(population, seed, i, today);
        return people;
    }

    internal static Person Make(Population population, int seed, long index, LocalDate today)
    {
        Span<char> text = stackalloc char[128];
        var sketch = population.Of(index, text);
        var national = new string(text[..sketch.PhoneDigits]);
        var phone = $"+{sketch.Country.CallingDigits}{national}";
        var email = sketch.HasEmail ? new string(text[..EmailAddress.Write(sketch, text)]) : null;

        var draw = new Draw(seed, Draw.Stream.Life, index);
        var business = draw.Chance(22);
        return new Person(
            index, sketch.Country, NameOf(sketch), sketch.Female, national, phone, email, sketch.City, sketch.Community.Language,
            today.PlusDays(-sketch.AgeInDays), PlatformsOf(sketch, phone, ref draw), ActivityOf(today, sketch.Country.PriceLevel, ref draw),
            business ? $"{sketch.Family.Latin} {draw.Pick(CompanyWords)}" : null, business ? draw.Pick(Industries) : null,
            draw.Below(10) switch { < 5 => true, < 7 => false, _ => null });
    }

    internal static PersonName NameOf(in Sketch person)
    {
        var two = person.Culture.Order == NameOrder.GivenFirstTwoFamilies;
        var latinFamily = two ? $"{person.Family.Latin} {person.MothersFamily.Latin}" : person.Family.Latin;
        var latin = $"{person.Given.Latin} {latinFamily}";
        if (!person.OwnScript)
            return new PersonName(latin, latin, person.Given.Latin, latinFamily, person.Given.Latin, latinFamily);

        var (given, family) = (person.Given.Native, two ? $"{person.Family.Native} {person.MothersFamily.Native}" : person.Family.Native);
        var whole = person.Culture.Order switch
        {
            NameOrder.FamilyFirstJoined => family + given,
            NameOrder.FamilyFirstSpaced => $"{family} {given}",
            _ => $"{given} {family}",
        };
        return new PersonName(whole, latin, given, family, person.Given.Latin, latinFamily);
    }

    // One to three platforms; the first of the country's list is by far the likeliest.
    private static List<Presence> PlatformsOf(in Sketch person, string phone, ref Draw draw)
    {
        var all = person.Country.Platforms;
        var chosen = new List<string> { draw.Chance(65) ? all[0] : draw.Pick(all) };
        foreach (var platform in all)
        {
            if (chosen.Count < 3 && draw.Chance(25) && !chosen.Contains(platform, StringComparer.Ordinal))
                chosen.Add(platform);
        }

        var presences = new List<Presence>(chosen.Count);
        foreach (var platform in chosen)
            presences.Add(new Presence(platform, HandleOf(platform, person, phone, ref draw)));
        return presences;
    }

    private static string HandleOf(string platform, in Sketch person, string phone, ref Draw draw)
    {
        var (given, family, number) = (person.Given.Plain, person.Family.Plain, draw.Between(10, 9999));
        return platform switch
        {
            "whatsapp" or "viber" or "zalo" => phone,
            "wechat" => draw.Chance(40) ? $"wxid_{draw.Bits() % 2_821_109_907_456:x}{number}" : $"{family}{given}{number}",
            "qq" => $"{100_000_000 + person.Index * 7_919 + number}",
            "telegram" => $"{given}_{family}{number}",
            "instagram" or "tiktok" => $"{given}.{family}{number}",
            _ => $"{given}{family}{number}",
        };
    }

    // Shares chosen so that every class of activity has people: 14 % within a week, 18 % within a month, 20 % within a quarter, 36 % longer ago, 12 % unknown.
    private static Activity ActivityOf(LocalDate today, decimal priceLevel, ref Draw draw)
    {
        var since = today.PlusDays(-draw.Between(100, 1_600));
        var kind = draw.Below(100);
        if (kind >= 88)
            return new Activity(since, null, 0, 0, 0, null, 0);

        var ago = kind switch { < 14 => draw.Below(7), < 32 => draw.Between(8, 29), < 52 => draw.Between(31, 89), _ => draw.Between(91, 720) };
        if (kind < 14 && draw.Chance(15))
            since = today.PlusDays(-draw.Between(ago, 25)); // new customers
        var last = today.PlusDays(-ago);
        if (last < since)
            since = last.PlusDays(-draw.Between(0, 200));

        var known = Period.DaysBetween(since, last) + 1;
        var activeDays = Math.Min(known, kind switch { < 14 => draw.Between(1, 18), < 32 => draw.Between(1, 6), _ => 0 });
        var messages = activeDays == 0 ? 0 : draw.Below(activeDays * 2);
        var orders = draw.Chance(35) ? 0 : draw.Between(1, Math.Max(1, draw.Between(1, 24)));
        var lastOrder = orders == 0 ? (LocalDate?)null : LocalDate.Max(since, last.PlusDays(-draw.Below(60)));
        var spend = orders * draw.Between(900, 24_000) / 100m * priceLevel;
        return new Activity(since, last, activeDays, messages, orders, lastOrder, priceLevel < 100 ? decimal.Round(spend, 2) : decimal.Round(spend / 100) * 100);
    }
}
