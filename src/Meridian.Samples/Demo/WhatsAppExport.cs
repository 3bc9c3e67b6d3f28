using System.Globalization;
using System.Text;
using NodaTime.Text;

namespace Meridian.Samples.Demo;

/// <summary>A chat tool's list of WhatsApp contacts: names as saved on a phone, numbers as WhatsApp shows them.</summary>
internal static class WhatsAppExport
{
    private static readonly string[] Labels = ["New customer", "Order placed", "Paid", "Pending payment", "Wholesale", "VIP"];
    private static readonly string[] Emoji = ["🌸", "🔥", "⭐", "🙏", "💼", "🌴", "😊"];
    private static readonly PhoneStyle[] Rare = [PhoneStyle.NoBreakSpaces, PhoneStyle.NoBreakSpaces, PhoneStyle.E164, PhoneStyle.TrailingWords, PhoneStyle.FullWidth, PhoneStyle.Parenthesised];
    private static readonly string[] Remarks = ["asked for the catalogue", "pays by transfer, slowly", "Prefers voice notes", "size 42\nblack only", "wants \"express\" shipping", "ask again after Eid"];

    public static DemoSource Write(string folder, DemoCast cast)
    {
        var path = Path.Combine(folder, "whatsapp-export.csv");
        using var csv = new DelimitedText(path, new UTF8Encoding(false), ',', "\n");
        csv.Row("Name", "Phone Number", "Country", "Labels", "Last Message", "Messages Received (30 days)", "Active Days (30 days)", "Opt-in", "Notes");
        var row = 0;
        foreach (var (person, rowDraw) in cast.In(DemoFile.WhatsApp))
        {
            var draw = rowDraw;
            string?[] cells =
            [
                NameOf(person, ref draw), PhoneOf(person, ref draw), draw.Chance(80) ? person.Country.English : "", draw.Chance(55) ? draw.Pick(Labels) : "",
                person.Activity.LastActive is { } day ? $"{LocalDatePattern.Iso.Format(day)} {draw.Between(7, 22):00}:{draw.Below(60):00}" : "",
                person.Activity.LastActive is null ? "" : person.Activity.MessagesIn30.ToString(CultureInfo.InvariantCulture),
                person.Activity.LastActive is null ? "" : person.Activity.ActiveDays30.ToString(CultureInfo.InvariantCulture),
                person.Consent switch { true => "yes", false => "no", null => "" }, draw.Chance(15) ? draw.Pick(Remarks) : "",
            ];
            csv.Row(cells);
            row++;
            if (row % 150 == 0)
                csv.Row(cells); // exported twice
            if (row == 40)
                csv.Line("");
            if (row == 77)
                csv.Row("Unknown", "", "", "", "", "", "", "", "no number saved"); // no identifier
            if (row == 203)
                csv.Row("delivery driver", "null", "", "", "", "", "", "", "");
            if (row == 260)
                csv.Line("Group: Dubai resellers,members 212"); // ragged: a group, not a person
        }

        return new DemoSource(path, "whatsapp", null, "WhatsApp contacts of a chat tool (CSV, UTF-8)");
    }

    private static string NameOf(Person person, ref Draw draw) => draw.Below(10) switch
    {
        0 => $"{person.Name.Given} {draw.Pick(Emoji)}",
        1 => person.Name.Given,
        2 => $"{person.Name.LatinGiven} {person.City.English}",
        3 or 4 => person.Name.Latin,
        5 => person.Name.Latin.ToLowerInvariant(),
        _ => person.Name.Whole,
    };

    private static string PhoneOf(Person person, ref Draw draw)
    {
        // WhatsApp still knows Brazilian accounts made before 2012 by the number without the ninth digit.
        if (person.Country.Code == "BR" && person.NationalNumber[3] >= '6' && draw.Chance(50))
            return $"+55 {person.NationalNumber[..2]} {person.NationalNumber[3..7]}-{person.NationalNumber[7..]}";
        return person.PhoneAs(draw.Chance(72) ? PhoneStyle.Spaced : draw.Pick(Rare));
    }
}
