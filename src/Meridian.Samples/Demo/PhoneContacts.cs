using System.Globalization;
using System.Text;
using NodaTime;

namespace Meridian.Samples.Demo;

/// <summary>The address book of a salesman's phone in Dubai: vCard 3.0 as phones export it, with folded lines, and a few cards of version 4.0.</summary>
internal static class PhoneContacts
{
    private static readonly PhoneStyle[] Styles = [PhoneStyle.Spaced, PhoneStyle.Spaced, PhoneStyle.E164, PhoneStyle.Dashed, PhoneStyle.DoubleZero];

    public static DemoSource Write(string folder, DemoCast cast)
    {
        var path = Path.Combine(folder, "contacts.vcf");
        using var vcf = new StreamWriter(path, append: false, new UTF8Encoding(false));
        foreach (var (person, rowDraw) in cast.In(DemoFile.Contacts))
        {
            var draw = rowDraw;
            WriteCard(vcf, person, ref draw);
        }

        return new DemoSource(path, "phone-contacts", "AE", "A phone's address book (vCard)");
    }

    private static void WriteCard(StreamWriter vcf, Person person, ref Draw draw)
    {
        var latin = draw.Chance(30);
        var (given, family) = latin ? (person.Name.LatinGiven, person.Name.LatinFamily) : (person.Name.Given, person.Name.Family);
        // A Dubai phone keeps its neighbours' numbers as they are dialled at home.
        var phone = person.PhoneAs(person.Country.Code == "AE" && draw.Chance(60) ? PhoneStyle.National : draw.Pick(Styles));
        var newer = draw.Chance(15);
        Line(vcf, "BEGIN:VCARD");
        Line(vcf, newer ? "VERSION:4.0" : "VERSION:3.0");
        Line(vcf, $"N:{Escape(family)};{Escape(given)};;;");
        Line(vcf, $"FN:{Escape(latin ? person.Name.Latin : person.Name.Whole)}");
        if (person.Company is not null)
            Line(vcf, $"ORG:{Escape(person.Company)};");
        Line(vcf, newer ? $"TEL;VALUE=uri;TYPE=cell:tel:{person.Phone}" : draw.Chance(50) ? $"TEL;TYPE=CELL:{phone}" : $"item1.TEL;type=CELL;type=VOICE;type=pref:{phone}");
        if (person.Email is not null && draw.Chance(45))
            Line(vcf, $"EMAIL;TYPE=INTERNET,HOME:{person.Email}");
        if (draw.Chance(40))
            Line(vcf, $"ADR;TYPE=HOME:;;;{Escape(person.City.English)};;;{Escape(person.Country.English)}");
        if (draw.Chance(15))
            Line(vcf, $"BDAY:{Date(person.BirthDate, newer)}");
        if (person.HandleOn("telegram") is { } telegram && draw.Chance(50))
            Line(vcf, $"IMPP;X-SERVICE-TYPE=Telegram:telegram:{telegram}");
        if (draw.Chance(20))
            Line(vcf, $"NOTE:{Escape(NoteOf(person, ref draw))}");
        Line(vcf, "END:VCARD");
    }

    private static string NoteOf(Person person, ref Draw draw) => draw.Below(4) switch
    {
        0 => $"Met at the {person.Country.English} fair, wants samples; asked twice about delivery to {person.City.English}",
        1 => $"Pays in {person.Country.Currency}, always by transfer; invoice to the office, not to the home address in {person.City.English}",
        2 => "Brother of the shop owner next door",
        _ => "Call before 18:00, not on Fridays",
    };

    // RFC 6350, 3.2: lines of at most 75 octets; the rest goes on after a blank. Cut between characters, never inside one.
    private static void Line(StreamWriter vcf, string text)
    {
        var octets = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            if (octets + rune.Utf8SequenceLength > 75)
            {
                vcf.Write("\r\n ");
                octets = 1;
            }

            vcf.Write(rune.ToString());
            octets += rune.Utf8SequenceLength;
        }

        vcf.Write("\r\n");
    }

    private static string Escape(string text) => text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace(",", "\\,", StringComparison.Ordinal).Replace(";", "\\;", StringComparison.Ordinal);

    private static string Date(LocalDate date, bool newer) => newer
        ? string.Create(CultureInfo.InvariantCulture, $"{date.Year:0000}{date.Month:00}{date.Day:00}")
        : string.Create(CultureInfo.InvariantCulture, $"{date.Year:0000}-{date.Month:00}-{date.Day:00}");
}
