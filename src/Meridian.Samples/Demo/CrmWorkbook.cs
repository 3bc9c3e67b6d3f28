using System.Globalization;
using MiniExcelLibs;
using NodaTime;

namespace Meridian.Samples.Demo;

/// <summary>A small company's CRM, exported to Excel: dates and some phone numbers are numbers, several platforms stand in one cell.</summary>
internal static class CrmWorkbook
{
    private static readonly PhoneStyle[] Styles =
        [PhoneStyle.E164, PhoneStyle.E164, PhoneStyle.E164, PhoneStyle.Spaced, PhoneStyle.National, PhoneStyle.National, PhoneStyle.Dashed, PhoneStyle.Parenthesised, PhoneStyle.TrailingWords, PhoneStyle.DoubleZero];

    private static readonly Dictionary<string, string> PlatformNames = new(StringComparer.Ordinal)
    {
        ["whatsapp"] = "WhatsApp",
        ["telegram"] = "Telegram",
        ["instagram"] = "Instagram",
        ["facebook"] = "Facebook",
        ["wechat"] = "WeChat",
        ["line"] = "LINE",
        ["tiktok"] = "TikTok",
        ["kakaotalk"] = "KakaoTalk",
        ["zalo"] = "Zalo",
        ["vk"] = "VK",
        ["viber"] = "Viber",
        ["x"] = "X",
        ["snapchat"] = "Snapchat",
        ["qq"] = "QQ",
        ["douyin"] = "Douyin",
        ["xiaohongshu"] = "Xiaohongshu",
    };

    public static DemoSource Write(string folder, DemoCast cast)
    {
        var path = Path.Combine(folder, "crm.xlsx");
        var rows = new List<Dictionary<string, object?>>();
        foreach (var (person, rowDraw) in cast.In(DemoFile.Crm))
        {
            var draw = rowDraw;
            var row = RowOf(person, rows.Count, ref draw);
            if (draw.Chance(8))
                row["Mobile Phone"] = double.Parse(person.Phone.AsSpan(1), CultureInfo.InvariantCulture); // typed without "+": a number
            if (person.Email is not null && draw.Chance(4))
                row["Email"] = $" {person.Email} ";
            if (person.Country.Code == "IN" && rows.Count % 3 == 0)
                (row["Country"], row["City"]) = ("United States", "San Jose"); // an Indian phone at an American address
            rows.Add(row);
        }

        AddOddities(rows, cast);
        MiniExcel.SaveAs(path, rows, sheetName: "Contacts", overwriteFile: true);
        return new DemoSource(path, "crm", null, "CRM contacts (Excel workbook)");
    }

    private static Dictionary<string, object?> RowOf(Person person, int number, ref Draw draw)
    {
        var shout = draw.Chance(10);
        var (given, family) = draw.Chance(12) ? (person.Name.Given, person.Name.Family) : (person.Name.LatinGiven, person.Name.LatinFamily);
        var activity = person.Activity;
        return new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["Contact ID"] = string.Create(CultureInfo.InvariantCulture, $"CT-{10_000 + number}"),
            ["First Name"] = shout ? given.ToUpperInvariant() : given,
            ["Last Name"] = shout ? family.ToUpperInvariant() : family,
            ["Company"] = person.Company,
            ["Industry"] = person.Industry,
            ["Email"] = draw.Chance(92) ? person.Email : null,
            ["Mobile Phone"] = person.PhoneAs(draw.Pick(Styles)),
            ["Country"] = draw.Chance(15) ? person.Country.Code : person.Country.English,
            ["City"] = person.City.English,
            ["Language"] = draw.Chance(85) ? person.Language : null,
            ["Date of Birth"] = draw.Chance(35) ? Cell(person.BirthDate) : null,
            ["Created"] = Cell(activity.Since),
            ["Last Activity"] = activity.LastActive is { } day ? Cell(day) : null,
            ["Active Days (30 days)"] = activity.LastActive is null ? null : activity.ActiveDays30,
            ["Orders"] = activity.Orders,
            ["Lifetime Value"] = activity.Spend,
            ["Currency"] = person.Country.Currency,
            ["Messaging Apps"] = draw.Chance(80) ? string.Join(", ", person.Platforms.Select(p => PlatformNames[p.Platform])) : null,
            ["Email Opt-in"] = person.Consent switch { true => "TRUE", false => "FALSE", null => null },
        };
    }

    private static void AddOddities(List<Dictionary<string, object?>> rows, DemoCast cast)
    {
        // Eight colleagues gave the number of their reception; it is nobody's.
        var reception = cast.ReceptionPhone;
        // Seven customers of one agency gave its office address.
        const string Office = "info@silkroad.example.com";
        foreach (var (person, strangerDraw) in cast.Strangers.Take(15))
        {
            var draw = strangerDraw;
            var row = RowOf(person, rows.Count, ref draw);
            if (person.Index - DemoCast.FirstStranger < 8)
                (row["Mobile Phone"], row["Company"]) = (reception, "Gulf Horizon Trading");
            else
                (row["Email"], row["Company"]) = (Office, "Silk Road Travel");
            rows.Add(row);
        }

        // Mother and daughter share a phone: two complete birth dates that differ (the daughter is in the Chinese table).
        var mother = cast.Mother;
        var motherDraw = cast.Strangers[0].Draw;
        var motherRow = RowOf(mother, rows.Count, ref motherDraw);
        (motherRow["Mobile Phone"], motherRow["Email"], motherRow["Date of Birth"]) = (mother.Phone, null, Cell(mother.BirthDate));
        rows.Add(motherRow);

        // A line of totals that somebody left under the table.
        rows.Add(rows[0].ToDictionary(c => c.Key, c => c.Key switch { "Contact ID" => "Total", "Orders" => (object?)rows.Sum(r => (int)r["Orders"]!), _ => null }, StringComparer.Ordinal));
    }

    private static DateTime Cell(LocalDate date) => date.ToDateTimeUnspecified();
}
