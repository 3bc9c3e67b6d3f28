using System.Text;
using NodaTime.Text;

namespace Meridian.Samples.Demo;

/// <summary>Leads as Facebook's Ads Manager exports them: UTF-16 with a byte order mark, tabs, ids with a letter before them, phones with "p:".</summary>
internal static class FacebookLeads
{
    private static readonly (string Id, string Name)[] Campaigns =
        [("c:23851904410260441", "Spring launch"), ("c:23852277190050441", "Ramadan offers"), ("c:23853001457730441", "11.11 sale")];

    public static DemoSource Write(string folder, DemoCast cast)
    {
        var path = Path.Combine(folder, "facebook-lead-ads.csv");
        using var csv = new DelimitedText(path, new UnicodeEncoding(bigEndian: false, byteOrderMark: true), '\t', "\n");
        csv.Row(
            "id", "created_time", "ad_id", "ad_name", "adset_id", "adset_name", "campaign_id", "campaign_name", "form_id", "form_name", "is_organic", "platform",
            "would_you_like_to_receive_offers?", "full_name", "phone_number", "email", "city", "country", "lead_status");
        foreach (var (person, rowDraw) in cast.In(DemoFile.Facebook))
        {
            var draw = rowDraw;
            var campaign = draw.Pick(Campaigns);
            var day = person.Activity.LastActive ?? person.Activity.Since;
            // A few people type their number as at home; Facebook then has no country to put before it.
            var phone = draw.Chance(93) ? person.PhoneAs(PhoneStyle.Labelled) : $"p:{person.PhoneAs(PhoneStyle.NationalDigits)}";
            csv.Row(
                $"l:{1_200_000_000_000_000 + ((long)draw.Below(2_000_000_000) * 77)}", $"{LocalDatePattern.Iso.Format(day)}T{draw.Below(24):00}:{draw.Below(60):00}:{draw.Below(60):00}-05:00",
                $"ag:2385{draw.Between(1000, 9999)}6180441", "Video 15s", $"as:2385{draw.Between(1000, 9999)}5520441", $"{person.Country.Code} | 18-65", campaign.Id, campaign.Name,
                "f:872340151604318", "Lead form v2", "false", draw.Chance(30) ? "ig" : "fb",
                person.Consent switch { true => "yes", false => "no", null => draw.Chance(50) ? "yes" : "no" },
                draw.Chance(30) ? person.Name.Latin.ToLowerInvariant() : person.Name.Whole, phone, draw.Chance(6) ? person.Email?.ToUpperInvariant() : person.Email,
                person.City.Native, person.Country.Code, draw.Chance(80) ? "CREATED" : "complete");
        }

        // What Facebook's own testing tool leaves in every export.
        csv.Row(
            "l:1234567890123456", $"{LocalDatePattern.Iso.Format(cast.Today.PlusDays(-12))}T10:00:00-05:00", "ag:0", "", "as:0", "", "c:0", "", "f:872340151604318", "Lead form v2", "true", "fb",
            "<test lead: dummy data for would_you_like_to_receive_offers?>", "<test lead: dummy data for full_name>", "p:<test lead: dummy data for phone_number>", "test@example.com",
            "<test lead: dummy data for city>", "<test lead: dummy data for country>", "CREATED");
        return new DemoSource(path, "facebook-leads", null, "Facebook lead ads (tab-separated, UTF-16)");
    }
}
