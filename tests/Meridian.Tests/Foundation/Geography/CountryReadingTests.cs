using CsCheck;
using Meridian.Foundation.Geography;

namespace Meridian.Tests.Foundation.Geography;

public class CountryReadingTests
{
    [Theory]
    // Codes.
    [InlineData("US", "US")]
    [InlineData("us", "US")]
    [InlineData(" De ", "DE")]
    [InlineData("ＵＳ", "US")]
    [InlineData("UK", "GB")]
    [InlineData("USA", "US")]
    [InlineData("gbr", "GB")]
    [InlineData("NGA", "NG")]
    [InlineData("XK", "XK")]
    // Abbreviations.
    [InlineData("U.S.A.", "US")]
    [InlineData("U.S.", "US")]
    [InlineData("U. S. A", "US")]
    [InlineData("U.K.", "GB")]
    [InlineData("UAE", "AE")]
    [InlineData("U.A.E", "AE")]
    [InlineData("KSA", "SA")]
    [InlineData("RSA", "ZA")]
    [InlineData("EIRE", "IE")]
    [InlineData("EE. UU.", "US")]
    [InlineData("EEUU", "US")]
    [InlineData("HK", "HK")]
    [InlineData("P.R. China", "CN")]
    [InlineData("DRC", "CD")]
    [InlineData("ОАЭ", "AE")]
    [InlineData("США", "US")]
    // Everyday, historic and formal names in English.
    [InlineData("England", "GB")]
    [InlineData("Great Britain", "GB")]
    [InlineData("Holland", "NL")]
    [InlineData("The Netherlands", "NL")]
    [InlineData("the gambia", "GM")]
    [InlineData("Emirates", "AE")]
    [InlineData("South Korea", "KR")]
    [InlineData("Korea", "KR")]
    [InlineData("Korea, Republic of", "KR")]
    [InlineData("Korea (North)", "KP")]
    [InlineData("Ivory Coast", "CI")]
    [InlineData("CÔTE D’IVOIRE", "CI")]
    [InlineData("Turkey", "TR")]
    [InlineData("Türkiye", "TR")]
    [InlineData("turkiye", "TR")]
    [InlineData("Czech Republic", "CZ")]
    [InlineData("Hong Kong SAR", "HK")]
    [InlineData("Hongkong", "HK")]
    [InlineData("Macau", "MO")]
    [InlineData("Viet Nam", "VN")]
    [InlineData("Burma", "MM")]
    [InlineData("Russian Federation", "RU")]
    [InlineData("Iran, Islamic Republic of", "IR")]
    [InlineData("Tanzania, United Republic of", "TZ")]
    [InlineData("Republic of India", "IN")]
    [InlineData("Republic of China", "TW")]
    [InlineData("Kingdom of the Netherlands", "NL")]
    [InlineData("Federal Republic of Germany", "DE")]
    [InlineData("Federative Republic of Brazil", "BR")]
    [InlineData("Trinidad and Tobago", "TT")]
    [InlineData("Trinidad & Tobago", "TT")]
    [InlineData("Saint Lucia", "LC")]
    [InlineData("St Lucia", "LC")]
    [InlineData("Saint Vincent and the Grenadines", "VC")]
    [InlineData("Hong Kong Special Administrative Region of China", "HK")]
    [InlineData("Argentine Republic", "AR")]
    [InlineData("Guinea", "GN")]
    [InlineData("guinea bissau", "GW")]
    [InlineData("Niger", "NE")]
    [InlineData("Nigeria", "NG")]
    [InlineData("Dominica", "DM")]
    [InlineData("Georgia", "GE")]
    // Chinese.
    [InlineData("中国", "CN")]
    [InlineData("中國", "CN")]
    [InlineData("中国大陆", "CN")]
    [InlineData("美國", "US")]
    [InlineData("美国", "US")]
    [InlineData("阿联酋", "AE")]
    [InlineData("阿聯酋", "AE")]
    [InlineData("沙特", "SA")]
    [InlineData("沙烏地阿拉伯", "SA")]
    [InlineData("香港", "HK")]
    [InlineData("中国香港", "HK")]
    [InlineData("臺灣", "TW")]
    [InlineData("英國", "GB")]
    [InlineData("新西兰", "NZ")]
    [InlineData("紐西蘭", "NZ")]
    [InlineData("印尼", "ID")]
    [InlineData("韩国", "KR")]
    [InlineData("奈及利亞", "NG")]
    // Spanish, Portuguese, Indonesian.
    [InlineData("México", "MX")]
    [InlineData("MEXICO", "MX")]
    [InlineData("España", "ES")]
    [InlineData("Alemania", "DE")]
    [InlineData("Estados Unidos", "US")]
    [InlineData("Países Bajos", "NL")]
    [InlineData("Brasil", "BR")]
    [InlineData("Alemanha", "DE")]
    [InlineData("Estados Unidos da América", "US")]
    [InlineData("Coreia do Sul", "KR")]
    [InlineData("Amerika Serikat", "US")]
    [InlineData("Inggris", "GB")]
    [InlineData("Arab Saudi", "SA")]
    [InlineData("Jepang", "JP")]
    // Arabic, with and without points and the forms of alef.
    [InlineData("السعودية", "SA")]
    [InlineData("الإمارات", "AE")]
    [InlineData("الامارات", "AE")]
    [InlineData("مصر", "EG")]
    [InlineData("المملكة المتحدة", "GB")]
    [InlineData("المملكه المتحده", "GB")]
    [InlineData("إسرائيل", "IL")]
    // French, German.
    [InlineData("États-Unis", "US")]
    [InlineData("ETATS UNIS", "US")]
    [InlineData("Allemagne", "DE")]
    [InlineData("Royaume-Uni", "GB")]
    [InlineData("Österreich", "AT")]
    [InlineData("Oesterreich", "AT")]
    [InlineData("OSTERREICH", "AT")]
    [InlineData("Schweiz", "CH")]
    [InlineData("Großbritannien", "GB")]
    [InlineData("Suedafrika", "ZA")]
    // Hindi, Russian, Vietnamese, Thai, Japanese, Korean, Turkish, Italian, Dutch, Polish.
    [InlineData("भारत", "IN")]
    [InlineData("संयुक्त राज्य", "US")]
    [InlineData("Россия", "RU")]
    [InlineData("ГЕРМАНИЯ", "DE")]
    [InlineData("Việt Nam", "VN")]
    [InlineData("Mỹ", "US")]
    [InlineData("Áo", "AT")]
    [InlineData("ÁO", "AT")]
    [InlineData("Nga", "RU")]
    [InlineData("Đức", "DE")]
    [InlineData("Duc", "DE")]
    [InlineData("ประเทศไทย", null)]
    [InlineData("ไทย", "TH")]
    [InlineData("日本", "JP")]
    [InlineData("アメリカ合衆国", "US")]
    [InlineData("ｱﾒﾘｶ合衆国", "US")]
    [InlineData("イギリス", "GB")]
    [InlineData("대한민국", "KR")]
    [InlineData("미국", "US")]
    [InlineData("Almanya", "DE")]
    [InlineData("ALMANYA", "DE")]
    [InlineData("İngiltere", "GB")]
    [InlineData("Germania", "DE")]
    [InlineData("Duitsland", "DE")]
    [InlineData("Niemcy", "DE")]
    [InlineData("Włochy", "IT")]
    // In the country's own language.
    [InlineData("Sverige", "SE")]
    [InlineData("Norge", "NO")]
    [InlineData("Suomi", "FI")]
    [InlineData("Ελλάδα", "GR")]
    [InlineData("ΕΛΛΑΔΑ", "GR")]
    [InlineData("Magyarország", "HU")]
    [InlineData("ישראל", "IL")]
    [InlineData("Україна", "UA")]
    [InlineData("ایران", "IR")]
    [InlineData("Malaysia", "MY")]
    [InlineData("বাংলাদেশ", "BD")]
    // Flags and several at once.
    [InlineData("🇺🇸", "US")]
    [InlineData("🇧🇷 Brasil", "BR")]
    [InlineData("🏴󠁧󠁢󠁳󠁣󠁴󠁿", "GB")]
    [InlineData("United States (US)", "US")]
    [InlineData("US - United States", "US")]
    [InlineData("中国 China", "CN")]
    [InlineData("中国China", "CN")]
    [InlineData("China (中国)", "CN")]
    [InlineData("+1 USA", "US")]
    [InlineData("China +86", "CN")]
    [InlineData("China (+86)", "CN")]
    [InlineData("+55 🇧🇷 Brazil", "BR")]
    [InlineData("Germany / Deutschland", "DE")]
    // Dirt of real files.
    [InlineData("\uFEFFFrance\u200B", "FR")]
    [InlineData("\u00A0France\u00A0", "FR")]
    [InlineData("\"France\"", "FR")]
    [InlineData("(US)", "US")]
    [InlineData("US.", "US")]
    [InlineData("'US", "US")]
    [InlineData("R. U.", "GB")]
    [InlineData("괌", "GU")]
    [InlineData("France\r\n", "FR")]
    public void Reads_the_spellings_of_real_files(string text, string? expected)
    {
        var found = Countries.TryFind(text, out var code);
        Assert.Equal(expected ?? "", code);
        Assert.Equal(expected is not null, found);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("?")]
    [InlineData("-")]
    [InlineData("n/a")]
    [InlineData("null")]
    [InlineData("XX")]
    [InlineData("ZZ")]
    [InlineData("EU")]
    [InlineData("EN")]
    [InlineData("European Community")]
    [InlineData("Unspecified")]
    [InlineData("Channel Islands")]
    [InlineData("Congo")]
    [InlineData("Virgin Islands")]
    [InlineData("USSR")]
    [InlineData("Europe")]
    [InlineData("Middle East")]
    [InlineData("nga")]
    [InlineData("R.U.S.S.")]
    [InlineData("R.-U.X")]
    [InlineData("China (India)")]
    [InlineData("China, India")]
    [InlineData("US / UK")]
    [InlineData("🇺🇸 India")]
    [InlineData("Seoul, Korea")]
    [InlineData("Paris")]
    [InlineData("+86")]
    [InlineData("86")]
    [InlineData("the")]
    [InlineData("Republic of")]
    [InlineData("12.50 USD")]
    [InlineData("\uD83C")]
    [InlineData("\uDDFA\uD83C")]
    public void Refuses_what_names_no_one_country(string text)
    {
        Assert.False(Countries.TryFind(text, out var code));
        Assert.Equal("", code);
    }

    // Abbreviations of two letters that CLDR has and that are another country's ISO code or none (the code wins), and the two Congos.
    private static readonly HashSet<(string Code, string Name)> NotNames =
    [
        ("GB", "RU"), // Spanish Reino Unido
        ("US", "AS"), // Indonesian
        ("US", "VS"), // Dutch
        ("GB", "VK"), // Dutch
        ("GB", "BK"), // Turkish
        ("GB", "DU"), // Welsh
        ("GB", "RA"), // Irish and Scottish Gaelic
        ("CG", "Congo"), // in some languages; there are two
        ("CG", "Kongo"),
    ];

    [Fact]
    public void Every_name_of_every_country_in_CLDR_is_that_country()
    {
        var wrong = new List<string>();
        foreach (var (code, name) in GeographyData.Names("country-names.tsv", 1))
        {
            Countries.TryFind(name, out var found);
            if (found != code && !NotNames.Contains((code, name)))
                wrong.Add($"{name}: {code}, read as '{found}'");
        }
        Assert.Empty(wrong);
    }

    [Fact]
    public void Every_alias_is_read_as_written_in_the_file()
    {
        foreach (var (code, name) in GeographyData.Names("country-aliases.tsv", 1))
        {
            Countries.TryFind(name, out var found);
            Assert.Equal((name, code == "-" ? "" : code), (name, found));
        }
    }

    [Fact]
    public void No_alias_line_contradicts_another()
    {
        var twice = GeographyData.Names("country-aliases.tsv", 1)
            .GroupBy(a => a.Name.ToUpperInvariant(), StringComparer.Ordinal)
            .Where(g => g.Select(a => a.Code).Distinct(StringComparer.Ordinal).Skip(1).Any())
            .Select(g => g.Key);
        Assert.Empty(twice);
    }

    [Fact]
    public void Case_width_blanks_and_accents_do_not_matter()
    {
        var names = GeographyData.Names("country-names.tsv", 1).Where(n => n.Name.Count(char.IsLetter) > 3 && !NotNames.Contains(n)).ToArray();
        Assert.True(names.Length > 3000);
        foreach (var (code, name) in names)
        {
            string[] spellings =
            [
                name.ToUpperInvariant(), name.ToLowerInvariant(), $"  {name}\t", name.Replace(' ', '\u00A0'), name.Replace(" ", "  ", StringComparison.Ordinal),
                name.Normalize(System.Text.NormalizationForm.FormD), $"{name}.", $"({name})", $"{name} ({code})", $"{code} - {name}",
            ];
            foreach (var spelling in spellings)
            {
                Countries.TryFind(spelling, out var found);
                Assert.Equal((spelling, code), (spelling, found));
            }
        }
    }

    [Fact]
    public void Codes_of_every_country_are_read()
    {
        foreach (var country in Countries.All)
        {
            foreach (var text in (string[])[country.Code, country.Code.ToLowerInvariant(), country.Alpha3, country.EnglishName])
            {
                Assert.True(Countries.TryFind(text, out var code), text);
                Assert.Equal((text, country.Code), (text, code));
            }
        }
    }

    [Fact]
    public void Any_text_at_all_is_answered_and_answered_alike_twice() =>
        Gen.String[Gen.OneOf(Gen.Char, Gen.Char['\uD800', '\uDFFF'], Gen.Char['\uFFF0', '\uFFFF'], Gen.Char.AlphaNumeric), 0, 120].Sample(text =>
        {
            var first = Countries.TryFind(text, out var code);
            var second = Countries.TryFind(text, out var again);
            Languages.TryFind(text, out _);
            Currencies.TryFind(text, out _);
            TimeZones.TryFind(text, out _);
            Areas.TryFind(text, out _);
            return first == second && code == again && (!first || Countries.Get(code) is not null);
        });

    [Fact]
    public async Task Reading_allocates_nothing_once_the_code_is_warm()
    {
        // More texts than a thread remembers, so that most are folded and looked up anew; some that are no country.
        string[] column = ["US", "Unspecified", "U.S.A.", "China (中国)", "US - United States", "🇧🇷 Brasil", .. GeographyData.Names("country-names.tsv", 1).Select(n => n.Name)];
        column = [.. column, .. column.Take(500).Select(name => $"no {name}")];
        // The runtime's own span searches box until the JIT has optimised them in the background; a leak of ours would never end.
        var bytes = 0L;
        for (var round = 0; round < 400; round++)
        {
            bytes = BytesOfReading(column);
            if (bytes == 0)
                break;
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }
        Assert.Equal(0, bytes);

        static long BytesOfReading(string[] column)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            foreach (var text in column)
                Countries.TryFind(text, out _);
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }
    }

    [Fact]
    public void Threads_agree()
    {
        var names = GeographyData.Names("country-names.tsv", 1).Where(n => !NotNames.Contains(n)).ToArray();
        Parallel.For(0, 4, _ =>
        {
            foreach (var (code, name) in names)
                Assert.True(Countries.TryFind(name, out var found) && found == code, name);
        });
    }
}
