using System.Globalization;
using System.Text;
using NodaTime;

namespace Meridian.Samples.Demo;

/// <summary>A sales team's own table, saved by Excel on a Chinese Windows: GB18030, Chinese headers and values, mobile numbers without country code.</summary>
internal static class ChineseCustomers
{
    private static readonly Dictionary<string, string> PlatformNames = new(StringComparer.Ordinal)
    {
        ["wechat"] = "微信",
        ["qq"] = "QQ",
        ["douyin"] = "抖音",
        ["xiaohongshu"] = "小红书",
        ["whatsapp"] = "WhatsApp",
        ["telegram"] = "电报",
        ["facebook"] = "脸书",
    };

    private static readonly Dictionary<string, string> LanguageNames = new(StringComparer.Ordinal)
    {
        ["zh-Hans"] = "中文",
        ["en"] = "英语",
        ["es"] = "西班牙语",
        ["ar"] = "阿拉伯语",
        ["hi"] = "印地语",
        ["ru"] = "俄语",
        ["pt-BR"] = "葡萄牙语",
        ["ja"] = "日语",
        ["ko"] = "韩语",
        ["th"] = "泰语",
        ["vi"] = "越南语",
        ["id"] = "印尼语",
        ["ms"] = "马来语",
        ["de"] = "德语",
        ["fr"] = "法语",
        ["tr"] = "土耳其语",
    };

    private static readonly string[] Remarks = ["老客户", "喜欢电话沟通，不要发邮件", "展会认识", "要发票", "已寄样品", "代理商"];
    private static readonly PhoneStyle[] Domestic =
        [PhoneStyle.NationalDigits, PhoneStyle.NationalDigits, PhoneStyle.NationalDigits, PhoneStyle.NationalDigits, PhoneStyle.National, PhoneStyle.Spaced, PhoneStyle.FullWidth, PhoneStyle.DoubleZero, PhoneStyle.E164];

    private static readonly PhoneStyle[] Foreign = [PhoneStyle.DoubleZero, PhoneStyle.DoubleZeroSpaced, PhoneStyle.Spaced, PhoneStyle.FullWidth, PhoneStyle.E164];

    public static DemoSource Write(string folder, DemoCast cast)
    {
        var path = Path.Combine(folder, "客户表.csv");
        using var csv = new DelimitedText(path, Encoding.GetEncoding("GB18030"), ',');
        csv.Row("客户编号", "姓名", "手机号", "微信号", "国家", "城市", "平台", "语言", "性别", "生日", "最近联系", "近30天消息数", "订单数", "累计金额", "同意营销", "备注");
        var number = 0;
        foreach (var (person, rowDraw) in cast.In(DemoFile.Chinese))
        {
            var draw = rowDraw;
            var home = person.Country.Code == "CN";
            csv.Row(RowOf(person, ++number, person.PhoneAs(draw.Pick(home ? Domestic : Foreign)), ref draw));
        }

        AddOddities(csv, cast, number);
        return new DemoSource(path, "客户表", "CN", "A Chinese sales team's table (CSV, GB18030)");
    }

    private static string?[] RowOf(Person person, int number, string phone, ref Draw draw)
    {
        var activity = person.Activity;
        return
        [
            string.Create(CultureInfo.InvariantCulture, $"KH{number:0000}"), person.Name.Whole, phone, person.HandleOn("wechat"), person.Country.Chinese,
            person.Country.Code == "CN" ? person.City.Native : person.City.English,
            string.Join('、', person.Platforms.Select(p => PlatformNames.GetValueOrDefault(p.Platform)).OfType<string>()),
            LanguageNames.GetValueOrDefault(person.Language, person.Language),
            person.Female ? "女" : "男", draw.Chance(60) ? Date(person.BirthDate, draw.Chance(30)) : "", activity.LastActive is { } day ? Date(day, written: false) : "",
            activity.LastActive is null ? "" : activity.MessagesIn30.ToString(CultureInfo.InvariantCulture), activity.Orders.ToString(CultureInfo.InvariantCulture),
            activity.Spend.ToString("#,##0.00", CultureInfo.InvariantCulture), person.Consent switch { true => "是", false => "否", null => "" }, draw.Chance(20) ? draw.Pick(Remarks) : "",
        ];
    }

    private static void AddOddities(DelimitedText csv, DemoCast cast, int number)
    {
        // Excel rounded these numbers; the first row is still known by its WeChat id, the second by nothing.
        csv.Row($"KH{number + 1:0000}", "刘洋", "8.61381E+12", "liuyang_shop88", "中国", "义乌", "微信", "中文", "男", "", "", "", "3", "420.00", "是", "");
        csv.Row($"KH{number + 2:0000}", "陈静", "8.61586E+12", "", "中国", "上海", "", "中文", "女", "", "", "", "0", "0.00", "", "号码不对");
        // The daughter of the CRM's last contact, on her mother's phone.
        var mother = cast.Mother;
        csv.Row($"KH{number + 3:0000}", "小雨", mother.PhoneAs(PhoneStyle.DoubleZero), "", "中国", mother.City.Native, "", "中文", "女", Date(cast.DaughtersBirth, written: false), "", "", "1", "88.00", "", "用妈妈的手机");
        csv.Row("合计", "", "", "", "", "", "", "", "", "", "", "", "", "", "", "");
    }

    private static string Date(LocalDate date, bool written) => written
        ? string.Create(CultureInfo.InvariantCulture, $"{date.Year}年{date.Month}月{date.Day}日")
        : string.Create(CultureInfo.InvariantCulture, $"{date.Year}/{date.Month}/{date.Day}");
}
