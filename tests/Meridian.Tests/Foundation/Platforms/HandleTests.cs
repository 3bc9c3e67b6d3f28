using CsCheck;
using Meridian.Foundation.Platforms;

namespace Meridian.Tests.Foundation.Platforms;

public class HandleTests
{
    [Theory]
    [InlineData("telegram", "@Ana_B1", "ana_b1")]
    [InlineData("telegram", "https://t.me/ana_b?x=1", "ana_b")]
    [InlineData("telegram", "t.me/Ana_B/", "ana_b")]
    [InlineData("telegram", "tg://resolve?domain=ana_b", "ana_b")]
    [InlineData("telegram", "https://web.telegram.org/k/#@ana_b", "ana_b")]
    [InlineData("telegram", "5123456789", "5123456789")]
    [InlineData("telegram", "＠ａｎａ_ｂ1", "ana_b1")]
    [InlineData("telegram", "\u200Eana_b\u200F", "ana_b")]
    [InlineData("instagram", "instagram.com/ana/", "ana")]
    [InlineData("instagram", "https://www.instagram.com/Ana.B_2/?hl=en", "ana.b_2")]
    [InlineData("instagram", "https://www.instagram.com/stories/ana.b/31415/", "ana.b")]
    [InlineData("instagram", "@ana.b", "ana.b")]
    [InlineData("instagram", "a", "a")]
    [InlineData("line", "https://line.me/ti/p/~Ana.99", "ana.99")]
    [InlineData("line", "line.me/R/ti/p/@ana-shop", "ana-shop")]
    [InlineData("line", "ana.99", "ana.99")]
    [InlineData("line", "U4af4980629f5f1d4b9d6a0d5e5c0a123", "U4af4980629f5f1d4b9d6a0d5e5c0a123")]
    [InlineData("wechat", "Ana_2020", "ana_2020")]
    [InlineData("wechat", "wxid_abc123def456", "wxid_abc123def456")]
    [InlineData("facebook", "https://www.facebook.com/profile.php?id=100012345678901", "100012345678901")]
    [InlineData("facebook", "https://m.facebook.com/ana.b.7?ref=share", "ana.b.7")]
    [InlineData("facebook", "https://pt-br.facebook.com/Ana.B.7", "ana.b.7")]
    [InlineData("facebook", "facebook.com/people/Ana-B/100012345678901/", "100012345678901")]
    [InlineData("messenger", "m.me/ana.b.7", "ana.b.7")]
    [InlineData("messenger", "24051234567890123", "24051234567890123")]
    [InlineData("x", "https://twitter.com/Ana_B", "ana_b")]
    [InlineData("x", "x.com/ana_b", "ana_b")]
    [InlineData("tiktok", "https://www.tiktok.com/@ana.b?lang=en", "ana.b")]
    [InlineData("linkedin", "https://es.linkedin.com/in/ana-b%C3%A9rez-123/", "ana-bérez-123")]
    [InlineData("vk", "https://vk.com/id1234567", "id1234567")]
    [InlineData("odnoklassniki", "ok.ru/profile/561234567890", "561234567890")]
    [InlineData("qq", "12345678@qq.com", "12345678")]
    [InlineData("qq", "1234567", "1234567")]
    [InlineData("snapchat", "snapchat.com/add/Ana-B", "ana-b")]
    [InlineData("skype", "live:ana.b_3", "live:ana.b_3")]
    [InlineData("skype", "skype:ana.b.3?chat", "ana.b.3")]
    [InlineData("discord", "Ana.B", "ana.b")]
    [InlineData("discord", "Ana#1234", "ana#1234")]
    [InlineData("youtube", "https://www.youtube.com/channel/UCabcdefghijklmnopqrstuv", "UCabcdefghijklmnopqrstuv")]
    [InlineData("signal", "ana.01", "ana.01")]
    [InlineData("reddit", "u/Ana_B", "ana_b")]
    [InlineData("zalo", "1234567890123456789", "1234567890123456789")]
    public void Reads_handles_in_the_forms_that_people_paste(string platform, string cell, string handle)
    {
        Assert.True(Catalogue.TryReadHandle(Of(platform), cell, out var read, out var reading), reading.ToString());
        Assert.Equal(handle, read);
        Assert.Equal(HandleReading.Handle, reading);
    }

    [Theory]
    [InlineData("whatsapp", "+55 11 98765-4321", "+55 11 98765-4321")]
    [InlineData("whatsapp", "13800138000", "13800138000")]
    [InlineData("whatsapp", "8613800138000@s.whatsapp.net", "+8613800138000")]
    [InlineData("whatsapp", "8613800138000:12@s.whatsapp.net", "+8613800138000")]
    [InlineData("whatsapp", "8613800138000@c.us", "+8613800138000")]
    [InlineData("whatsapp", "https://wa.me/8613800138000?text=hi", "+8613800138000")]
    [InlineData("whatsapp", "https://api.whatsapp.com/send?phone=8613800138000&text=hi", "+8613800138000")]
    [InlineData("whatsapp", "whatsapp://send?phone=%2B8613800138000", "+8613800138000")]
    [InlineData("whatsapp", "+55 11 98765-4321 (Ana)", "+55 11 98765-4321 (Ana)")]
    [InlineData("viber", "viber://chat?number=%2B380501234567", "+380501234567")]
    [InlineData("signal", "https://signal.me/#p/+4915112345678", "+4915112345678")]
    [InlineData("imo", "0501234567", "0501234567")]
    [InlineData("zalo", "https://zalo.me/0912345678", "0912345678")]
    [InlineData("telegram", "https://t.me/+8613800138000", "+8613800138000")]
    [InlineData("telegram", "+7 912 345-67-89", "+7 912 345-67-89")]
    [InlineData("telegram", "8613800138000", "8613800138000")]
    [InlineData("wechat", "13800138000", "13800138000")]
    [InlineData("line", "081-234-5678", "081-234-5678")]
    [InlineData("line", "0812345678", "0812345678")]
    public void A_phone_is_handed_back_to_be_parsed_as_one(string platform, string cell, string phone)
    {
        Assert.False(Catalogue.TryReadHandle(Of(platform), cell, out var text, out var reading));
        Assert.Equal(HandleReading.Phone, reading);
        Assert.Equal(phone, text);
    }

    [Theory]
    [InlineData("telegram", "ana")]
    [InlineData("telegram", "1ana_b")]
    [InlineData("telegram", "ana b_c")]
    [InlineData("telegram", "https://instagram.com/ana_b")]
    [InlineData("telegram", "https://t.me/joinchat/AAAAAE")]
    [InlineData("telegram", "https://t.me/+AbCdEfGhIjKl")]
    [InlineData("instagram", "ana b")]
    [InlineData("instagram", "ana.")]
    [InlineData("instagram", "https://www.instagram.com/p/C1a2b3/")]
    [InlineData("instagram", "abcdefghijklmnopqrstuvwxyz12345")]
    [InlineData("wechat", "ana12")]
    [InlineData("wechat", "abcdefghijklmnopqrstu")]
    [InlineData("whatsapp", "ana_b")]
    [InlineData("whatsapp", "8613800138000-1600000000@g.us")]
    [InlineData("whatsapp", "status@broadcast")]
    [InlineData("whatsapp", "123456789012345@lid")]
    [InlineData("whatsapp", "https://chat.whatsapp.com/AbCdEf")]
    [InlineData("qq", "ana")]
    [InlineData("facebook", "https://www.facebook.com/groups/12345")]
    [InlineData("line", "ana@\uD83D")]
    public void Refuses_what_no_handle_can_be(string platform, string cell)
    {
        Assert.False(Catalogue.TryReadHandle(Of(platform), cell, out var text, out var reading));
        Assert.Equal(HandleReading.Invalid, reading);
        Assert.Empty(text);
    }

    [Theory]
    [InlineData("", HandleReading.Blank)]
    [InlineData(" \u200B ", HandleReading.Blank)]
    [InlineData("-", HandleReading.Blank)]
    [InlineData("N/A", HandleReading.Blank)]
    [InlineData("无", HandleReading.Blank)]
    [InlineData("微信同号", HandleReading.Present)]
    [InlineData("同手机号", HandleReading.Present)]
    [InlineData("Yes", HandleReading.Present)]
    [InlineData("Sí", HandleReading.Present)]
    [InlineData("نعم", HandleReading.Present)]
    [InlineData("No", HandleReading.Absent)]
    [InlineData("否", HandleReading.Absent)]
    public void Understands_answers_in_place_of_handles(string cell, HandleReading expected)
    {
        Assert.False(Catalogue.TryReadHandle(Of("wechat"), cell, out var text, out var reading));
        Assert.Equal(expected, reading);
        Assert.Empty(text);
    }

    [Theory]
    [InlineData("https://t.me/ana_b", "telegram", "ana_b", HandleReading.Handle)]
    [InlineData("wa.me/8613800138000", "whatsapp", "+8613800138000", HandleReading.Phone)]
    public void A_link_tells_its_platform_by_itself(string cell, string platform, string value, HandleReading reading)
    {
        Assert.True(Catalogue.TryReadLink(cell, out var found, out var read, out var how));
        Assert.Equal((platform, value, reading), (found.Key, read, how));
    }

    [Theory]
    [InlineData("ana@gmail.com")]
    [InlineData("https://example.com/ana")]
    [InlineData("https://t.me/joinchat/abc")]
    [InlineData("")]
    public void Other_links_tell_nothing(string cell) => Assert.False(Catalogue.TryReadLink(cell, out _, out _, out _));

    [Theory]
    [InlineData("whatsapp", "+8613800138000", "https://wa.me/8613800138000")]
    [InlineData("telegram", "ana_b", "https://t.me/ana_b")]
    [InlineData("instagram", "ana", "https://www.instagram.com/ana")]
    [InlineData("wechat", "ana_2020", null)]
    [InlineData("whatsapp", "no digits", null)]
    public void Makes_the_link_that_opens_a_conversation(string platform, string value, string? link) => Assert.Equal(link, Of(platform).Link(value));

    [Fact]
    public void A_read_handle_reads_as_itself_and_its_link_leads_back_to_it()
    {
        var readable = Catalogue.All.Where(p => p.ReachedBy == ReachedBy.Handle && p.LinkPattern is { } link && link.StartsWith("https", StringComparison.Ordinal)).ToList();
        Assert.True(readable.Count > 15);
        Gen.Select(Gen.Int[0, readable.Count - 1].Select(i => readable[i]), Gen.Char["abcxyz019_.-"].Array[1, 24]).Sample((platform, letters) =>
        {
            if (!Catalogue.TryReadHandle(platform, new string(letters), out var handle))
                return true;
            return Catalogue.TryReadHandle(platform, handle, out var again) && again == handle
                && Catalogue.TryReadLink(platform.Link(handle)!, out var owner, out var linked, out _) && owner.Equals(platform) && linked == handle;
        });
    }

    [Fact]
    public void No_text_makes_reading_throw() =>
        Gen.Select(Gen.Int[0, Catalogue.All.Count - 1].Select(i => Catalogue.All[i]), Gen.String[0, 60]).Sample((platform, text) =>
        {
            Catalogue.TryReadHandle(platform, text, out _, out _);
            Catalogue.TryReadHandle(platform, $"https://{(platform.Hosts.Count > 0 ? platform.Hosts[0] : "t.me")}/{text}", out _, out _);
            Catalogue.ReadList(text, out _);
        });

    private static Platform Of(string key) => Catalogue.WithKey(key)!;
}
