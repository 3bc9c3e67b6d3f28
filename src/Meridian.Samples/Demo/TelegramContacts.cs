using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using NodaTime.Text;

namespace Meridian.Samples.Demo;

/// <summary>Telegram contacts as a JSON array: numbers with 00, as Telegram's desktop export writes them, user names without @.</summary>
internal static class TelegramContacts
{
    private static readonly JsonWriterOptions Indented = new() { Indented = true, IndentSize = 1, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static DemoSource Write(string folder, DemoCast cast)
    {
        var path = Path.Combine(folder, "telegram-contacts.json");
        using var file = File.Create(path);
        using var json = new Utf8JsonWriter(file, Indented);
        json.WriteStartArray();
        foreach (var (person, rowDraw) in cast.In(DemoFile.Telegram))
        {
            var draw = rowDraw;
            json.WriteStartObject();
            json.WriteNumber("user_id", 100_000_000 + draw.Below(1_900_000_000));
            json.WriteString("first_name", draw.Chance(25) ? person.Name.LatinGiven : person.Name.Given);
            json.WriteString("last_name", draw.Chance(20) ? "" : draw.Chance(25) ? person.Name.LatinFamily : person.Name.Family);
            // Who hides their number is known by the user name alone.
            var hidden = draw.Chance(18);
            if (hidden || draw.Chance(85))
                json.WriteString("username", person.HandleOn("telegram"));
            else
                json.WriteNull("username");
            if (!hidden)
                json.WriteString("phone_number", person.PhoneAs(draw.Chance(70) ? PhoneStyle.DoubleZeroSpaced : PhoneStyle.DoubleZero));
            json.WriteString("language_code", person.Language);
            json.WriteString("date", $"{LocalDatePattern.Iso.Format(person.Activity.Since)}T{draw.Below(24):00}:{draw.Below(60):00}:{draw.Below(60):00}");
            if (person.Activity.LastActive is { } day)
            {
                json.WriteString("last_message_date", $"{LocalDatePattern.Iso.Format(day)}T{draw.Below(24):00}:{draw.Below(60):00}:{draw.Below(60):00}");
                json.WriteNumber("messages_received_30d", person.Activity.MessagesIn30);
                json.WriteNumber("active_days_30d", person.Activity.ActiveDays30);
            }

            json.WriteEndObject();
        }

        json.WriteStartObject(); // a deleted account: nothing to know anybody by
        json.WriteNull("user_id");
        json.WriteString("first_name", "Deleted Account");
        json.WriteString("phone_number", "");
        json.WriteString("date", string.Create(CultureInfo.InvariantCulture, $"{LocalDatePattern.Iso.Format(cast.Today.PlusYears(-2))}T09:12:44"));
        json.WriteEndObject();
        json.WriteEndArray();
        return new DemoSource(path, "telegram", null, "Telegram contacts (JSON)");
    }
}
