using System.Globalization;
using PhoneNumbers;

namespace Meridian.Phones.Tests.Agreement;

/// <summary>A text and the region that it is read in; null for none.</summary>
public readonly record struct PhoneInput(string Text, string? Region);

/// <summary>
/// Endless inputs of one seed: numbers out of every territory's ranges, then written and damaged in every way that the reference has a rule for. About
/// three in four are numbers to the reference.
/// </summary>
public sealed class InputSource(int seed)
{
    private static readonly (string Region, int Code, string[] Patterns, string Prefix, string PrefixPattern, string Idd)[] Territories = ReadTerritories();
    private static readonly string[] Regions = Territories.Select(t => t.Region).Where(r => r != "001").Distinct(StringComparer.Ordinal).ToArray();

    private readonly Random random = new(seed);

    public PhoneInput Next()
    {
        var territory = Territories[random.Next(Territories.Length)];
        var national = National(territory.Patterns);
        if (Chance(3))
            national = Damage(national);
        var text = Dial(national, territory);
        if (Chance(2))
            text = Punctuate(text);
        if (Chance(6))
            text = Spellings.WithExtension(text, random);
        if (Chance(8))
            text = Spellings.InOtherScript(text, random);
        if (Chance(10))
            text = Spellings.AsTelAddress(text, territory.Code, random);
        if (Chance(8))
            text = Spellings.WithWords(text, random);
        if (Chance(20))
            text = Damage(text);
        if (Chance(15))
            text = Spellings.WithForeignCharacter(text, random);
        if (Chance(200))
            text = Spellings.Random(random);
        return new PhoneInput(text, Hint(territory.Region));
    }

    private bool Chance(int oneIn) => random.Next(oneIn) == 0;

    private string National(string[] patterns)
    {
        if (Chance(12))
        {
            var digits = new char[random.Next(1, 19)];
            for (var i = 0; i < digits.Length; i++)
                digits[i] = (char)('0' + random.Next(10));
            return new string(digits);
        }

        return PatternSampler.Draw(patterns[random.Next(patterns.Length)], random);
    }

    /// <summary>How the number is dialled: from abroad, from a certain region, at home, or with the code but no plus.</summary>
    private string Dial(string national, (string Region, int Code, string[] Patterns, string Prefix, string PrefixPattern, string Idd) territory)
    {
        var code = territory.Code.ToString(CultureInfo.InvariantCulture);
        return random.Next(16) switch
        {
            < 5 => $"+{code}{national}",
            5 => $"+{code}{territory.Prefix}{national}",
            6 => $"+{code} ({territory.Prefix}) {national}",
            7 => $"{territory.Prefix}{national}",
            8 => code + national,
            9 => $"00{code}{national}",
            10 => $"{PatternSampler.Draw(Territories[random.Next(Territories.Length)].Idd, random)}{code}{national}",
            11 => PatternSampler.Draw(territory.PrefixPattern, random) + national,
            12 => $"{(Chance(2) ? "++" : "＋")}{code}{national}",
            13 when Chance(2) => $"+{PatternSampler.Draw(territory.Idd, random)}{code}{national}",
            _ => national,
        };
    }

    private string Damage(string text)
    {
        if (text.Length == 0)
            return text;
        var at = random.Next(text.Length);
        var digit = ((char)('0' + random.Next(10))).ToString();
        return random.Next(5) switch
        {
            0 => text.Remove(at, 1),
            1 => text.Insert(at, digit),
            2 => text[..at],
            3 => text[at..],
            _ => string.Concat(text.AsSpan(0, at), digit, text.AsSpan(at + 1)),
        };
    }

    private string Punctuate(string text)
    {
        var marks = random.Next(1, 5);
        for (var i = 0; i < marks; i++)
            text = text.Insert(random.Next(text.Length + 1), Spellings.Mark(random));
        return text;
    }

    private string? Hint(string region) => random.Next(16) switch
    {
        0 => null,
        1 => "ZZ",
        2 => Chance(2) ? "" : "xx",
        < 6 => Regions[random.Next(Regions.Length)],
        _ when region == "001" => Regions[random.Next(Regions.Length)],
        _ => region,
    };

    private static (string Region, int Code, string[] Patterns, string Prefix, string PrefixPattern, string Idd)[] ReadTerritories()
    {
        var util = PhoneNumberUtil.GetInstance();
        return util.GetSupportedCallingCodes().Order().SelectMany(code => util.GetRegionCodesForCountryCode(code).Select(region =>
        {
            var metadata = region == "001" ? util.GetMetadataForNonGeographicalRegion(code) : util.GetMetadataForRegion(region);
            string[] patterns =
            [
                .. new[]
                {
                    metadata.GeneralDesc, metadata.FixedLine, metadata.Mobile, metadata.Mobile, metadata.FixedLine, metadata.TollFree, metadata.PremiumRate,
                    metadata.SharedCost, metadata.PersonalNumber, metadata.Voip, metadata.Pager, metadata.Uan, metadata.Voicemail,
                }.Where(d => d is { HasNationalNumberPattern: true }).Select(d => d.NationalNumberPattern),
            ];
            return (region, code, patterns, metadata.NationalPrefix, metadata.NationalPrefixForParsing, metadata.InternationalPrefix);
        })).ToArray();
    }
}
