using Meridian.EngineTests.Store;
using Meridian.Foundation.Governance;
using Meridian.Segments;

namespace Meridian.EngineTests.Tags;

/// <summary>Where a customer lives: the highest-ranked evidence wins, a contradiction is kept, and a parsing hint is no evidence.</summary>
public sealed class CountryTests : StoreTests
{
    private const string Mapping =
        """{"columns":{"c":"country","a":"address","p":"phone","l":"locale","z":"time_zone","e":"email"}}""";

    [Theory]
    // country column, address, phone, locale, zone
    [OnEngines("IN", "1 Main St, Austin, United States", "+447400123456", "fr-FR", "Asia/Tokyo", "IN", "country")]
    [OnEngines("", "1 Main St, Austin, United States", "+447400123456", "fr-FR", "Asia/Tokyo", "US", "address")]
    [OnEngines("", "", "+447400123456", "fr-FR", "Asia/Tokyo", "GB", "phone")]
    [OnEngines("", "", "", "fr-FR", "Asia/Tokyo", "FR", "locale")]
    [OnEngines("", "", "", "fr", "Asia/Tokyo", "JP", "time zone")]
    public void The_highest_ranked_evidence_wins(Engine engine, string country, string address, string phone, string locale, string zone, string expected, string because)
    {
        var store = Open(engine);
        store.Import($"e,c,a,p,l,z\nann@example.com,{country},\"{address}\",{phone},{locale},{zone}\n", mapping: Mapping);
        var record = store.Profiles().Single().Records.Single();
        var (value, reason, _) = store.Label(record, "country");
        Assert.Equal((expected, because), (value, reason));
    }

    [Theory, OnEngines]
    public void The_country_given_for_reading_phones_is_no_evidence(Engine engine)
    {
        var store = Open(engine);
        store.Import("id,name,email\n1,Ann Lee,ann@example.com\n", country: "DE");
        Assert.Equal("", store.Tag("crm/1", "country"));
    }

    [Theory, OnEngines]
    public void A_phone_read_by_the_given_country_is_evidence_of_its_own(Engine engine)
    {
        var store = Open(engine);
        store.Import("id,phone\n1,0170 1234567\n", country: "DE", mapping: """{"columns":{"phone":"phone"}}""");
        Assert.Equal(("DE", "phone"), (store.Label("crm/1", "country").Value, store.Label("crm/1", "country").Because));
    }

    [Theory, OnEngines]
    public void A_contradiction_lowers_the_confidence_and_is_shown_with_both_sides(Engine engine)
    {
        var store = Open(engine);
        store.Import("id,phone,country\n1,+919876543210,US\n2,+12025550143,US\n");
        Assert.Equal("US", store.Tag("crm/1", "country"));
        Assert.True(store.Label("crm/1", "country").Confidence < store.Label("crm/2", "country").Confidence);
        var view = CustomerViews.Show(store.Session, Scope.Whole, store.ProfileOf("crm/1").Id)!;
        Assert.True(view.CountryConflict);
        Assert.Equal(["country: US", "phone: IN"], view.CountryEvidence.Select(e => e.Value).Order(StringComparer.Ordinal));
        Assert.False(CustomerViews.Show(store.Session, Scope.Whole, store.ProfileOf("crm/2").Id)!.CountryConflict);
    }

    [Theory, OnEngines]
    public void Of_two_statements_of_one_rank_the_latest_wins(Engine engine)
    {
        var store = Open(engine);
        store.Import("id,email,country,updated_at\n1,ann@example.com,FR,2025-06-01\n");
        store.Import("id,email,country,updated_at\n1,ann@example.com,DE,2024-06-01\n", "shop");
        Assert.Equal("FR", store.Tag("crm/1", "country"));
        store.Import("id,email,country,updated_at\n2,ann@example.com,IT,2026-01-01\n", "shop");
        Assert.Equal("IT", store.Tag("crm/1", "country"));
    }

    [Theory, OnEngines]
    public void A_lower_rank_that_is_later_does_not_win(Engine engine)
    {
        var store = Open(engine);
        store.Import("id,email,country,updated_at\n1,ann@example.com,FR,2025-06-01\n");
        store.Import("id,email,phone,updated_at\n1,ann@example.com,+447400123456,2026-01-01\n", "shop");
        Assert.Equal("FR", store.Tag("crm/1", "country"));
    }

    [Theory, OnEngines]
    public void Unknown_is_no_label_at_all(Engine engine)
    {
        var store = Open(engine);
        store.Import("id,name\n1,Ann Lee\n");
        Assert.Equal(("", "", ""), (store.Tag("crm/1", "country"), store.Tag("crm/1", "language"), store.Tag("crm/1", "time_zone")));
    }

    [Theory]
    [OnEngines("BR", "language", "pt-BR", "es", "es", "language")]
    [OnEngines("BR", "language", "en-US", "", "en", "locale")]
    [OnEngines("BR", "language", "", "", "pt", "country")]
    [OnEngines("BR", "time_zone", "", "", "", "")]
    [OnEngines("TH", "time_zone", "", "", "Asia/Bangkok", "country")]
    public void Language_and_time_zone_follow_from_what_is_known(Engine engine, string country, string tag, string locale, string language, string expected, string because)
    {
        var store = Open(engine);
        store.Import(
            $"id,c,loc,lang\n1,{country},{locale},{language}\n", mapping: """{"columns":{"id":"external_id","c":"country","loc":"locale","lang":"language"}}""");
        Assert.Equal(expected, store.Tag("crm/1", tag));
        if (expected.Length > 0)
            Assert.Equal(because, store.Label("crm/1", tag).Because);
    }
}
