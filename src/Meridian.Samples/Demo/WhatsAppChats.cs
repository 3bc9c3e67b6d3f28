using System.Text;
using NodaTime;

namespace Meridian.Samples.Demo;

/// <summary>A chat tool's log of WhatsApp messages of the last weeks, in both directions.</summary>
internal static class WhatsAppChats
{
    private const int MostOfOne = 12;
    private const int Weeks = 11;

    private static readonly string[] Questions = ["Is it still available?", "¿Cuánto cuesta?", "有货吗？", "Quanto custa o frete?", "هل يمكن الدفع عند الاستلام؟", "Do you ship abroad?", "Thank you 🙏", "ok", "Size 42, please", "Kapan dikirim?"];
    private static readonly string[] Answers = ["Yes, it is.", "We ship within two days.", "Here is the catalogue.", "Thank you, see you soon!"];

    public static DemoSource Write(string folder, DemoCast cast)
    {
        var path = Path.Combine(folder, "whatsapp-chats.csv");
        var messages = new List<(LocalDateTime At, string[] Cells)>();
        foreach (var (person, _) in cast.In(DemoFile.WhatsApp))
        {
            if (person.Activity is not { LastActive: { } last, MessagesIn30: > 0 })
                continue;
            var draw = cast.EventsOf(person);
            var days = Math.Max(1, person.Activity.ActiveDays30);
            var phone = person.PhoneAs(PhoneStyle.Spaced);
            for (var n = 0; n < Math.Min(person.Activity.MessagesIn30, MostOfOne); n++)
                Talk(last.PlusDays(-(n % days)), ref draw);
            // Who writes often has been writing for long.
            for (var week = 1; days >= 8 && week <= Weeks; week++)
                Talk(last.PlusDays(-7 * week), ref draw);

            void Talk(LocalDate day, ref Draw draw)
            {
                // Not today: the day may be young.
                var at = (day < cast.Today ? day : cast.Today.PlusDays(-1)).At(new LocalTime(draw.Between(7, 21), draw.Below(50)));
                Add(at, "inbound", draw.Pick(Questions));
                if (draw.Chance(60))
                    Add(at.PlusMinutes(draw.Between(1, 9)), "outbound", draw.Pick(Answers));
            }

            void Add(LocalDateTime at, string direction, string text) => messages.Add((at, [$"{at:yyyy-MM-dd HH:mm}", phone, person.Name.Whole, direction, text]));
        }

        using var csv = new DelimitedText(path, new UTF8Encoding(false), ',', "\n");
        csv.Row("Time", "Phone Number", "Contact", "Direction", "Message");
        var row = 0;
        foreach (var (_, cells) in messages.OrderBy(m => m.At).ThenBy(m => m.Cells[1], StringComparer.Ordinal))
        {
            csv.Row(cells);
            if (++row == 120)
                csv.Row(cells[0], "group: resellers", "", "inbound", "anybody here?"); // a group, not a person
        }

        return new DemoSource(path, "whatsapp", null, "WhatsApp messages of a chat tool (CSV, UTF-8)");
    }
}
