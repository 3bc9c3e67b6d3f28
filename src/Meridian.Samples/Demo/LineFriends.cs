using System.Globalization;
using System.Text;
using NodaTime.Text;

namespace Meridian.Samples.Demo;

/// <summary>Friends of a LINE account with Thai headers: display names, ids, and the phone of those who left it.</summary>
internal static class LineFriends
{
    private static readonly string[] Hearts = ["💚", "☀️", "🐰", "✨", "🍀"];

    public static DemoSource Write(string folder, DemoCast cast)
    {
        var path = Path.Combine(folder, "line-friends.csv");
        using var csv = new DelimitedText(path, new UTF8Encoding(true), ',');
        csv.Row("ชื่อ", "LINE ID", "เบอร์โทร", "อีเมล", "จังหวัด", "ประเทศ", "วันที่เพิ่มเพื่อน", "ข้อความล่าสุด", "จำนวนข้อความ (30 วัน)", "ยินยอมรับข่าวสาร", "หมายเหตุ");
        foreach (var (person, rowDraw) in cast.In(DemoFile.Line))
        {
            var draw = rowDraw;
            var thai = person.Country.Code == "TH";
            var name = draw.Below(8) switch { 0 => $"{person.Name.Given}{draw.Pick(Hearts)}", 1 => person.Name.LatinGiven, 2 => person.Name.Latin, _ => person.Name.Whole };
            csv.Row(
                name, person.HandleOn("line"), draw.Chance(70) ? person.PhoneAs(thai ? PhoneStyle.National : PhoneStyle.Spaced) : "", draw.Chance(40) ? person.Email : "",
                person.City.Native, thai ? "ไทย" : "ญี่ปุ่น", LocalDatePattern.Iso.Format(person.Activity.Since), person.Activity.LastActive is { } day ? LocalDatePattern.Iso.Format(day) : "",
                person.Activity.LastActive is null ? "" : person.Activity.MessagesIn30.ToString(CultureInfo.InvariantCulture),
                person.Consent switch { true => "ใช่", false => "ไม่", null => "" }, draw.Chance(12) ? "สนใจโปรโมชั่น" : "");
        }

        return new DemoSource(path, "line", "TH", "Friends of a LINE account (CSV, Thai, UTF-8 with byte order mark)");
    }
}
