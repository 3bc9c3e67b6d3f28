using System.Text.Json;
using Meridian.Activate.Lists;
using Meridian.EngineTests.Store;
using Meridian.Foundation.Governance;
using Meridian.Segments;

namespace Meridian.EngineTests.Segments;

/// <summary>The matrix, lists, counts and exports tell one story.</summary>
public sealed class MatrixTests : StoreTests
{
    private const string Customers6 =
        "id,name,phone,platform,country,last_seen_at,active_days_30,language\n"
        + "1,Ann Lee,+12025550143,\"WhatsApp, Telegram\",US,2026-03-01,9,en\n"
        + "2,Bob Ray,+12025550144,WhatsApp,US,2026-03-01,9,es\n"
        + "3,Cy Orr,+12025550145,,US,2026-01-15,1,en-US\n"
        + "4,王伟,+8613812345678,WeChat,CN,2025-01-15,1,zh-Hans\n"
        + "5,Di Fox,,Telegram,,2026-03-01,1,\n"
        + "6,Ed Poe,,,,,,\n";

    [Theory, OnEngines]
    public void A_customer_counts_once_for_each_platform(Engine engine)
    {
        var store = Open(engine);
        store.Import(Customers6);
        Assert.Equal(
            [
                new MatrixCell("CN", "wechat", "silent", 1),
                new MatrixCell("US", "telegram", "high", 1),
                new MatrixCell("US", "whatsapp", "high", 2),
                new MatrixCell("US", null, "low", 1),
                new MatrixCell(null, "telegram", "medium", 1),
                new MatrixCell(null, null, "unknown", 1),
            ],
            Customers.Matrix(store.Session, Scope.Whole, new CustomerFilter()));
    }

    [Theory]
    [OnEngines(null, null, null, null, 6)]
    [OnEngines("US", null, null, null, 3)]
    [OnEngines("CN", null, null, null, 1)]
    [OnEngines("DE", null, null, null, 0)]
    [OnEngines(null, "en", null, null, 2)]
    [OnEngines(null, "zh", null, null, 1)]
    [OnEngines(null, "zh-Hans", null, null, 1)]
    [OnEngines(null, "z", null, null, 0)]
    [OnEngines(null, null, "whatsapp", null, 2)]
    [OnEngines(null, null, "none", null, 2)]
    [OnEngines(null, null, null, "high", 2)]
    [OnEngines(null, null, null, "unknown", 1)]
    [OnEngines("US", "en", "telegram", "high", 1)]
    [OnEngines("US", "es", "telegram", "high", 0)]
    public void Counts_lists_and_exports_agree(Engine engine, string? country, string? language, string? platform, string? activity, int customers)
    {
        var store = Open(engine);
        store.Import(Customers6);
        var filter = new CustomerFilter(country, null, language, platform, activity);
        Assert.Equal(customers, Customers.Count(store.Session, Scope.Whole, filter));
        Assert.Equal(customers, Customers.List(store.Session, Scope.Whole, filter, 100).Count);
        var path = Path.Combine(store.Folder.Root, "out.jsonl");
        Assert.Equal(customers, CustomerExport.Write(store.Session, Scope.Whole, filter, path));
        Assert.Equal(customers, File.ReadLines(path).Count());
    }

    [Theory, OnEngines]
    public void Each_cell_counts_what_its_filter_lists(Engine engine)
    {
        var store = Open(engine);
        store.Import(Customers6);
        Assert.All(
            Customers.Matrix(store.Session, Scope.Whole, new CustomerFilter()).Where(c => c.Country is not null),
            cell => Assert.Equal(cell.Customers, Customers.Count(store.Session, Scope.Whole, new CustomerFilter(cell.Country, null, null, cell.Platform ?? CustomerFilter.NoPlatform, cell.Activity))));
    }

    [Theory, OnEngines]
    public void An_area_is_its_countries(Engine engine)
    {
        var store = Open(engine);
        store.Import(Customers6);
        Assert.Equal(4, Customers.Count(store.Session, Scope.Whole, new CustomerFilter(AreaCountries: ["US", "CN", "MX"])));
        Assert.Equal(0, Customers.Count(store.Session, Scope.Whole, new CustomerFilter(AreaCountries: ["MX"])));
    }

    [Theory, OnEngines]
    public void A_list_shows_those_seen_last_first(Engine engine)
    {
        var store = Open(engine);
        store.Import(Customers6);
        var lines = Customers.List(store.Session, Scope.Whole, new CustomerFilter(), 4);
        Assert.Equal(4, lines.Count);
        Assert.Equal("Cy Orr", lines[3].Name);
        Assert.Equal(["telegram", "whatsapp"], lines.Single(l => l.Name == "Ann Lee").Platforms);
        Assert.Equal("+12025550143", lines.Single(l => l.Name == "Ann Lee").Phone);
    }

    [Theory]
    [OnEngines("out.csv")]
    [OnEngines("out.xlsx")]
    [OnEngines("out.jsonl")]
    public void An_export_comes_in_again_as_the_same_people(Engine engine, string name)
    {
        var (store, again) = (Open(engine), Open(engine));
        store.Import(Customers6);
        var path = Path.Combine(store.Folder.Root, name);
        CustomerExport.Write(store.Session, Scope.Whole, new CustomerFilter(), path);
        again.ImportFile(path, "copy");
        Assert.Equal(6, again.Profiles().Count);
        Assert.Equal(
            Customers.Matrix(store.Session, Scope.Whole, new CustomerFilter()).Select(c => JsonSerializer.Serialize(c)),
            Customers.Matrix(again.Session, Scope.Whole, new CustomerFilter()).Select(c => JsonSerializer.Serialize(c)));
    }
}
