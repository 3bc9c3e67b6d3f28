using Meridian.Foundation.Platforms;

namespace Meridian.Tests.Foundation.Platforms;

public class PlatformCatalogueTests
{
    [Fact]
    public void Holds_more_than_forty_platforms_with_distinct_keys()
    {
        Assert.True(Catalogue.All.Count >= 40, $"{Catalogue.All.Count} platforms");
        Assert.Equal(Catalogue.All.Count, Catalogue.All.Select(p => p.Key).Distinct(StringComparer.Ordinal).Count());
        Assert.All(Catalogue.All, p => Assert.Matches("^[a-z0-9]+$", p.Key));
    }

    [Fact]
    public void Every_platform_is_found_by_its_key_its_name_and_each_other_name()
    {
        foreach (var platform in Catalogue.All)
        {
            foreach (var name in platform.OtherNames.Select(n => n.Text).Append(platform.Key).Append(platform.Name))
            {
                Assert.True(Catalogue.TryFind(name, out var found), name);
                Assert.Same(platform, found);
            }
        }
    }

    [Fact]
    public void Every_platform_says_what_reaches_its_customers() =>
        Assert.All(Catalogue.All, p => Assert.NotEqual(ReachedBy.Nothing, p.ReachedBy));

    [Fact]
    public void A_link_pattern_names_what_it_takes() =>
        Assert.All(Catalogue.All.Where(p => p.LinkPattern is not null), p => Assert.Contains(p.LinkPattern!.Contains("{phone digits}", StringComparison.Ordinal) ? "{phone digits}" : "{handle}", p.LinkPattern, StringComparison.Ordinal));

    [Fact]
    public void The_file_is_in_its_own_form_one_tab_separated_line_a_platform()
    {
        using var stream = typeof(Platform).Assembly.GetManifestResourceStream("Meridian.Foundation.Platforms.platforms.tsv")!;
        using var reader = new StreamReader(stream);
        var lines = reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(l => l[0] != '#').ToList();
        Assert.All(lines, l => Assert.Equal(10, l.Split('\t').Length));
        Assert.Equal(Catalogue.All.Count + Catalogue.Channels.Count + 1, lines.Count);
    }

    [Theory]
    [InlineData("微信", "wechat")]
    [InlineData("WeChat", "wechat")]
    [InlineData("weixin", "wechat")]
    [InlineData("WhatsApp Business", "whatsapp")]
    [InlineData("WA", "whatsapp")]
    [InlineData("wapp", "whatsapp")]
    [InlineData("whats-app", "whatsapp")]
    [InlineData("ＷｈａｔｓＡｐｐ", "whatsapp")]
    [InlineData(" whatsapp\u200B ", "whatsapp")]
    [InlineData("واتساب", "whatsapp")]
    [InlineData("واتس آب", "whatsapp")]
    [InlineData("TG", "telegram")]
    [InlineData("电报", "telegram")]
    [InlineData("電報", "telegram")]
    [InlineData("تيليجرام", "telegram")]
    [InlineData("脸书", "facebook")]
    [InlineData("臉書", "facebook")]
    [InlineData("FB", "facebook")]
    [InlineData("فيسبوك", "facebook")]
    [InlineData("Messenger", "messenger")]
    [InlineData("Facebook Messenger", "messenger")]
    [InlineData("IG", "instagram")]
    [InlineData("ig", "instagram")]
    [InlineData("LINE", "line")]
    [InlineData("ライン", "line")]
    [InlineData("ﾗｲﾝ", "line")]
    [InlineData("ไลน์", "line")]
    [InlineData("KakaoTalk", "kakaotalk")]
    [InlineData("카카오톡", "kakaotalk")]
    [InlineData("Kakao", "kakaotalk")]
    [InlineData("Zalo", "zalo")]
    [InlineData("Viber", "viber")]
    [InlineData("VK", "vk")]
    [InlineData("ВКонтакте", "vk")]
    [InlineData("вк", "vk")]
    [InlineData("Odnoklassniki", "odnoklassniki")]
    [InlineData("Одноклассники", "odnoklassniki")]
    [InlineData("Snapchat", "snapchat")]
    [InlineData("سناب شات", "snapchat")]
    [InlineData("TikTok", "tiktok")]
    [InlineData("Tik Tok", "tiktok")]
    [InlineData("海外抖音", "tiktok")]
    [InlineData("抖音", "douyin")]
    [InlineData("QQ", "qq")]
    [InlineData("WeCom", "wecom")]
    [InlineData("企业微信", "wecom")]
    [InlineData("企業微信", "wecom")]
    [InlineData("Xiaohongshu", "xiaohongshu")]
    [InlineData("小红书", "xiaohongshu")]
    [InlineData("小紅書", "xiaohongshu")]
    [InlineData("RED", "xiaohongshu")]
    [InlineData("Weibo", "weibo")]
    [InlineData("Signal", "signal")]
    [InlineData("Discord", "discord")]
    [InlineData("Skype", "skype")]
    [InlineData("imo", "imo")]
    [InlineData("Bale", "bale")]
    [InlineData("X", "x")]
    [InlineData("Twitter", "x")]
    [InlineData("LinkedIn", "linkedin")]
    [InlineData("YouTube", "youtube")]
    [InlineData("Pinterest", "pinterest")]
    [InlineData("Threads", "threads")]
    [InlineData("Shopee", "shopee")]
    [InlineData("Lazada", "lazada")]
    [InlineData("Amazon", "amazon")]
    [InlineData("AliExpress", "aliexpress")]
    [InlineData("eBay", "ebay")]
    [InlineData("MercadoLibre", "mercadolibre")]
    [InlineData("Mercado Livre", "mercadolibre")]
    [InlineData("Shopify", "shopify")]
    [InlineData("l.facebook.com", "facebook")]
    [InlineData("www.instagram.com", "instagram")]
    public void Reads_the_names_that_people_write(string text, string key)
    {
        Assert.True(Catalogue.TryFind(text, out var platform));
        Assert.Equal(key, platform.Key);
    }

    [Theory]
    [InlineData("e-mail")]
    [InlineData("Email")]
    [InlineData("SMS")]
    [InlineData("短信")]
    [InlineData("邮件")]
    [InlineData("correo electrónico")]
    [InlineData("رسالة نصية")]
    [InlineData("Phone")]
    [InlineData("电话")]
    [InlineData("website")]
    public void Channels_are_understood_and_are_no_platform(string text)
    {
        Assert.True(Catalogue.IsChannel(text));
        Assert.False(Catalogue.TryFind(text, out _));
        Assert.Empty(Catalogue.ReadList(text, out var unknown));
        Assert.Null(unknown);
    }

    [Theory]
    [InlineData("")]
    [InlineData("Netflix")]
    [InlineData("\uD83D")]
    [InlineData("whatsapp\uDC00x")]
    [InlineData("13800138000")]
    public void Other_text_names_nothing(string text)
    {
        Assert.False(Catalogue.TryFind(text, out _));
        Assert.False(Catalogue.IsChannel(text));
    }

    [Theory]
    [InlineData("WhatsApp, Telegram", "whatsapp telegram")]
    [InlineData("WA/TG", "whatsapp telegram")]
    [InlineData("whatsapp;line", "whatsapp line")]
    [InlineData("微信、QQ", "wechat qq")]
    [InlineData("微信，QQ；WhatsApp", "wechat qq whatsapp")]
    [InlineData("微信和QQ", "wechat qq")]
    [InlineData("微信QQ", "wechat qq")]
    [InlineData("WhatsApp y Telegram", "whatsapp telegram")]
    [InlineData("WhatsApp Business Telegram", "whatsapp telegram")]
    [InlineData("Facebook Messenger + IG", "messenger instagram")]
    [InlineData("X/Twitter", "x")]
    [InlineData("VK / ВКонтакте", "vk")]
    [InlineData("واتساب، تلجرام", "whatsapp telegram")]
    [InlineData("واتساب و تلجرام", "whatsapp telegram")]
    [InlineData("[\"whatsapp\",\"instagram\"]", "whatsapp instagram")]
    [InlineData("WhatsApp, email, SMS", "whatsapp")]
    [InlineData("WhatsApp, whats app", "whatsapp")]
    [InlineData("none", "")]
    [InlineData("无", "")]
    [InlineData(" - ", "")]
    [InlineData("", "")]
    public void Reads_every_platform_of_a_cell(string cell, string keys)
    {
        Assert.Equal(keys, string.Join(' ', Catalogue.ReadList(cell, out var unknown).Select(p => p.Key)));
        Assert.Null(unknown);
    }

    [Fact]
    public void Says_which_part_of_a_cell_it_did_not_understand()
    {
        var found = Catalogue.ReadList("WhatsApp, Netflix & chill, Line", out var unknown);
        Assert.Equal(["whatsapp", "line"], found.Select(p => p.Key));
        Assert.Equal("Netflix", unknown);
    }

    [Fact]
    public void Reading_a_cell_with_one_name_allocates_nothing()
    {
        string[] cells = ["WhatsApp", "telegram", "FB", "E-mail"];
        Read(cells);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Read(cells);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static void Read(string[] cells)
    {
        foreach (var cell in cells)
        {
            Catalogue.TryFind(cell, out _);
            Catalogue.ReadList(cell, out _);
        }
    }
}
