using NodaTime;

namespace Meridian.Foundation.Geography;

/// <summary>A country or territory of ISO 3166-1, and Kosovo. Source: CLDR; time zones: the tz database in NodaTime.</summary>
/// <param name="Code">ISO 3166-1 alpha-2; XK (user-assigned) for Kosovo.</param>
/// <param name="Alpha3">ISO 3166-1 alpha-3; XKK for Kosovo.</param>
/// <param name="NumericCode">ISO 3166-1 numeric, three digits; 983 for Kosovo.</param>
/// <param name="EnglishName">CLDR's English name, "Türkiye", "Hong Kong".</param>
/// <param name="Area">English name of the innermost UN M49 area, "Western Asia", "South America"; a key of <see cref="Areas"/>.</param>
/// <param name="Continent">English name of the M49 region: Africa, Americas, Asia, Europe, Oceania.</param>
/// <param name="Languages">BCP 47 tags: nationwide official ones first, then regional ones, then others of at least 5 % of the people; each group by speakers. Empty where nobody lives (AQ, HM).</param>
/// <param name="WeekendDays">The weekly days off; only Sunday in India, Friday and Saturday in Saudi Arabia.</param>
/// <param name="Currency">ISO 4217 code of the first legal tender; null where there is none (AQ).</param>
public sealed record Country(
    string Code,
    string Alpha3,
    string NumericCode,
    string EnglishName,
    string Area,
    string Continent,
    IReadOnlyList<string> Languages,
    IReadOnlyList<IsoDayOfWeek> WeekendDays,
    string? Currency)
{
    /// <summary>IANA ids, the most populous first as the tz database lists them; empty for BV and HM, where nobody lives.</summary>
    public IReadOnlyList<string> TimeZones => Geography.TimeZones.ZonesOf(Code);
}
