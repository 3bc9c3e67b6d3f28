using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using NodaTime.Text;

namespace Meridian.Samples.Demo;

/// <summary>An online shop's customers, one JSON object a line, compressed: the cleanest of the files, and the only one with totals per customer.</summary>
internal static class ShopCustomers
{
    // Relaxed: "+" and letters of every script stand for themselves, as in a real export; the file is never put into HTML.
    private static readonly JsonWriterOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static DemoSource Write(string folder, DemoCast cast)
    {
        var path = Path.Combine(folder, "shop-customers.jsonl.gz");
        using var zip = new GZipStream(File.Create(path), CompressionLevel.Optimal);
        var number = 0;
        foreach (var (person, rowDraw) in cast.In(DemoFile.Shop))
        {
            var draw = rowDraw;
            using (var json = new Utf8JsonWriter(zip, Compact))
                WriteCustomer(json, person, 100_200 + number++, ref draw);
            zip.Write("\n"u8);
            if (number == 200)
                zip.Write(Encoding.UTF8.GetBytes("{\"customer_id\":\"SC-100399b\",\"email\":\"broken@example.com\",\"first_name\":\"Lost conn\n")); // the export hiccuped here
        }

        return new DemoSource(path, "shop", null, "Online shop's customers (JSON lines, gzip)");
    }

    private static void WriteCustomer(Utf8JsonWriter json, Person person, int number, ref Draw draw)
    {
        var activity = person.Activity;
        json.WriteStartObject();
        json.WriteString("customer_id", string.Create(CultureInfo.InvariantCulture, $"SC-{number}"));
        json.WriteString("email", draw.Chance(6) ? Capitalised(person.Email!) : person.Email);
        json.WriteString("first_name", person.Name.LatinGiven);
        json.WriteString("last_name", person.Name.LatinFamily);
        json.WriteString("phone", draw.Chance(55) ? person.Phone : null);
        json.WriteString("country_code", person.Country.Code);
        json.WriteString("city", person.City.English);
        json.WriteString("locale", person.Language.Contains('-', StringComparison.Ordinal) ? person.Language : $"{person.Language}-{person.Country.Code}");
        json.WriteString("birth_date", draw.Chance(30) ? LocalDatePattern.Iso.Format(person.BirthDate) : null);
        json.WriteString("created_at", $"{LocalDatePattern.Iso.Format(activity.Since)}T{draw.Below(24):00}:{draw.Below(60):00}:00Z");
        json.WriteString("last_seen_at", activity.LastActive is { } seen ? $"{LocalDatePattern.Iso.Format(seen)}T{draw.Below(24):00}:{draw.Below(60):00}:00Z" : null);
        json.WriteString("last_order_at", activity.LastOrder is { } order ? $"{LocalDatePattern.Iso.Format(order)}T{draw.Below(24):00}:{draw.Below(60):00}:00Z" : null);
        json.WriteNumber("active_days_30d", activity.ActiveDays30);
        json.WriteNumber("orders_count", activity.Orders);
        json.WriteString("total_spent", activity.Spend.ToString("0.00", CultureInfo.InvariantCulture));
        json.WriteString("currency", person.Country.Currency);
        if (person.Consent is { } consent)
            json.WriteBoolean("accepts_marketing", consent);
        else
            json.WriteNull("accepts_marketing");
        json.WriteEndObject();
    }

    private static string Capitalised(string email) => char.ToUpperInvariant(email[0]) + email[1..];
}
