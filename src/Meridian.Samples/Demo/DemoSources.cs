using System.Text;
using NodaTime;

namespace Meridian.Samples.Demo;

/// <summary>
/// The bundled samples: about 2,000 made-up people in about 3,000 rows of nine files, as a team that sells across borders has them lying around, each
/// in the format, encoding and language of where it comes from, overlapping and messy. Dates are relative to the given day.
/// </summary>
public static class DemoSources
{
    /// <summary>How many different people the files hold, the strangers of the bad rows not counted.</summary>
    public const int PeopleCount = 2_000;

    /// <summary>The names of all sources, in no order.</summary>
    public static IReadOnlyList<string> SourceNames { get; } = ["crm", "whatsapp", "telegram", "facebook-leads", "客户表", "clientes", "line", "shop", "phone-contacts"];

    /// <summary>Writes all files into <paramref name="folder"/> (made when missing, files replaced), in the order in which they are best imported.</summary>
    public static IReadOnlyList<DemoSource> Write(string folder, LocalDate today, int seed)
    {
        // GB18030 and Windows-1252 are not among .NET's own encodings.
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        Directory.CreateDirectory(folder);
        var cast = new DemoCast(seed, today);
        return
        [
            CrmWorkbook.Write(folder, cast),
            WhatsAppExport.Write(folder, cast),
            TelegramContacts.Write(folder, cast),
            FacebookLeads.Write(folder, cast),
            ChineseCustomers.Write(folder, cast),
            SpanishCustomers.Write(folder, cast),
            LineFriends.Write(folder, cast),
            ShopCustomers.Write(folder, cast),
            PhoneContacts.Write(folder, cast),
        ];
    }

    /// <summary>Writes the files of what these customers did, orders and messages, into <paramref name="folder"/>, which exists; for <c>events import</c>.</summary>
    public static IReadOnlyList<DemoSource> WriteEvents(string folder, LocalDate today, int seed)
    {
        var cast = new DemoCast(seed, today);
        return [ShopOrders.Write(folder, cast), WhatsAppChats.Write(folder, cast)];
    }
}
