using Meridian.Foundation.Geography;

namespace Meridian.Tests.Foundation.Geography;

public class LanguageTests
{
    [Theory]
    // Tags and codes.
    [InlineData("en", "en")]
    [InlineData("EN", "en")]
    [InlineData("zh_CN", "zh-CN")]
    [InlineData("zh-hant-tw", "zh-Hant-TW")]
    [InlineData("ZH-HANS", "zh-Hans")]
    [InlineData("es-419", "es-419")]
    [InlineData("en-uk", "en-GB")]
    [InlineData("iw", "he")]
    [InlineData("iw_IL", "he-IL")]
    [InlineData("in", "id")]
    [InlineData("in-ID", "id-ID")]
    [InlineData("tl", "fil")]
    [InlineData("sh", "sr-Latn")]
    [InlineData("eng", "en")]
    [InlineData("zho", "zh")]
    [InlineData("chi", "zh")]
    [InlineData("ger", "de")]
    [InlineData("cmn", "zh")]
    [InlineData("yue", "yue")]
    [InlineData("fil", "fil")]
    [InlineData("pt_BR.UTF-8", "pt-BR")]
    [InlineData("de-DE-1996", "de-DE")]
    [InlineData("en-US-u-ca-gregory", "en-US")]
    [InlineData("ca-ES-valencia", "ca-ES")]
    // Names.
    [InlineData("Chinese", "zh")]
    [InlineData("中文", "zh")]
    [InlineData("普通话", "zh")]
    [InlineData("國語", "zh")]
    [InlineData("简体中文", "zh-Hans")]
    [InlineData("繁體中文", "zh-Hant")]
    [InlineData("Simplified Chinese", "zh-Hans")]
    [InlineData("Chinese (Simplified)", "zh-Hans")]
    [InlineData("Chinese - Traditional", "zh-Hant")]
    [InlineData("中文（繁体）", "zh-Hant")]
    [InlineData("粤语", "yue")]
    [InlineData("Cantonese", "yue")]
    [InlineData("English", "en")]
    [InlineData("english language", "en")]
    [InlineData("英语", "en")]
    [InlineData("英文", "en")]
    [InlineData("Inglés", "en")]
    [InlineData("Inggris", "en")]
    [InlineData("Bahasa Inggris", "en")]
    [InlineData("الإنجليزية", "en")]
    [InlineData("اللغة الانجليزية", "en")]
    [InlineData("Английский", "en")]
    [InlineData("английский язык", "en")]
    [InlineData("ภาษาอังกฤษ", "en")]
    [InlineData("Tiếng Anh", "en")]
    [InlineData("英語", "en")]
    [InlineData("영어", "en")]
    [InlineData("İngilizce", "en")]
    [InlineData("अंग्रेज़ी", "en")]
    [InlineData("español", "es")]
    [InlineData("Espanol", "es")]
    [InlineData("Castellano", "es")]
    [InlineData("西班牙语", "es")]
    [InlineData("西班牙文", "es")]
    [InlineData("葡萄牙语", "pt")]
    [InlineData("Português", "pt")]
    [InlineData("Brazilian Portuguese", "pt-BR")]
    [InlineData("Português do Brasil", "pt-BR")]
    [InlineData("português (Brasil)", "pt-BR")]
    [InlineData("Portuguese_Brazil", "pt-BR")]
    [InlineData("English (US)", "en-US")]
    [InlineData("English - United Kingdom", "en-GB")]
    [InlineData("Spanish (Mexico)", "es-MX")]
    [InlineData("العربية", "ar")]
    [InlineData("عربي", "ar")]
    [InlineData("Bahasa Indonesia", "id")]
    [InlineData("हिन्दी", "hi")]
    [InlineData("हिंदी", "hi")]
    [InlineData("русский", "ru")]
    [InlineData("Tiếng Việt", "vi")]
    [InlineData("ไทย", "th")]
    [InlineData("日本語", "ja")]
    [InlineData("한국어", "ko")]
    [InlineData("Türkçe", "tr")]
    [InlineData("Deutsch", "de")]
    [InlineData("Français", "fr")]
    [InlineData("FRANCAIS", "fr")]
    [InlineData("Farsi", "fa")]
    [InlineData("فارسی", "fa")]
    [InlineData("Tagalog", "fil")]
    [InlineData("עברית", "he")]
    [InlineData("ελληνικά", "el")]
    [InlineData("svenska", "sv")]
    [InlineData("norsk bokmål", "nb")]
    [InlineData("Polski", "pl")]
    [InlineData("bas-allemand", "nds")]
    public void Reads_tags_codes_and_names(string text, string expected)
    {
        Assert.True(Languages.TryFind(text, out var tag));
        Assert.Equal(expected, tag);
    }

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("xx")]
    [InlineData("zz-ZZ")]
    [InlineData("en-XX")]
    [InlineData("to-date")]
    [InlineData("no-name")]
    [InlineData("klingonish")]
    [InlineData("und")]
    [InlineData("mul")]
    [InlineData("English/Spanish")]
    [InlineData("English, Spanish")]
    [InlineData("42")]
    [InlineData("language")]
    public void Refuses_what_is_no_one_language(string text)
    {
        Assert.False(Languages.TryFind(text, out var tag));
        Assert.Equal("", tag);
    }

    // Names that are another language's code (the code wins), and names that CLDR gives to two languages.
    private static readonly HashSet<string> NotNames = new(StringComparer.OrdinalIgnoreCase)
    {
        "Ga", "Gã", "Yi", "Kom", "makua", "tamazight", "瑞士德語", "瑞士德语", "瑞士德文",
    };

    [Fact]
    public void Every_name_of_every_language_in_CLDR_is_that_language()
    {
        var wrong = new List<string>();
        foreach (var (tag, name) in GeographyData.Names("languages.tsv", 1, 2))
        {
            Languages.TryFind(name, out var found);
            // Scripts beyond the basic plane (Chakma, Hmong, Osage, Rohingya) have no key.
            if (found != tag && !NotNames.Contains(name) && name.Any(c => char.IsLetter(c)))
                wrong.Add($"{name}: {tag}, read as '{found}'");
        }
        Assert.Empty(wrong);
    }

    [Fact]
    public void Every_alias_is_read_as_written_in_the_file()
    {
        foreach (var (tag, name) in GeographyData.Names("language-aliases.tsv", 1))
            Assert.Equal((name, tag), (name, Languages.TryFind(name, out var found) ? found : ""));
    }

    [Theory]
    [InlineData("pt_BR.UTF-8", "pt", "BR")]
    [InlineData("en-US", "en", "US")]
    [InlineData("en_us", "en", "US")]
    [InlineData("zh-Hant-HK", "zh-Hant", "HK")]
    [InlineData("sr_RS@latin", "sr", "RS")]
    [InlineData("iw-IL", "he", "IL")]
    [InlineData("de", "de", null)]
    [InlineData("es-419", "es", null)]
    [InlineData("de-AT,de;q=0.9,en;q=0.8", "de", "AT")]
    [InlineData("fr;q=0.5", "fr", null)]
    [InlineData("en-US-POSIX", "en", "US")]
    public void Reads_locales(string text, string language, string? country)
    {
        Assert.True(Languages.TryReadLocale(text, out var foundLanguage, out var foundCountry));
        Assert.Equal((language, country), (foundLanguage, foundCountry));
    }

    [Theory]
    [InlineData("C")]
    [InlineData("POSIX")]
    [InlineData("")]
    [InlineData("English")]
    [InlineData("*")]
    [InlineData("US")]
    [InlineData("en-XX")]
    public void Refuses_what_is_no_locale(string text) => Assert.False(Languages.TryReadLocale(text, out _, out _));

    [Theory]
    [InlineData("zh", "Chinese")]
    [InlineData("zh-Hant", "Traditional Chinese")]
    [InlineData("pt-BR", "Brazilian Portuguese")]
    [InlineData("en-IN", "English (India)")]
    [InlineData("zh-Hant-HK", "Traditional Chinese (Hong Kong)")]
    [InlineData("uz-Arab", "Uzbek (Arab)")]
    [InlineData("zzz", null)]
    public void Names_languages_in_English(string tag, string? name) => Assert.Equal(name, Languages.LanguageName(tag));

    [Fact]
    public void Every_tag_reads_as_itself()
    {
        foreach (var tag in Languages.All)
            Assert.Equal((tag, tag), (tag, Languages.TryFind(tag, out var found) ? found : ""));
    }
}
