namespace Meridian.Samples;

/// <summary>A city in its own script and in English; where mobile numbers are geographic, with the leading digits of its numbers.</summary>
public sealed record City(string Native, string English, params string[] NumberPrefixes);

/// <summary>
/// A group of a country's people: the name lists and the language (BCP 47) they use, their share in percent, and how many percent of them
/// write their name in its own script.
/// </summary>
public sealed record Community(string Names, string Language, int Share, int OwnScript = 100);

/// <summary>
/// What is needed to make up plausible people of one country. <paramref name="Weight"/>: people per hundred.
/// Templates of numbers: x is the next digit of the national significant number, ~ passes one over, all else stands for itself.
/// </summary>
/// <param name="Code">ISO 3166-1 alpha-2.</param>
/// <param name="CallingCode">ITU-T E.164 country code.</param>
/// <param name="International">Grouping after "+calling code ".</param>
/// <param name="National">As written at home, trunk prefix included.</param>
/// <param name="Currency">ISO 4217.</param>
/// <param name="PriceLevel">Roughly how many units of the currency buy what a dollar buys in the shop: makes amounts plausible, is no exchange rate.</param>
/// <param name="Prefixes">Leading digits of mobile numbers where these say nothing about the place; else the cities have them.</param>
/// <param name="FreeDigits">Digits after the prefix.</param>
public sealed record Country(
    string Code, int Weight, int CallingCode, string International, string National, int FreeDigits, string[] Prefixes,
    string English, string Chinese, string Spanish, string Currency, decimal PriceLevel, Community[] Communities, City[] Cities, string[] Platforms)
{
    /// <summary>"86" of +86.</summary>
    public string CallingDigits { get; } = CallingCode.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
