using Meridian.EngineTests.Store;
using Meridian.Foundation.Governance;
using Meridian.Segments;

namespace Meridian.EngineTests.Segments;

/// <summary>The figures of the first page, and that they are those of who may be seen. The clock stands at 2026-03-02.</summary>
public sealed class CustomerFiguresTests : StoreTests
{
    private const string Customers6 =
        "id,name,email,platform,country,created_at,last_seen_at,active_days_30,marketing_consent\n"
        + "1,Ann Lee,ann@example.com,\"WhatsApp, Telegram\",US,2025-11-03,2026-03-01,9,yes\n"
        + "2,Bob Ray,bob@example.com,WhatsApp,US,2026-02-20,2026-02-20,1,no\n"
        + "3,Cy Orr,cy@example.com,,US,2025-11-20,2025-12-15,1,yes\n"
        + "4,Li Wei,li@example.com,WeChat,CN,2024-01-15,2025-01-15,1,\n"
        + "5,Di Fox,di@example.com,Telegram,,2026-02-25,2026-03-01,1,yes\n";

    private static readonly Scope OnlyUs = new(Roles.Viewer, ["US"], "sk_000000");

    [Theory, OnEngines]
    public void Figures_count_each_customer_once(Engine engine)
    {
        var store = Open(engine);
        Assert.Equal(new OverviewFigures(0, 0, 0, 0, 0), CustomerFigures.Figures(store.Session, Scope.Whole));
        store.Import(Customers6);
        Assert.Equal(new OverviewFigures(5, 1, 2, 3, 2), CustomerFigures.Figures(store.Session, Scope.Whole));
        Assert.Equal(new OverviewFigures(3, 1, 1, 2, 1), CustomerFigures.Figures(store.Session, OnlyUs));
        Assert.Equal(
            [new CountryActivity("CN", "silent", 1), new CountryActivity("US", "high", 1), new CountryActivity("US", "low", 1), new CountryActivity("US", "medium", 1), new CountryActivity(null, "medium", 1)],
            CustomerFigures.Countries(store.Session, Scope.Whole));
    }

    [Theory, OnEngines]
    public void Growth_adds_up_month_by_month(Engine engine)
    {
        var store = Open(engine);
        store.Import(Customers6);
        store.Send("""{"type":"identify","userId":"u1","messageId":"m1","traits":{"name":"Eve","email":"eve@example.com"} }""");
        Assert.Equal(
            [new GrowthMonth(new DateOnly(2024, 1, 1), 1, 1), new GrowthMonth(new DateOnly(2025, 11, 1), 2, 3), new GrowthMonth(new DateOnly(2026, 2, 1), 2, 5), new GrowthMonth(new DateOnly(2026, 3, 1), 1, 6)],
            CustomerFigures.Growth(store.Session, Scope.Whole));
        Assert.Equal(3, CustomerFigures.Growth(store.Session, OnlyUs)[^1].Known);
    }

    [Theory, OnEngines]
    public void Who_wrote_back_is_told_of_those_who_were_written_to(Engine engine)
    {
        var store = Open(engine);
        store.Import("id,name,email,platform,country\na,Ann Lee,ann@example.com,WhatsApp,US\nb,Bob Ray,bob@example.com,WhatsApp,US\nc,Cy Orr,cy@example.com,WhatsApp,US\n", source: "app");
        string Message(string user, string name, string at) => $$"""{"type":"track","userId":"{{user}}","event":"{{name}}","timestamp":"{{at}}","messageId":"{{user}}{{name}}{{at}}"}""";
        store.Send(
            Message("a", "Message Sent", "2026-02-20T10:00:00Z"), Message("a", "Message Received", "2026-02-21T10:00:00Z"),
            Message("b", "Message Received", "2026-02-20T10:00:00Z"), Message("b", "Message Sent", "2026-02-21T10:00:00Z"),
            Message("c", "Message Sent", "2025-12-01T10:00:00Z"), Message("c", "Message Received", "2026-02-21T10:00:00Z"));
        Assert.Equal([new PlatformRates("US", "whatsapp", 3, 3, 0, 2, 1)], CustomerFigures.Rates(store.Session, Scope.Whole, DateOnly.FromDateTime(store.Now)));
        Assert.Empty(CustomerFigures.Rates(store.Session, new Scope(Roles.Viewer, ["IN"], null), DateOnly.FromDateTime(store.Now)));
    }

    [Theory, OnEngines]
    public void Tags_that_were_gained_and_lost_are_told_since_an_instant(Engine engine)
    {
        var store = Open(engine);
        store.Import(Customers6);
        store.Clock.Advance(NodaTime.Duration.FromDays(40));
        store.Evaluate();
        var changes = CustomerFigures.Changes(store.Session, Scope.Whole, store.Now.AddDays(-7));
        Assert.Contains(new TagChange("activity", "high", 0, 1), changes);
        Assert.Contains(new TagChange("activity", "low", 3, 1), changes);
        Assert.DoesNotContain(changes, c => c.Tag is "country" or "platform");
        Assert.Empty(CustomerFigures.Changes(store.Session, Scope.Whole, store.Now.AddDays(1)));
        Assert.DoesNotContain(CustomerFigures.Changes(store.Session, new Scope(Roles.Viewer, ["CN"], null), store.Now.AddDays(-7)), c => c.Value == "high");
    }
}
