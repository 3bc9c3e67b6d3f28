using System.Globalization;
using System.Text;
using NodaTime;

namespace Meridian.Samples.Demo;

/// <summary>A Spanish office's list: Windows-1252, semicolons, day before month, decimal comma.</summary>
internal static class SpanishCustomers
{
    private static readonly PhoneStyle[] Styles =
        [PhoneStyle.National, PhoneStyle.National, PhoneStyle.National, PhoneStyle.NationalDigits, PhoneStyle.DoubleZeroSpaced, PhoneStyle.Spaced, PhoneStyle.Spaced, PhoneStyle.Dotted];

    private static readonly string[] Remarks = ["cliente habitual", "llamar por la tarde", "pendiente de pago; avisar", "pidió factura", "viene de la feria", "dijo \"no llamar\""];
    private static readonly NumberFormatInfo Comma = new() { NumberDecimalSeparator = ",", NumberGroupSeparator = "." };

    public static DemoSource Write(string folder, DemoCast cast)
    {
        var path = Path.Combine(folder, "clientes.csv");
        using var csv = new DelimitedText(path, Encoding.GetEncoding(1252), ';');
        csv.Row("Código", "Nombre", "Apellidos", "Teléfono", "Correo electrónico", "País", "Ciudad", "Fecha de nacimiento", "Última compra", "Pedidos", "Importe total", "Redes", "Acepta publicidad", "Observaciones");
        var number = 0;
        foreach (var (person, rowDraw) in cast.In(DemoFile.Spanish))
        {
            var draw = rowDraw;
            var family = draw.Chance(12) ? person.Name.Family.ToUpperInvariant() : person.Name.Family;
            csv.Row(
                $"C{++number:0000}", person.Name.Given, family, PhoneOf(person, ref draw), draw.Chance(85) ? person.Email : "", person.Country.Spanish, person.City.Native,
                draw.Chance(55) ? Date(person.BirthDate) : "", person.Activity.LastOrder is { } day ? Date(day) : "", person.Activity.Orders.ToString(CultureInfo.InvariantCulture),
                $"{person.Activity.Spend.ToString("#,##0.00", Comma)} {(person.Country.Currency == "EUR" ? "€" : person.Country.Currency)}",
                string.Join(", ", person.Platforms.Select(p => CultureInfo.InvariantCulture.TextInfo.ToTitleCase(p.Platform)).Take(2)),
                person.Consent switch { true => "Sí", false => "No", null => "" }, draw.Chance(20) ? draw.Pick(Remarks) : "");
            if (number == 60)
                csv.Line("C0060b;José Luis;Pérez Gómez;612 34;5 67 89;;España;Madrid;;;;;;;;"); // a semicolon inside the number: too many columns
            if (number == 120)
                csv.Line("C0120b;Ana;Torres"); // cut short
            if (number == 150)
                csv.Row("C0150b", "Cliente mostrador", "", "", "", "España", "Madrid", "", "", "57", "2.310,40 €", "", "", "ventas sin nombre"); // nobody
        }

        return new DemoSource(path, "clientes", "ES", "A Spanish office's customers (semicolons, Windows-1252)");
    }

    private static string PhoneOf(Person person, ref Draw draw)
    {
        var digits = person.NationalNumber;
        // Spellings of the same mobile that older phone books hold: Mexico's 1 until 2019, Argentina without its 9.
        return (person.Country.Code, draw.Below(4)) switch
        {
            ("MX", 0) => $"+52 1 {digits[..2]} {digits[2..6]} {digits[6..]}",
            ("AR", 0) => $"+54 {digits[1..3]} {digits[3..7]}-{digits[7..]}",
            _ => person.PhoneAs(draw.Pick(Styles)),
        };
    }

    private static string Date(LocalDate date) => string.Create(CultureInfo.InvariantCulture, $"{date.Day:00}/{date.Month:00}/{date.Year}");
}
