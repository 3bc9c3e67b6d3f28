using System.Globalization;
using MiniExcelLibs;
using NodaTime;

namespace Meridian.Samples.Demo;

/// <summary>The online shop's orders as its back office exports them to Excel: a row for each product, several of an order; some refunded, some never paid.</summary>
internal static class ShopOrders
{
    private const int MostOrders = 4;

    private static readonly (string Sku, string Name, decimal Price)[] Goods =
        [("SC-01", "Silk scarf", 39.00m), ("WG-07", "Wool gloves", 24.50m), ("TE-12", "Green tea, 250 g", 12.90m), ("MU-03", "Stoneware mug", 18.00m), ("LA-21", "Desk lamp", 64.00m), ("BA-44", "Canvas bag", 29.90m)];

    public static DemoSource Write(string folder, DemoCast cast)
    {
        var path = Path.Combine(folder, "shop-orders.xlsx");
        var orders = new List<(DateTime At, Person Person, Draw Draw)>();
        foreach (var (person, _) in cast.In(DemoFile.Shop))
        {
            var draw = cast.EventsOf(person);
            var day = person.Activity.LastOrder;
            for (var n = 0; n < Math.Min(person.Activity.Orders, MostOrders) && day is { } date && date >= person.Activity.Since; n++)
            {
                // Not today: the day may be young.
                orders.Add((Earlier(date, cast.Today).At(new LocalTime(draw.Between(8, 21), draw.Below(60))).ToDateTimeUnspecified(), person, draw));
                day = date.PlusDays(-draw.Between(6, 40));
            }
        }

        var rows = new List<Dictionary<string, object?>>();
        var number = 70_000;
        foreach (var (at, person, orderDraw) in orders.OrderBy(o => o.At).ThenBy(o => o.Person.Index))
        {
            var draw = orderDraw;
            AddOrder(rows, number++, at, person, ref draw);
        }

        // The wrong cell was dragged down.
        rows[^2] = new(rows[^2], StringComparer.Ordinal) { ["Order ID"] = "SO-99001", ["Order Date"] = "next Tuesday", ["Status"] = "paid" };
        rows[^1] = new(rows[^1], StringComparer.Ordinal) { ["Order ID"] = "SO-99002", ["Customer Email"] = "see invoice", ["Phone"] = null, ["Status"] = "paid" };
        MiniExcel.SaveAs(path, rows, sheetName: "Orders", overwriteFile: true);
        return new DemoSource(path, "shop", null, "The shop's orders (Excel workbook)");
    }

    private static LocalDate Earlier(LocalDate date, LocalDate today) => date < today ? date : today.PlusDays(-1);

    private static void AddOrder(List<Dictionary<string, object?>> rows, int number, DateTime at, Person person, ref Draw draw)
    {
        var status = draw.Below(20) switch { 0 => "refunded", 1 => "cancelled", 2 => "pending payment", < 8 => "shipped", _ => "paid" };
        var phone = draw.Chance(60) ? person.PhoneAs(PhoneStyle.Spaced) : null;
        var lines = Enumerable.Range(0, draw.Between(1, 3)).ToList();
        var first = draw.Below(Goods.Length);
        var quantities = new List<int>();
        foreach (var _ in lines)
            quantities.Add(draw.Chance(80) ? 1 : draw.Between(2, 4));
        var total = lines.Sum(i => Goods[(first + i) % Goods.Length].Price * quantities[i]);
        foreach (var i in lines)
        {
            var (sku, name, price) = Goods[(first + i) % Goods.Length];
            rows.Add(new Dictionary<string, object?>(StringComparer.Ordinal)
            {
                ["Order ID"] = string.Create(CultureInfo.InvariantCulture, $"SO-{number}"),
                ["Order Date"] = at,
                ["Status"] = status,
                ["Customer Email"] = person.Email,
                ["Phone"] = phone,
                ["Country"] = person.Country.Code,
                ["SKU"] = sku,
                ["Product"] = name,
                ["Quantity"] = quantities[i],
                ["Unit Price"] = price,
                ["Order Total"] = total,
                ["Currency"] = "USD",
            });
        }
    }
}
