using NodaTime;

namespace Meridian.Samples;

/// <summary>A platform that a person uses, by its key in the product's catalogue, and how they are found there: a handle, or their phone in E.164.</summary>
public sealed record Presence(string Platform, string Handle);

/// <summary>A name in the person's usual script and in Latin letters, whole and in parts.</summary>
/// <param name="Whole">As the person writes it: "王芳", "Lucía Moreno Vidal".</param>
/// <param name="Latin">Given name first: "Fang Wang".</param>
/// <param name="Family">One or two family names.</param>
public sealed record PersonName(string Whole, string Latin, string Given, string Family, string LatinGiven, string LatinFamily);

/// <summary>What a person did with the shop. Dates are relative to the "today" of the generator.</summary>
/// <param name="Since">Became a customer.</param>
/// <param name="LastActive">Null: nothing is known.</param>
/// <param name="ActiveDays30">Distinct days with activity among the last 30.</param>
/// <param name="MessagesIn30">Messages written by the person in the last 30 days.</param>
/// <param name="Spend">In the currency of the person's country.</param>
public sealed record Activity(LocalDate Since, LocalDate? LastActive, int ActiveDays30, int MessagesIn30, int Orders, LocalDate? LastOrder, decimal Spend);

/// <summary>
/// A made-up customer. Numbers are valid by their country's numbering plan, because that is what has to be tested: they are generated, may belong to
/// somebody, and must never be contacted.
/// </summary>
/// <param name="Index">Its number in the population; the same seed and index are the same person.</param>
/// <param name="NationalNumber">National significant number, digits only.</param>
/// <param name="Phone">E.164.</param>
/// <param name="Email">Null for one in ten.</param>
/// <param name="City">Where they live, in <see cref="Country"/>.</param>
/// <param name="Language">BCP 47.</param>
/// <param name="Platforms">At least one, the preferred one first.</param>
/// <param name="Company">Null for consumers.</param>
/// <param name="Consent">Whether they agreed to marketing; null: never asked.</param>
public sealed record Person(
    long Index, Country Country, PersonName Name, bool Female, string NationalNumber, string Phone, string? Email, City City, string Language,
    LocalDate BirthDate, IReadOnlyList<Presence> Platforms, Activity Activity, string? Company, string? Industry, bool? Consent)
{
    /// <summary>The phone number in the given spelling.</summary>
    public string PhoneAs(PhoneStyle style)
    {
        Span<char> text = stackalloc char[PhoneSpelling.MaxLength];
        return new string(text[..PhoneSpelling.Write(style, Country, NationalNumber, text)]);
    }

    /// <summary>Their handle on a platform, or null.</summary>
    public string? HandleOn(string platform) => Platforms.FirstOrDefault(p => p.Platform == platform)?.Handle;
}
